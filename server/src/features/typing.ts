/**
 * What a document shows while it is being typed: text with a new syntax error keeps its last findings, moved with the text, and gets no
 * new ones. The server decides when the current state is shown again (two seconds without an edit, or a save).
 */
import type { Finding, Fix } from "../rules/types.ts";
import type { TextRange } from "../source/types.ts";

/** Findings of one document, the text they belong to, and the syntax errors that text had when it was last shown as it is. */
export interface Shown {
  readonly text: string;
  readonly errors: readonly TextRange[];
  readonly findings: readonly Finding[];
}

/** Replacement of `[start, end)` by `length` characters. */
export interface Edit extends TextRange {
  readonly length: number;
}

/** The one replacement that turns a text into another. */
export function editBetween(before: string, after: string): Edit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (tail < most - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  return { start, end: before.length - tail, length: after.length - tail - start };
}

const shift = (edit: Edit): number => edit.length - (edit.end - edit.start);

/** The range after the edit; undefined if the edit touches its inside. */
function moveRange<T extends TextRange>(range: T, edit: Edit): T | undefined {
  if (edit.start >= range.end) return range;
  if (edit.end <= range.start) return { ...range, start: range.start + shift(edit), end: range.end + shift(edit) };
  return undefined;
}

/** An error around the edit grows or shrinks with it. */
function stretch(range: TextRange, edit: Edit): TextRange {
  const moved = moveRange(range, edit);
  if (moved) return moved;
  return { start: Math.min(range.start, edit.start), end: Math.max(range.end + shift(edit), edit.start + edit.length) };
}

/** The finding after an edit of file `uri`; undefined if the edit overlaps it. Related places and fixes the edit overlaps are dropped. */
export function moveFinding(finding: Finding, uri: string, edit: Edit): Finding | undefined {
  if (edit.start === edit.end && edit.length === 0) return finding;
  const place = <T extends TextRange & { readonly uri: string }>(range: T): T | undefined =>
    range.uri === uri ? moveRange(range, edit) : range;
  const own = place(finding);
  if (!own) return undefined;
  const moveFix = (fix: Fix): Fix[] => {
    const edits = fix.edits.flatMap((one) => place(one) ?? []);
    return edits.length === fix.edits.length ? [{ ...fix, edits }] : [];
  };
  return {
    ...own,
    related: finding.related.flatMap((related) => place(related) ?? []),
    ...(finding.fixes ? { fixes: finding.fixes.flatMap(moveFix) } : {}),
  };
}

/** An error that none of the known ones explains: it touches none, or is longer than those it touches and the new text together. */
function isNew(error: TextRange, known: readonly TextRange[], edit: Edit): boolean {
  const touched = known.filter((k) => k.start <= error.end && error.start <= k.end);
  const room = touched.reduce((sum, k) => sum + k.end - k.start, 0) + edit.length;
  return touched.length === 0 || error.end - error.start > room;
}

const indentOf = (line: string): number => line.search(/\S|$/);
const withoutComment = (line: string): string => line.replace(/\/\/.*$|\/\*.*?\*\/[ \t]*$/, "").trimEnd();

/**
 * The edit stands in a line that ends no statement, and the next one is not further in: it is the next statement, and the rest of this one
 * is still to be typed. Often no syntax error says so: the head of a branch takes the next statement for its body, and a lone word makes
 * a declaration of the next assignment.
 */
export function endsNoStatement(text: string, edit: Edit): boolean {
  let at = edit.start + edit.length;
  // on an empty line the cursor waits behind the line above
  if (/(?:^|[\r\n])[ \t]*$/.test(text.slice(Math.max(0, at - 200), at)) && /^[ \t]*(?:[\r\n]|$)/.test(text.slice(at, at + 200)))
    at = text.slice(0, at).trimEnd().length;
  const start = Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1)) + 1;
  const [first = "", ...below] = text.slice(start, start + 4000).split(/\r\n|\n|\r/);
  const line = withoutComment(first);
  if (line === "" || /^\s*#|[;{}:,(\\]$/.test(line)) return false;
  const next = below.find((other) => other.trim() !== "");
  return next !== undefined && !/^\s*[^\w\s*(&~:"'/#]/.test(next) && indentOf(next) <= indentOf(line);
}

/**
 * What to show instead of `now`: the findings shown before, moved, if `now` has a syntax error that was not there or lacks what the
 * person is about to type. Else undefined.
 */
export function keptWhileBroken(uri: string, before: Shown, now: Shown): Shown | undefined {
  const edit = editBetween(before.text, now.text);
  const known = before.errors.map((error) => stretch(error, edit));
  if (!now.errors.some((error) => isNew(error, known, edit)) && !(edit.length > 0 && endsNoStatement(now.text, edit))) return undefined;
  return { text: now.text, errors: known, findings: before.findings.flatMap((finding) => moveFinding(finding, uri, edit) ?? []) };
}
