/** Where threads are in the program. */
import { LIBRARY } from "../../platform/library/index.ts";
import type { Thread } from "./frame.ts";
import type { Position } from "./simulation.ts";
import type { World } from "./world.ts";

/** Where a thread is in the code of the program. */
export function positionOf({ frames }: Thread): Position | undefined {
  for (let i = frames.length - 1; i >= 0; i--) {
    const frame = frames[i]!;
    // Inside the standard library the place is where the program called it.
    if (frame.kind !== "code" || (i > 0 && frame.fn.program.uri === LIBRARY)) continue;
    const block = frame.fn.blocks[frame.block]!;
    // A caller's statement is the one before: it was stepped over when the call was made.
    const at = i === frames.length - 1 ? frame.pc : Math.max(0, frame.pc - 1);
    const { range } = block.ops[at] ?? block.end;
    const fn = frame.fn.program;
    return { fn, start: fn.offset + range.start, end: fn.offset + range.end };
  }
  return undefined;
}

/** Where the threads are that have not ended: the first that is in code of the program. */
export function standingAt(world: World): Position | undefined {
  for (const thread of world.threads) {
    const at = thread.ended ? undefined : positionOf(thread);
    if (at) return at;
  }
  return undefined;
}
