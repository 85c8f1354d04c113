/**
 * Macros between `class` and the name of the class: `class MY_API Name : public Base {`. The grammars take the macro for the
 * name, and the class is lost with all its members.
 */
import type { Patches } from "./patches.ts";
import type { TokenView } from "./tokenView.ts";

const CLASS_KEY = /^(?:class|struct|union)$/;
/** Behind the name, not part of it. */
const SEALED = /^(?:final|sealed|abstract)$/;
/** The grammar reads these with their arguments itself. */
const READ_BY_GRAMMAR = /^(?:alignas|_Alignas|__attribute__|__attribute)$/;
/** How programs name what exports a class. */
const EXPORTS = /(?:API|EXPORTS?|IMPORT|IMPEXP|DLL|DLLSPEC|DECL|DECLSPEC|LINKAGE|EXT_CLASS)$/;
/** No class head names more macros and bases than this. */
const MAX_HEAD_TOKENS = 256;

interface HeadWord {
  readonly at: number;
  /** Last token that the word takes with it: its own, or the parenthesis that closes its arguments. */
  readonly last: number;
}

/** With `class`, `struct` or `union` at `at`: position of the last token of the macros behind it, which are blanked. */
export function blankRecordWords(view: TokenView, at: number, word: string, patches: Patches): number | undefined {
  if (!CLASS_KEY.test(word)) return undefined;
  const words = wordsBehind(view, at);
  const last = words.at(-1);
  // `class Name final {`: what closes the head is no name. `class final {` has no other word to be the name.
  if (last !== undefined && words.length > 1 && SEALED.test(view.word(last.at))) words.pop();
  const name = words.at(-1);
  if (name === undefined || words.length < 2 || name.last !== name.at) return undefined;
  const macros = words.slice(0, -1);
  const behind = (last ?? name).last + 1;
  if (!isDefinition(view, at, behind, macros, view.char(behind))) return undefined;
  for (const { at: start, last: end } of macros) patches.replace(view.start(start), view.end(end), "");
  return macros.at(-1)?.last;
}

function wordsBehind(view: TokenView, at: number): HeadWord[] {
  const words: HeadWord[] = [];
  for (let i = at + 1; view.word(i) !== "" && !READ_BY_GRAMMAR.test(view.word(i)); ) {
    const close = view.char(i + 1) === "(" ? view.closing(i + 1) : -1;
    // Parentheses belong to a macro only where another word follows: `struct Name f() {` is a function.
    const last = close >= 0 && view.word(close + 1) !== "" ? close : i;
    words.push({ at: i, last });
    i = last + 1;
  }
  return words;
}

/** What stands behind the last word tells a class from a variable of its type (`struct Name var {1, 2};`, `struct Name var = …`). */
function isDefinition(view: TokenView, key: number, behind: number, macros: readonly HeadWord[], char: string): boolean {
  const exports = macros.some(({ at }) => EXPORTS.test(view.word(at)));
  switch (char) {
    case ":":
      // `for (struct Name var : list)` and the bit field `struct Name var : 3;` have no bases with a body behind them.
      return view.char(behind + 1) !== ":" && view.char(key - 1) !== "(" && opensBody(view, behind + 1);
    case "{":
      return exports || hasMembers(view, behind);
    case "<":
      // A specialisation; no expression begins with a class key.
      return true;
    case ";":
      return exports && view.word(key) === "class";
    default:
      return false;
  }
}

/** The bases end in the `{` of the class. */
function opensBody(view: TokenView, from: number): boolean {
  if (view.word(from) === "") return false;
  let parentheses = 0;
  for (let i = from, end = Math.min(view.length, from + MAX_HEAD_TOKENS); i < end; i++) {
    const char = view.char(i);
    if (char === "{") return true;
    if (char === "(") parentheses++;
    else if (char === ")" && --parentheses < 0) return false;
    else if (char === ";" || char === "}" || char === "=") return false;
  }
  return false;
}

/** A body holds declarations or access labels, a list of values does not. */
function hasMembers(view: TokenView, open: number): boolean {
  let depth = 0;
  for (let i = open; i < view.length; i++) {
    const char = view.char(i);
    if (char === "{" || char === "(" || char === "[") depth++;
    else if (char === "}" || char === ")" || char === "]") {
      if (--depth === 0) return false;
    } else if (depth === 1 && (char === ";" || (char === ":" && /^(?:public|private|protected)$/.test(view.word(i - 1))))) return true;
  }
  return false;
}
