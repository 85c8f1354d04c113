/** Loops of a function body and the variables that count their rounds. */
import type { BlockId, IrFunction, Place, Value } from "../ir/types.ts";
import { definitionOf } from "../program/values.ts";

export interface Loop {
  readonly head: BlockId;
  readonly blocks: ReadonlySet<BlockId>;
  /** Locals and parameters that the loop only ever increases or decreases. */
  readonly counters: readonly Place[];
  /** Globals and members that the head or the condition reads and the loop does not write: while it waits, others may. */
  readonly flags: readonly Place[];
}

/** Loops by head; `order` is the position of each block in reverse postorder. */
export function loopsOf(
  fn: IrFunction,
  order: readonly number[],
  successors: (id: BlockId) => readonly BlockId[],
): ReadonlyMap<BlockId, Loop> {
  const predecessors = new Map<BlockId, BlockId[]>();
  const tails = new Map<BlockId, BlockId[]>();
  for (const block of fn.blocks) {
    for (const to of successors(block.id)) {
      const list = predecessors.get(to);
      if (list) list.push(block.id);
      else predecessors.set(to, [block.id]);
      if ((order[to] ?? 0) <= (order[block.id] ?? 0)) {
        const t = tails.get(to);
        if (t) t.push(block.id);
        else tails.set(to, [block.id]);
      }
    }
  }
  const loops = new Map<BlockId, Loop>();
  for (const [head, sources] of tails) {
    const blocks = new Set<BlockId>([head]);
    const work = [...sources];
    while (work.length > 0) {
      const id = work.pop() as BlockId;
      if (blocks.has(id)) continue;
      blocks.add(id);
      work.push(...(predecessors.get(id) ?? []));
    }
    loops.set(head, { head, blocks, counters: countersOf(fn, blocks), flags: flagsOf(fn, head, blocks) });
  }
  return loops;
}

function countersOf(fn: IrFunction, blocks: ReadonlySet<BlockId>): Place[] {
  const found = new Map<string, { place: Place; counts: boolean }>();
  for (const id of blocks) {
    for (const s of fn.blocks[id]?.statements ?? []) {
      if (s.kind !== "store" || (s.place.kind !== "local" && s.place.kind !== "param")) continue;
      const key = s.place.kind === "local" ? `l${s.place.id}` : `p${s.place.index}`;
      const counts = isStep(fn, s.place, s.value);
      const old = found.get(key);
      found.set(key, { place: s.place, counts: counts && (old?.counts ?? true) });
    }
  }
  return [...found.values()].filter((f) => f.counts).map((f) => f.place);
}

function flagsOf(fn: IrFunction, head: BlockId, blocks: ReadonlySet<BlockId>): Place[] {
  let calls = false;
  const written = new Set<string>();
  for (const id of blocks) {
    for (const s of fn.blocks[id]?.statements ?? []) {
      if (s.kind === "call") calls = true;
      if (s.kind === "store") written.add(nameOf(s.place));
    }
  }
  if (!calls) return [];
  return [...blocks]
    .filter((id) => id === head || isCondition(fn, id))
    .flatMap((id) => fn.blocks[id]?.statements ?? [])
    .flatMap((s) =>
      s.kind === "load" && (s.place.kind === "global" || s.place.kind === "field") && !written.has(nameOf(s.place)) ? [s.place] : [],
    );
}

/** At the block's end a loop goes on or not, as far as this part of its condition decides it: `do … while` has it at the loop's end. */
function isCondition(fn: IrFunction, id: BlockId): boolean {
  const end = fn.blocks[id]?.end;
  return end?.kind === "branch" && (end.origin === "loop" || end.ofLoop === true);
}

function nameOf(place: Place): string {
  return place.kind === "global" ? place.name : place.kind === "field" ? place.member : "";
}

/** `i = i + c` or `i = i - c`. */
function isStep(fn: IrFunction, place: Place, value: Value): boolean {
  const s = value.kind === "temp" ? definitionOf(fn, value.id) : undefined;
  if (s?.kind === "cast") return isStep(fn, place, s.operand);
  if (s?.kind !== "binary" || (s.op !== "add" && s.op !== "sub") || s.right.kind !== "int") return false;
  const left = s.left.kind === "temp" ? definitionOf(fn, s.left.id) : undefined;
  const from = left?.kind === "cast" && left.operand.kind === "temp" ? definitionOf(fn, left.operand.id) : left;
  if (from?.kind !== "load") return false;
  return (
    (from.place.kind === "local" && place.kind === "local" && from.place.id === place.id) ||
    (from.place.kind === "param" && place.kind === "param" && from.place.index === place.index)
  );
}
