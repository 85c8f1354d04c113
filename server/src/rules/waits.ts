/** Waits for a lookup: loops and blocking calls after a start, and what they wait for. */
import { before, type EventOf, type PathEvent } from "../analysis/events.ts";
import type { Facts } from "../analysis/facts.ts";
import type { BlockId, IrFunction } from "../ir/types.ts";
import { successors } from "../program/messages.ts";
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

/** The branch decides whether a loop goes on: its condition, or a part of it before or after `&&` and `||`. */
export function decidesLoop(branch: EventOf<"branch">): boolean {
  if (branch.origin === "loop") return true;
  if (branch.origin !== "and" && branch.origin !== "or") return false;
  const fn = branch.at.function.ir;
  return fn.blocks.some((b) => b.end.range === branch.at.range && conditionsOfLoops(fn).has(b.id));
}

const conditions = new WeakMap<IrFunction, ReadonlySet<BlockId>>();

/** Blocks of a condition with `&&` or `||` that begins at a loop's head or leads back to it. */
function conditionsOfLoops(fn: IrFunction): ReadonlySet<BlockId> {
  const old = conditions.get(fn);
  if (old) return old;
  const back = backEdges(fn);
  const found = new Set<BlockId>();
  const parts = (id: BlockId): readonly BlockId[] => {
    const end = fn.blocks[id]?.end;
    return end?.kind === "branch" && (end.origin === "and" || end.origin === "or") ? [end.then, end.else] : [];
  };
  for (const edge of back) {
    const [from, to] = edge;
    // what stands behind the loop may begin with a condition of its own
    const spread = (id: BlockId): void => {
      if (found.has(id) || parts(id).length === 0 || !inLoop(fn, id, edge)) return;
      found.add(id);
      for (const next of parts(id)) spread(next);
    };
    spread(to);
    if (parts(from).length > 0) found.add(from);
  }
  // the parts before the one that leads back
  const heads = new Set(back.map(([, to]) => to));
  for (let grew = true; grew; ) {
    grew = false;
    for (const { id } of fn.blocks) {
      if (found.has(id) || !parts(id).some((p) => found.has(p) && !heads.has(p))) continue;
      found.add(id);
      grew = true;
    }
  }
  conditions.set(fn, found);
  return found;
}

/** Edges to a block that is still open in a depth-first walk. */
function backEdges(fn: IrFunction): (readonly [BlockId, BlockId])[] {
  const edges: (readonly [BlockId, BlockId])[] = [];
  const state = new Map<BlockId, "open" | "done">();
  const work: { readonly id: BlockId; readonly next: BlockId[] }[] = [];
  const enter = (id: BlockId): void => {
    state.set(id, "open");
    work.push({ id, next: [...successors(fn, id)] });
  };
  enter(0);
  for (let top = work.at(-1); top; top = work.at(-1)) {
    const to = top.next.pop();
    if (to === undefined) {
      state.set(top.id, "done");
      work.pop();
    } else if (state.get(to) === "open") edges.push([top.id, to]);
    else if (!state.has(to)) enter(to);
  }
  return edges;
}

/** The block belongs to the loop of a back edge: it is its head, or comes to the edge without passing the head. */
function inLoop(fn: IrFunction, block: BlockId, [from, head]: readonly [BlockId, BlockId]): boolean {
  const seen = new Set([head]);
  const work = [block];
  for (let id = work.pop(); id !== undefined; id = work.pop()) {
    if (id === from || block === head) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    work.push(...successors(fn, id));
  }
  return false;
}

/** This side of the test leads back to it. */
function goesOn(branch: EventOf<"branch">): boolean {
  const fn = branch.at.function.ir;
  const at = fn.blocks.find((b) => b.end.range === branch.at.range);
  if (at?.end.kind !== "branch") return true;
  const seen = new Set<BlockId>();
  const work = [branch.truth ? at.end.then : at.end.else];
  for (let id = work.pop(); id !== undefined; id = work.pop()) {
    if (id === at.id) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    work.push(...successors(fn, id));
  }
  return false;
}

/** Loops after a start, in the same function, whose condition reads storage that lives on. */
export function loopWaits(facts: Facts): LoopWait[] {
  const found: LoopWait[] = [];
  for (const branch of facts.all("branch")) {
    if (!decidesLoop(branch)) continue;
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
    const pumps = facts.all("branch").some(
      (b) =>
        b.at.range === branch.at.range &&
        goesOn(b) &&
        facts.firstAfter(
          b,
          (e) =>
            e.kind === "call" &&
            (takesMessages(e.name) || dispatches(e.name) || takesMessagesInside(facts, e.name) || (!e.known && !isWait(e.name))),
          (e) => e.kind === "exit" || (e.kind === "branch" && e.at.range === branch.at.range),
        ) !== undefined,
    );
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
