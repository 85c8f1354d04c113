/** Waits for a lookup: loops and blocking calls after a start, and what they wait for. */
import { before, type EventOf, type PathEvent } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import { bare, dispatches, isWait, takesMessages } from "../analysis/roles.ts";
import { constantOf, zeroness } from "../analysis/state.ts";
import { someTerm, type Term } from "../analysis/terms.ts";

export interface LoopWait {
  readonly start: EventOf<"start">;
  readonly branch: EventOf<"branch">;
  /** Members and globals that the loop's condition reads. */
  readonly slots: readonly string[];
  readonly pumps: boolean;
}

/** Loops after a start, in the same function, whose condition reads storage that lives on. */
export function loopWaits(facts: Facts): LoopWait[] {
  const found: LoopWait[] = [];
  for (const branch of facts.all("branch")) {
    if (branch.origin !== "loop" || !branch.truth === undefined) continue;
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
    const pumps =
      facts.firstAfter(
        branch,
        (e) => e.kind === "call" && (takesMessages(e.name) || dispatches(e.name) || (!e.known && !isWait(e.name))),
        (e) => e.kind === "exit",
      ) !== undefined;
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
