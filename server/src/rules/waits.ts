/** Waits for a lookup: loops and blocking calls after a start, and what they wait for. */
import { shapeOf } from "../analysis/bodyShape.ts";
import { before, type EventOf, type Frame, type PathEvent, type Place } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import type { Block, BlockId } from "../ir/types.ts";
import { bare, dispatches, isWait, takesMessages } from "../analysis/roles.ts";
import { constantOf, zeroness } from "../analysis/state.ts";
import { takesMessagesInside } from "./unitCalls.ts";
import { someTerm, type Term } from "../analysis/terms.ts";

export interface LoopWait {
  readonly start: EventOf<"start">;
  readonly branch: EventOf<"branch">;
  /** Members and globals that the loop's condition reads. */
  readonly slots: readonly string[];
  readonly pumps: boolean;
}

/** The innermost loop of the condition; none where the body never comes to its end. */
function loopOf(branch: EventOf<"branch">): ReadonlySet<BlockId> | undefined {
  const fn = branch.at.function.ir;
  const at = blockOf(branch);
  const around = [...shapeOf(fn).loops.values()].filter(({ blocks }) => at && blocks.has(at.id));
  return around.sort((a, b) => a.blocks.size - b.blocks.size)[0]?.blocks;
}

function blockOf(branch: EventOf<"branch">): Block | undefined {
  return branch.at.function.ir.blocks.find((b) => b.end.range === branch.at.range);
}

/** The handlers of messages may run between this test, if the loop goes on by it, and the next, or between the one before and this. */
function pumpsAround(facts: Facts, test: EventOf<"branch">, loop: ReadonlySet<BlockId>): boolean {
  const end = blockOf(test)?.end;
  const isTest = (e: PathEvent): boolean => e.kind === "branch" && e.at.range === test.at.range;
  const pumps = (e: PathEvent): boolean =>
    e.kind === "call" &&
    (takesMessages(e.name) || dispatches(e.name) || takesMessagesInside(facts, e.name) || (!e.known && !isWait(e.name)));
  if (end?.kind !== "branch" || !loop.has(test.truth ? end.then : end.else)) return false;
  if (facts.firstAfter(test, pumps, (e) => e.kind === "exit" || isTest(e)) !== undefined) return true;
  // the body comes before the test: another round like the first may not have been looked at
  const body = new Set([...loop].flatMap((id) => test.at.function.ir.blocks[id]?.statements ?? []));
  for (const e of before(test)) {
    if (isTest(e)) break;
    let [frame, at]: [Frame | undefined, Place | undefined] = [e.frame, e.at];
    while (frame && frame !== test.frame) [at, frame] = [frame.call, frame.parent];
    if (at?.statement && body.has(at.statement) && pumps(e)) return true;
  }
  return false;
}

/** Loops after a start, in the same function, whose condition reads storage that lives on. */
export function loopWaits(facts: Facts): LoopWait[] {
  const found: LoopWait[] = [];
  for (const branch of facts.all("branch")) {
    const loop = branch.origin === "loop" ? loopOf(branch) : undefined;
    if (!loop) continue;
    const start = startBefore(branch);
    if (!start || start.frame.id !== branch.frame.id) continue;
    if (found.some((w) => w.branch.at.range === branch.at.range && w.start.at.statement === start.at.statement)) continue;
    const slots: string[] = [];
    someTerm(branch.condition, (t: Term) => {
      const slot = facts.slotOfValue(t);
      if (slot !== undefined) slots.push(slot);
      return false;
    });
    if (slots.length === 0) continue;
    const pumps = facts.all("branch").some((b) => b.at.range === branch.at.range && pumpsAround(facts, b, loop));
    found.push({ start, branch, slots, pumps });
  }
  return found;
}

export function startBefore(event: PathEvent): EventOf<"start"> | undefined {
  for (const e of before(event)) {
    if (e.kind === "cancel") return undefined;
    if (e.kind === "start") return zeroness(event.state, e.result) === "zero" ? undefined : e;
  }
  return undefined;
}

/** Every store of something to the slot stands in a handler of a lookup, or is the reset to zero before it. */
export function setByHandlerOnly(facts: Facts, slot: string): boolean {
  const stores = facts.all("store").filter((s) => facts.slot(s.path) === slot);
  const handled = stores.filter((s) => s.root.completes.length > 0);
  return handled.length > 0 && stores.every((s) => s.root.completes.length > 0 || (s.value.kind === "int" && s.value.value === 0n));
}

/** The wait call blocks without end (or for very long). */
export function blocksForever(e: EventOf<"call">): boolean {
  const name = bare(e.name);
  if (!/^WaitFor(?:Single|Multiple)Objects?(?:Ex)?$/.test(name)) return false;
  const timeout = e.args[name.includes("Multiple") ? 3 : 1];
  const value = timeout ? constantOf(e.state, timeout) : undefined;
  return value !== undefined && BigInt.asUintN(32, value) === 0xffffffffn;
}
