import type { Patches } from "./patches.ts";
import type { TokenView } from "./tokenView.ts";

/**
 * MFC's exception macros, written as what they stand for: `TRY {` is `try {`, `CATCH(CFoo, e) {` is `catch(CFoo* e) {`,
 * `END_CATCH` is nothing. Answers the position behind the macro, or undefined if the word is none of them.
 */
export function rewriteExceptions(view: TokenView, at: number, word: string, patches: Patches): number | undefined {
  switch (word) {
    case "TRY":
      if (view.char(at + 1) !== "{") return undefined;
      patches.replace(view.start(at), view.end(at), "try");
      return at + 1;
    case "END_CATCH":
    case "END_CATCH_ALL":
    case "END_TRY":
      if (view.char(at - 1) !== "}") return undefined;
      patches.replace(view.start(at), view.end(at), "");
      return at + 1;
    case "CATCH":
    case "AND_CATCH":
    case "CATCH_ALL":
    case "AND_CATCH_ALL": {
      const close = view.char(at + 1) === "(" ? view.closing(at + 1) : -1;
      if (close < 0 || view.char(close + 1) !== "{") return undefined;
      if (word.endsWith("ALL")) patches.replace(view.start(at), view.end(close), "catch(...)");
      else {
        const comma = [...Array(close - at).keys()].map((i) => at + i).find((i) => view.char(i) === ",");
        if (comma === undefined) return undefined;
        patches.replace(view.start(at), view.end(at), "catch");
        patches.replace(view.start(comma), view.end(comma), "*");
      }
      return close + 1;
    }
    default:
      return catchOfTry(view, at, word, patches);
  }
}

const EMPTY_CATCH = "catch(...){}";

/** `CATCH_DFLT_EXCEPTIONS(x)` behind the block of a `try` stands for one or more handlers. */
function catchOfTry(view: TokenView, at: number, word: string, patches: Patches): number | undefined {
  if (!/CATCH/.test(word) || view.char(at - 1) !== "}") return undefined;
  const use = view.macroUse(at);
  if (use === undefined || use.use.end - use.use.start < EMPTY_CATCH.length || view.char(use.next) === "{") return undefined;
  const open = openingBrace(view, at - 1);
  if (!/^(?:try|TRY)$/.test(view.word(open - 1))) return undefined;
  patches.replace(use.use.start, use.use.end, EMPTY_CATCH);
  return use.next;
}

function openingBrace(view: TokenView, close: number): number {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    const char = view.char(i);
    if (char === "}") depth++;
    else if (char === "{" && --depth === 0) return i;
  }
  return -1;
}
