/** Temporary objects: they end with the full expression that made them, unless something takes them over. */
import type { Located, Lowering } from "./context.ts";
import { destroy, needsDestruction } from "./objects.ts";
import type { Place, Range } from "./types.ts";

/**
 * Runs `work` as a full expression. A temporary made on only some of its paths (behind `&&` or `?:`) is left alone: whether it is
 * there is not known without a flag.
 */
export function fullExpression<T>(c: Lowering, range: Range, work: () => T): T {
  if (!c.isCpp) return work();
  const outer = c.temporaries;
  c.temporaries = [];
  try {
    const result = work();
    for (const { object, block } of c.temporaries.reverse()) {
      if (block === c.builder.current && needsDestruction(c, object.type)) destroy(c, object, range);
    }
    return result;
  } finally {
    c.temporaries = outer;
  }
}

/** The temporary at that place belongs to somebody else from now on; undefined if there is none. */
export function takeTemporary(c: Lowering, place: Place): Located | undefined {
  const index = c.temporaries.findIndex(
    ({ object }) => object.place.kind === "local" && place.kind === "local" && object.place.id === place.id,
  );
  return index < 0 ? undefined : c.temporaries.splice(index, 1)[0]?.object;
}
