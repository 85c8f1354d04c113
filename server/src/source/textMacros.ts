import { TokenKind } from "./lex.ts";
import type { Patches } from "./patches.ts";
import type { TokenView } from "./tokenView.ts";

const TEXT_MACRO = /^(?:TEXT|_T|_TEXT|__TEXT|__T|T|OLESTR|OLETEXT|L)$/;

/**
 * `TEXT("a") L"b"` and `"a" STR(x) "b"`: the grammars join string literals only. A text macro that stands beside another
 * string loses its name and parentheses; another macro call between two strings is blanked. True if something was done.
 */
export function blankTextMacro(view: TokenView, at: number, word: string, patches: Patches): boolean {
  if (view.char(at + 1) !== "(") return false;
  const close = TEXT_MACRO.test(word) ? behindStrings(view, at + 2) : -1;
  if (close >= 0) {
    if (!isText(view, at - 1, -1) && !isText(view, close + 1, 1)) return false;
    patches.replace(view.start(at), view.end(at + 1), "");
    patches.replace(view.start(close), view.end(close), "");
    return true;
  }
  if (view.kind(at - 1) !== TokenKind.string) return false;
  const end = view.closing(at + 1);
  if (end < 0 || view.kind(end + 1) !== TokenKind.string) return false;
  patches.replace(view.start(at), view.end(end), "");
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
