/**
 * Length-preserving edits that turn code for Windows into what the grammars know: words, lone macros, text macros between
 * strings. Strings and comments are never touched, since only tokens are looked at.
 */
import { rewriteExceptions } from "./exceptionMacros.ts";
import type { Directive } from "./groups.ts";
import { TokenKind } from "./lex.ts";
import { loneMacro } from "./loneMacros.ts";
import type { Patches } from "./patches.ts";
import { blankRecordWords } from "./recordWords.ts";
import { ScopeTracker } from "./scopes.ts";
import { blankTextMacro } from "./textMacros.ts";
import type { TokenView } from "./tokenView.ts";
import type { MacroUse } from "./types.ts";
import type { BlankedWord, Vocabulary } from "./words.ts";

export interface BlankInput {
  /** Tokens that stay, directives included; table macros are out. */
  readonly view: TokenView;
  readonly vocabulary: Vocabulary;
  readonly directives: ReadonlyMap<number, Directive>;
  readonly patches: Patches;
}

/** Adds the patches; answers the macros that stand alone where an item or member would. */
export function blankWords({ view, vocabulary, directives, patches }: BlankInput): MacroUse[] {
  const own = ownWords(directives, view, vocabulary);
  const macros: MacroUse[] = [];
  const scopes = new ScopeTracker(view);
  for (let i = 0; i < view.length; i++) {
    if (view.kind(i) === TokenKind.directive) {
      blankMisplacedDirective(view, i, scopes, directives.get(view.token(i)), patches);
      continue;
    }
    const word = view.word(i);
    if (word === "") {
      if (view.char(i) === "*") plainMemberPointer(view, i, patches);
      scopes.step(i);
      continue;
    }
    const blanked = own.has(word) ? own.get(word) : vocabulary.word(word);
    if (blanked !== undefined && mayBlank(view, i, word, blanked)) {
      i = applyWord(view, i, blanked, patches);
      continue;
    }
    const assembly = endOfAssembly(view, i, word);
    if (assembly !== undefined) {
      patches.replace(view.start(i), view.end(assembly), ";");
      i = assembly;
      scopes.markBoundary();
      continue;
    }
    blankOddCast(view, i, word, patches);
    const macroOfRecord = blankRecordWords(view, i, word, patches);
    if (macroOfRecord !== undefined) {
      scopes.step(i);
      i = macroOfRecord;
      continue;
    }
    if (blankTextMacro(view, i, word, patches)) {
      scopes.step(i);
      continue;
    }
    if (scopes.atStart || view.char(i - 1) === "}") {
      const behind = rewriteExceptions(view, i, word, patches) ?? loneMacro(view, i, word, scopes, patches, macros);
      if (behind !== undefined) {
        i = behind - 1;
        scopes.markBoundary();
        continue;
      }
    }
    scopes.step(i);
  }
  return macros;
}

/**
 * Pointers to members, which the grammar reads only in part: `p->*f` becomes `p.*f` (lowering sees that `p` is a pointer), and
 * `int (C::*f)(int)` loses its class, so that it is a pointer like any other.
 */
function plainMemberPointer(view: TokenView, at: number, patches: Patches): void {
  const start = view.start(at);
  if (view.text.startsWith("->*", start - 2)) {
    patches.replace(start - 2, start + 1, ".*");
    return;
  }
  if (view.char(at - 1) !== ":" || view.char(at - 2) !== ":") return;
  let first = at - 2;
  for (; view.word(first - 1) !== ""; first -= 3) if (view.char(first - 2) !== ":" || view.char(first - 3) !== ":") break;
  if (view.word(first - 1) !== "") patches.replace(view.start(first - 1), view.end(at - 1), "");
}

/**
 * Two casts that the C++ grammar reads as something else: `if (long(a = f()) == -1)` as a declaration, and
 * `delete[] (T *)p` not at all.
 */
function blankOddCast(view: TokenView, at: number, word: string, patches: Patches): void {
  if (/^(?:long|int|short|char|unsigned|bool)$/.test(word)) {
    if (view.char(at + 1) === "(" && view.char(at - 1) === "(" && /^(?:if|while)$/.test(view.word(at - 2)))
      patches.replace(view.start(at), view.end(at), "");
    return;
  }
  if (word !== "delete" || view.char(at + 1) !== "[" || view.char(at + 2) !== "]" || view.char(at + 3) !== "(") return;
  const close = view.closing(at + 3);
  if (close < 0 || view.char(close - 1) !== "*" || view.word(close + 1) === "") return;
  patches.replace(view.start(at + 3), view.end(close), "");
}

const OPERATOR = /^(?:[=!<>]=|&&|\|\||[!=<>;,.]|->|\+\+|--|::)$/;
const KEYWORD =
  /^(?:struct|class|const|inline|static|extern|virtual|return|public|private|protected|if|while|void|unsigned|signed|and|or|not)$/;

/** What the file itself defines wins over the lists: an empty macro is blanked, one for an operator replaced. */
function ownWords(
  directives: ReadonlyMap<number, Directive>,
  view: TokenView,
  vocabulary: Vocabulary,
): Map<string, BlankedWord | undefined> {
  const own = new Map<string, BlankedWord | undefined>();
  for (let i = 0; i < view.length; i++) {
    if (view.kind(i) !== TokenKind.directive) continue;
    const directive = directives.get(view.token(i));
    if (directive?.kind !== "define") continue;
    const [, name, space, rest] = /^(\w+)(\s*)(.*)$/s.exec(directive.rest) ?? [];
    if (name === undefined || rest === undefined || (space === "" && rest.startsWith("("))) continue;
    const body = rest.trim();
    if ((OPERATOR.test(body) || KEYWORD.test(body)) && body.length <= name.length) own.set(name, { as: body });
    else if (body === "" || isBlankable(body, vocabulary)) own.set(name, vocabulary.word(name) ?? { when: "qualifier" });
    else own.set(name, undefined);
  }
  return own;
}

/** `__declspec(dllexport) __stdcall`: nothing but words that would be blanked themselves. */
function isBlankable(body: string, vocabulary: Vocabulary): boolean {
  return body
    .replace(/\([^()]*\)/g, " ")
    .trim()
    .split(/\s+/)
    .every((word) => {
      const blanked = vocabulary.word(word);
      return blanked !== undefined && blanked.as === undefined;
    });
}

const EXPRESSION_KEYWORD = /^(?:return|case|throw|sizeof|delete|new|else|goto|do)$/;

function mayBlank(view: TokenView, at: number, word: string, blanked: BlankedWord): boolean {
  const before = view.char(at - 1);
  const after = view.char(at + 1);
  const wordBefore = view.word(at - 1);
  const wordAfter = view.word(at + 1);
  const behindWord = (wordBefore !== "" && !EXPRESSION_KEYWORD.test(wordBefore)) || before === "*" || before === "&" || before === ">";
  switch (blanked.when) {
    case "qualifier":
      // `char far *p`, `void far f(`; at the start of an item only before a word (`FOO_API int f();`).
      if (wordAfter !== "") return wordBefore === "" ? !/^[=.(,>]$/.test(before) || before === "(" || before === "," : behindWord;
      return behindWord && wordBefore !== "" && (after === "*" || after === "&" || after === "~");
    case "parameter":
      return before === "(" || before === ","
        ? wordAfter !== ""
        : wordBefore !== "" && /^(?:IN|OUT|OPTIONAL)$/.test(wordBefore) && wordAfter !== "";
    case "behindParameter":
      return wordBefore !== "" && (after === "," || after === ")");
    default: {
      if (before === "." || (before === ">" && view.text.charAt(view.start(at) - 2) === "-")) return false;
      if (blanked.as !== undefined || blanked.args === "blank" || word === "THIS") return true;
      // Standing for a value (`enum { FAR, NEAR }`, `f(EXPORT)`) the word is the program's own.
      const operandBefore = /^[(,{=+/%|<!?:-]$/.test(before) || EXPRESSION_KEYWORD.test(wordBefore);
      return !(operandBefore && /^[),;}=+/%|<>!?:[.-]$/.test(after));
    }
  }
}

/** Position of the last token that the word takes with it. */
function applyWord(view: TokenView, at: number, blanked: BlankedWord, patches: Patches): number {
  const close = blanked.args !== undefined && view.char(at + 1) === "(" ? view.closing(at + 1) : -1;
  if (close < 0) {
    patches.replace(view.start(at), view.end(at), blanked.as ?? "");
    return at;
  }
  if (blanked.args === "unwrap") {
    patches.replace(view.start(at), view.end(at + 1), "");
    patches.replace(view.start(close), view.end(close), "");
    return at;
  }
  patches.replace(view.start(at), view.end(close), blanked.as ?? "");
  return close;
}

/** `__asm { … }`, or `__asm` to the end of its line: position of its last token. Assembly with parentheses is the grammar's. */
function endOfAssembly(view: TokenView, at: number, word: string): number | undefined {
  if (word !== "__asm" && word !== "_asm" && word !== "asm") return undefined;
  if (view.char(at + 1) === "{") {
    let end = at + 1;
    while (end < view.length && view.char(end) !== "}") end++;
    return end < view.length ? end : undefined;
  }
  if (word === "asm" || view.char(at + 1) === "(" || /^(?:volatile|goto|inline)$/.test(view.word(at + 1))) return undefined;
  let end = at;
  while (end + 1 < view.length && !view.startsLine(end + 1) && view.char(end + 1) !== "}") end++;
  return end;
}

/** No grammar knows a `#define`, `#include` or `#pragma` inside an expression, an argument list or an initialiser. */
function blankMisplacedDirective(
  view: TokenView,
  at: number,
  scopes: ScopeTracker,
  directive: Directive | undefined,
  patches: Patches,
): void {
  const kind = directive?.kind ?? "";
  if (/^(?:if|el|endif)/.test(kind)) {
    // Words behind `#else` and `#endif` are comments to compilers, errors to the grammar.
    if ((kind === "else" || kind === "endif") && directive?.rest !== "") {
      const head = view.text.slice(view.start(at), view.end(at)).indexOf(kind) + kind.length;
      patches.replace(view.start(at) + head, view.end(at), "");
    }
    return;
  }
  if (kind === "" || scopes.parentheses > 0 || scopes.kind === "list" || !scopes.atStart) patches.replace(view.start(at), view.end(at), "");
}
