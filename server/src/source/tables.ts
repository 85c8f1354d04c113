/**
 * Message maps and response tables, read by their shape: entries in upper case between a BEGIN_… or DEFINE_… and an END_…
 * macro whose names speak of a map or a table. They have no semicolons, so they are blanked before the parse.
 */
import type { TokenView } from "./tokenView.ts";
import type { MacroTable, MacroUse } from "./types.ts";
import type { TableWords } from "./words.ts";

const HEAD = /^_?(?:BEGIN|DEFINE)_\w*(?:MAP|TABLE)\w*$/;
const TAIL = /^_?END_\w*(?:MAP|TABLE)\w*$/;
const ENTRY = /^_?[A-Z][A-Z0-9_]+$/;

/** `view` must not hold directives: what an undecided `#if` inside a table keeps counts as entries. */
export function readTables(view: TokenView, listed: readonly TableWords[] = []): MacroTable[] {
  const tables: MacroTable[] = [];
  for (let i = 0; i < view.length; i++) {
    const word = view.word(i);
    if (word.length < 5) continue;
    const pair = listed.find(({ head }) => head === word);
    if (pair === undefined && !HEAD.test(word)) continue;
    const table = readTable(view, i, pair);
    if (table === undefined) continue;
    tables.push(table.table);
    i = table.next - 1;
  }
  return tables;
}

function readTable(view: TokenView, at: number, pair: TableWords | undefined): { table: MacroTable; next: number } | undefined {
  const head = view.macroUse(at);
  if (head === undefined) return undefined;
  const entries: MacroUse[] = [];
  const isTail = (word: string) => (pair === undefined ? TAIL.test(word) : word === pair.tail);
  const finish = (next: number, end: number, tail?: MacroUse) => ({
    table: { head: head.use, entries, start: head.use.start, end, ...(tail === undefined ? {} : { tail }) },
    next,
  });
  let next = head.next;
  // A semicolon straight behind the head belongs to a declaration of that name, not to a table.
  if (view.char(next) === ";" && !isTail(view.word(next + 1)) && !ENTRY.test(view.word(next + 1))) return undefined;
  for (;;) {
    const word = view.word(next);
    if (isTail(word)) {
      const tail = view.macroUse(next);
      if (tail === undefined) break;
      const semicolon = view.char(tail.next) === ";";
      return finish(semicolon ? tail.next + 1 : tail.next, semicolon ? view.end(tail.next) : tail.use.end, tail.use);
    }
    if (view.char(next) === "," || view.char(next) === ";") {
      next++;
      continue;
    }
    if (!ENTRY.test(word) || HEAD.test(word)) break;
    const entry = view.macroUse(next);
    // Without parentheses only `EV_WM_SIZE,` or a word alone on its line is an entry.
    if (entry === undefined || (entry.use.args.length === 0 && view.char(entry.next) === "" && !view.startsLine(entry.next))) break;
    if (/^[{=.:<>-]$/.test(view.char(entry.next))) break;
    entries.push(entry.use);
    next = entry.next;
  }
  return entries.length === 0 ? undefined : finish(next, view.end(next - 1));
}
