import { TokenKind } from "./lex.ts";
import type { Patches } from "./patches.ts";
import type { TokenView } from "./tokenView.ts";

const TEXT_MACRO = /^(?:TEXT|_T|_TEXT|__TEXT|__T|T|OLESTR|OLETEXT|L)$/;

/**
 * `TEXT("a") L"b"` and `"a" STR(x) "b"`: the grammars join string literals only. A text macro that stands beside another
 * string loses its name and parentheses; another macro between two strings is blanked. True if something was done.
 */
export function blankTextMacro(view: TokenView, at: number, word: string, patches: Patches): boolean {
  if (view.char(at + 1) !== "(") return blankNameInString(view, at, word, patches);
  const close = TEXT_MACRO.test(word) ? behindStrings(view, at + 2) : -1;
  if (close >= 0) {
    if (!isText(view, at - 1, -1) && !isText(view, close + 1, 1)) return false;
    patches.replace(view.start(at), view.end(at + 1), "");
    patches.replace(view.start(close), view.end(close), "");
    return true;
  }
  // `_T(__FUNCTION__) _T(": …")` and `"a" STR(x) "b"` lose a part whose text is not visible here.
  const end = view.closing(at + 1);
  if (end < 0 || !isText(view, end + 1, 1)) return false;
  if (!TEXT_MACRO.test(word) && !isText(view, at - 1, -1)) return false;
  patches.replace(view.start(at), view.end(end), "");
  return true;
}

/** `"a" FORMAT "b"`, `f(PREFIX "b")`: a macro for a literal, which the C++ grammar does not join either. */
function blankNameInString(view: TokenView, at: number, word: string, patches: Patches): boolean {
  if (!/^[A-Z][A-Z0-9_]{2,}|PRI\w+$/.test(word)) return false;
  const before = isText(view, at - 1, -1);
  let next = at + 1;
  if (!before) while (/^[A-Z][A-Z0-9_]{2,}$/.test(view.word(next)) && view.char(next + 1) !== "(") next++;
  const after = isText(view, next, 1);
  if (!(before ? after || /^[),;]$/.test(view.char(at + 1)) : after && /^[(,=]$/.test(view.char(at - 1)))) return false;
  patches.replace(view.start(at), view.end(next - 1), "");
  return true;
}

/** Position of the parenthesis behind one or more strings; -1 if anything else stands there. */
function behindStrings(view: TokenView, at: number): number {
  if (view.kind(at) !== TokenKind.string) return -1;
  let next = at;
  while (view.kind(next) === TokenKind.string) next++;
  return view.char(next) === ")" ? next : -1;
}

function isText(view: TokenView, at: number, step: 1 | -1): boolean {
  if (view.kind(at) === TokenKind.string) return true;
  if (step === 1) return TEXT_MACRO.test(view.word(at)) && view.char(at + 1) === "(" && view.kind(at + 2) === TokenKind.string;
  if (view.char(at) !== ")" || view.kind(at - 1) !== TokenKind.string) return false;
  let open = at - 1;
  while (view.kind(open) === TokenKind.string) open--;
  return view.char(open) === "(" && TEXT_MACRO.test(view.word(open - 1));
}
