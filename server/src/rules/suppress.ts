/** Comments that silence a finding: `winsock-async-ignore RULE: reason` on its line or the line before. */

export interface Suppression {
  readonly uri: string;
  /** The comment's words, from `winsock-async-ignore` to the end of the reason. */
  readonly start: number;
  readonly end: number;
  readonly rules: readonly string[];
  readonly reason: string;
  /** Lines it covers, counted from 0: its own, and the next one with code. */
  readonly lines: readonly number[];
}

const MARK = /winsock-async-ignore[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)[ \t]*(?::[ \t]*([^\r\n]*?))?[ \t]*(?=\*\/|\r|\n|$)/g;

/** All suppressions of a text; those outside comments are none. */
export function suppressionsOf(uri: string, text: string): Suppression[] {
  if (!text.includes("winsock-async-ignore")) return [];
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "\n" || (c === "\r" && text[i + 1] !== "\n")) starts.push(i + 1);
  }
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const found: Suppression[] = [];
  for (const match of text.matchAll(MARK)) {
    if (!inComment(text, match.index)) continue;
    const line = lineOf(match.index);
    const before = text.slice(starts[line], match.index).replace(/\/[/*].*$/, "");
    // a comment on a line of its own speaks of the next line
    const lines = before.trim() === "" ? [line, line + 1] : [line];
    found.push({
      uri,
      start: match.index,
      end: match.index + match[0].trimEnd().length,
      rules: (match[1] as string).split(",").map((r) => r.trim()),
      reason: (match[2] ?? "").trim(),
      lines,
    });
  }
  return found;
}

/** Whether the offset lies in a comment: read from the start of the text, strings and characters skipped. */
function inComment(text: string, offset: number): boolean {
  let i = 0;
  while (i < offset) {
    const two = text.slice(i, i + 2);
    if (two === "//") {
      const end = /[\r\n]/.exec(text.slice(i));
      const to = end ? i + end.index : text.length;
      if (offset < to) return true;
      i = to;
    } else if (two === "/*") {
      const end = text.indexOf("*/", i + 2);
      const to = end < 0 ? text.length : end + 2;
      if (offset < to) return true;
      i = to;
    } else if (text[i] === '"' || text[i] === "'") {
      const quote = text[i];
      for (i++; i < text.length && text[i] !== quote && text[i] !== "\n" && text[i] !== "\r"; i++) if (text[i] === "\\") i++;
      i++;
    } else i++;
  }
  return false;
}
