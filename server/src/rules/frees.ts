/** Where a person sees memory given back. */
import type { EventOf, Frame, Place } from "../analysis/events.ts";

/** Functions that give back mapped views and pages, by the name of what a free is. */
export const UNMAPS: ReadonlySet<string> = new Set(["UnmapViewOfFile", "VirtualFree"]);

/** The statement that frees; for what a destructor frees, the `delete` that runs it. */
export function placeOfFree(free: EventOf<"free">): Place {
  let at: Place = free.at;
  for (let f: Frame = free.frame; f.parent && f.function.ir.isDestructor && f.call; f = f.parent) at = f.call;
  return at;
}
