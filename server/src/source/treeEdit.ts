import type { TextPoint, TreeEdit } from "./syntax.ts";

/** The one edit that turns `before` into `after`, without their common start and end; undefined if they are equal. */
export function editBetween(before: string, after: string): TreeEdit | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let behind = 0;
  while (behind < shorter - start && before.charCodeAt(before.length - 1 - behind) === after.charCodeAt(after.length - 1 - behind))
    behind++;
  const oldEndIndex = before.length - behind;
  const newEndIndex = after.length - behind;
  return {
    startIndex: start,
    oldEndIndex,
    newEndIndex,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEndIndex),
    newEndPosition: pointAt(after, newEndIndex),
  };
}

/** Rows as the parser counts them: by LF alone. */
function pointAt(text: string, offset: number): TextPoint {
  let row = 0;
  let start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    row++;
    start = at + 1;
  }
  return { row, column: offset - start };
}
