/** Temporary objects: they end with the full expression that made them, unless something takes them over. */
import type { CType } from "../names/ctype.ts";
import type { DraftBlock } from "./builder.ts";
import type { Located, Lowering } from "./context.ts";
import { destroy, needsDestruction } from "./objects.ts";
import type { Place, Range, Statement } from "./types.ts";

/**
 * Runs `work` as a full expression. A temporary made on only some of its paths (behind `&&` or `?:`) is left alone: whether it is
 * there is not known without a flag.
 */
export function fullExpression<T>(c: Lowering, range: Range, work: () => T): T {
  if (!c.isCpp) return work();
  const outer = c.temporaries;
  const start = c.builder.current;
  const at = start.statements.length;
  c.temporaries = [];
  try {
    const result = work();
    if (c.isExact) endExactly(c, start, at, range);
    else
      for (const { object, block } of c.temporaries.reverse()) {
        if (block === c.builder.current && needsDestruction(c, object.type)) destroy(c, object, range);
      }
    return result;
  } finally {
    c.temporaries = outer;
  }
}

const FLAG: CType = { kind: "bool" };

/** What was made on some of the paths only is ended if a flag says that it was made. */
function endExactly(c: Lowering, start: DraftBlock, at: number, range: Range): void {
  if (!c.builder.isOpen) return;
  const ended = c.temporaries.filter(({ object }) => needsDestruction(c, object.type));
  const notes: { block: DraftBlock; at: number; statement: Statement }[] = [];
  for (const { object, block, at: made } of ended.reverse()) {
    if (block === c.builder.current || block === start) {
      destroy(c, object, range);
      continue;
    }
    const flag = c.synthetic("made", FLAG, range);
    const set = (value: bigint): Statement => ({
      kind: "store",
      place: flag.place,
      value: { kind: "int", value, type: FLAG },
      type: FLAG,
      range,
    });
    notes.push({ block: start, at, statement: set(0n) }, { block, at: made, statement: set(1n) });
    const yes = c.builder.newBlock();
    const no = c.builder.newBlock();
    const condition = c.load(flag, range).value;
    // biome-ignore lint/suspicious/noThenProperty: the branch taken when the condition holds
    c.builder.terminate({ kind: "branch", condition, then: yes.id, else: no.id, range, origin: "conditional" });
    c.builder.startAt(yes);
    destroy(c, object, range);
    c.builder.jump(no, range);
    c.builder.startAt(no);
  }
  for (const note of notes.sort((a, b) => b.at - a.at)) note.block.statements.splice(note.at, 0, note.statement);
}

/** The temporary at that place belongs to somebody else from now on; undefined if there is none. */
export function takeTemporary(c: Lowering, place: Place): Located | undefined {
  const index = c.temporaries.findIndex(
    ({ object }) => object.place.kind === "local" && place.kind === "local" && object.place.id === place.id,
  );
  return index < 0 ? undefined : c.temporaries.splice(index, 1)[0]?.object;
}
