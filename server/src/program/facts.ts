/** What the first pass keeps of a text: include names and how often it names one of the calls where it matters. */
import { OVERLAPPED_START, OVERLAPPED_WORD, seedNames } from "../source/seeds.ts";
import { includesOf } from "./includes.ts";
import type { FileFact } from "./plan.ts";
import { isHeader } from "./uris.ts";

const SEEDS = new RegExp(seedNames.join("|"), "g");
const OVERLAPPED = new RegExp(`\\b${OVERLAPPED_START}[AW]?\\b`, "g");

/** `size` in bytes; the length of the text if the caller does not know it. `words` are further names that count. */
export function scanFact(uri: string, text: string, size = text.length, words: readonly string[] = []): FileFact {
  return { uri, size, hits: seedHits(uri, text, words), includes: includesOf(text) };
}

/** Times a seed is named; in headers only where it is called, loaded or stands in a macro, not in prototypes and typedefs. */
export function seedHits(uri: string, text: string, words: readonly string[] = []): number {
  const header = isHeader(uri);
  let hits = 0;
  for (const word of words)
    for (const match of text.matchAll(new RegExp(`\\b${word}\\b`, "g")))
      if (!header || isUse(text, match.index, match.index + word.length)) hits++;
  for (const match of text.matchAll(SEEDS)) if (!header || isUse(text, match.index, match.index + match[0].length)) hits++;
  if (hits === 0) {
    const near = text.includes(OVERLAPPED_WORD);
    for (const match of text.matchAll(OVERLAPPED)) {
      const end = match.index + match[0].length;
      if ((near || isOverlapped(text, end)) && (!header || isUse(text, match.index, end))) hits++;
    }
  }
  return hits;
}

/** Place of `lpOverlapped` among the arguments. */
const OVERLAPPED_ARGUMENT = 7;

/** The call whose name ends here is given something for `lpOverlapped`: declared in another file, as this one does not say the word. */
function isOverlapped(text: string, end: number): boolean {
  const call = /^\s*\)?\s*\(/.exec(text.slice(end, end + 40));
  if (!call) return false;
  let depth = 0;
  let argument = "";
  let index = 0;
  const from = end + call[0].length;
  for (let at = from; at < text.length && at < from + 2000; at++) {
    const c = text.charAt(at);
    if (depth === 0 && (c === "," || c === ")")) {
      if (index === OVERLAPPED_ARGUMENT) return !/^\s*(?:\([^()]*\)\s*)?(?:0|NULL|nullptr)?\s*$/.test(argument);
      if (c === ")") return false;
      index++;
      argument = "";
      continue;
    }
    if (c === "(" || c === "[" || c === "{") depth++;
    else if (c === ")" || c === "]" || c === "}") depth--;
    argument += c;
  }
  return false;
}

/** A use, judged by what stands around the name: `= F(`, `return F(`, `"F"`, a macro's body. */
function isUse(text: string, start: number, end: number): boolean {
  let from = start;
  while (from > 0 && /\w/.test(text.charAt(from - 1))) from--; // ORIG_WSAAsync…
  const lineStart = Math.max(text.lastIndexOf("\n", from), text.lastIndexOf("\r", from)) + 1;
  const line = text.slice(lineStart, from);
  if (/^\s*(?:\/\/|\*|\/\*)/.test(line)) return false;
  if (/"$/.test(line) && text.charAt(end) === '"') return true;
  if (/^\s*#\s*define\b/.test(line)) {
    const rest = text.slice(end, end + 80);
    // the body is a call, or the name alone: another name for it
    return /^\s*\(/.test(rest) || (/^\s*#\s*define\s+(?!\w*WSA)\w+\s+$/.test(line) && /^[AW]?[ \t]*(?:[\r\n/]|$)/.test(rest));
  }
  if (!/^\s*\)?\s*\(/.test(text.slice(end, end + 40))) return false;
  const statement = text.slice(
    Math.max(text.lastIndexOf(";", from - 1), text.lastIndexOf("{", from - 1), text.lastIndexOf("}", from - 1)) + 1,
    from,
  );
  return /(?:=|\breturn|[(,!&|?:]|\belse|\bif)\s*(?:\([^()]*\)\s*)?(?:::|\w+::)?\s*$/.test(statement)
    ? !/\btypedef\b|\bextern\b/.test(statement)
    : /^\s*$/.test(statement);
}
