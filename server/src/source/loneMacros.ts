import type { Patches } from "./patches.ts";
import type { ScopeTracker } from "./scopes.ts";
import type { TokenView } from "./tokenView.ts";
import type { MacroUse } from "./types.ts";

const MACRO = /^_{0,2}[A-Z][A-Z0-9_]{2,}$/;
const LOOP = /FOR_?EACH|^foreach$/;
const CONTROL = /FOREVER|LOOP|WHILE|SWITCH|REPEAT|UNTIL|^(?:IF|ELSE|TRY|CATCH|CASE|DO|FOR)(?:_|$)/;
/** Macros of this kind are items of their own, whatever follows them on the next line. */
const ITEM = /^_?(?:IMPLEMENT|DECLARE|BEGIN|END|DEFINE|REGISTER|ENABLE|DISABLE)_/;
const BARE_ITEM =
  /^(?:\w+_BEGIN|\w+_END|BEGIN_\w+|END_\w+|\w*_(?:BEGIN|END)_(?:DECLS|NAMESPACE|C_DECLS)|__BEGIN_DECLS|__END_DECLS|Q_OBJECT|Q_GADGET)$/;
const GOES_ON = /^[{:(=.,[+\-*/%<>?&|^]$/;

/**
 * Macros in upper case where an item, a member or a statement starts. Answers the position to go on at, or undefined if
 * the tokens are to be read as they stand. Those among declarations are added to `macros`, whether blanked or not.
 */
export function loneMacro(
  view: TokenView,
  at: number,
  word: string,
  scopes: ScopeTracker,
  patches: Patches,
  macros: MacroUse[],
): number | undefined {
  if (/^(?:forever|FOREVER)$/.test(word) && scopes.kind === "code" && view.char(at + 1) !== "(") {
    patches.replace(view.start(at), view.end(at), "for(;;)");
    return at + 1;
  }
  const loop = LOOP.test(word) && scopes.kind === "code";
  if (!loop && !MACRO.test(word)) return undefined;
  const open = view.char(at + 1) === "(" ? at + 1 : -1;
  if (open < 0 && scopes.kind === "code") return bareStatement(view, at, word, patches);
  if (open < 0) return scopes.kind === "scope" ? (bareMacro(view, at, word, patches, macros) ?? specifier(view, at, patches)) : undefined;
  const close = view.closing(open);
  if (close < 0) return undefined;
  if (scopes.kind === "code") return loop ? loopHead(view, at, open, close, patches) : statement(view, word, close, patches);
  if (scopes.kind !== "scope") return undefined;
  return member(view, at, word, open, close, patches) ?? item(view, at, word, open, close, patches, macros);
}

function bareMacro(view: TokenView, at: number, word: string, patches: Patches, macros: MacroUse[]): number | undefined {
  if (!BARE_ITEM.test(word) || !view.startsLine(at) || !view.startsLine(at + 1)) return undefined;
  macros.push({ macro: word, args: [], start: view.start(at), end: view.end(at) });
  patches.replace(view.start(at), view.end(at), "");
  return at + 1;
}

/** `STDMETHOD(Name)(…)`, `STDMETHOD_(Type, Name)(…)`: the macro goes, type and name stay. */
function member(view: TokenView, at: number, word: string, open: number, close: number, patches: Patches): number | undefined {
  if (!/^STDMETHODV?_?$/.test(word) || view.char(close + 1) !== "(") return undefined;
  patches.replace(view.start(at), view.end(open), "");
  for (let i = open + 1; i < close; i++) if (view.char(i) === ",") patches.replace(view.start(i), view.end(i), "");
  patches.replace(view.start(close), view.end(close), "");
  return close + 1;
}

function item(
  view: TokenView,
  at: number,
  word: string,
  open: number,
  close: number,
  patches: Patches,
  macros: MacroUse[],
): number | undefined {
  const next = view.char(close + 1);
  const record = (): void => {
    const use = view.macroUse(at);
    if (use !== undefined) macros.push(use.use);
  };
  if (next === ";") {
    record();
    return undefined;
  }
  if (GOES_ON.test(next) && !(next === ":" && view.char(close + 2) === ":")) return undefined;
  const newLine = view.startsLine(close + 1);
  // `CH_INTERN_FUNC( void ) Name(`, `STDMETHODIMP_(ULONG) CFoo::AddRef(`: a head whose result type is the argument.
  const behind = view.char(close + 2);
  const head =
    behind === "("
      ? !MACRO.test(view.word(close + 1))
      : (behind === ":" || behind === "*") && (!newLine || isPlainType(view, open + 1, close));
  if (!ITEM.test(word) && view.word(close + 1) !== "" && head && isType(view, open + 1, close)) {
    patches.replace(view.start(at), view.end(open), "");
    patches.replace(view.start(close), view.end(close), "");
    return close + 1;
  }
  if (!newLine && !ITEM.test(word)) return undefined;
  record();
  patches.replace(view.start(at), view.end(close), "");
  return close + 1;
}

function isType(view: TokenView, from: number, to: number): boolean {
  if (from === to) return false;
  for (let i = from; i < to; i++) if (view.word(i) === "" && !/^[*&:<>]$/.test(view.char(i))) return false;
  return true;
}

function isPlainType(view: TokenView, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const word = view.word(i);
    if (word !== "" && !/^(?:void|int|long|short|char|bool|unsigned|signed|float|double|const|[A-Z][A-Z0-9_]*)$/.test(word)) return false;
  }
  return true;
}

/** `DLINK_FOREACH(p, list) {` is read as a loop on what cannot be known: `while (p, list) {`. */
function loopHead(view: TokenView, at: number, open: number, close: number, patches: Patches): number | undefined {
  if (view.char(close + 1) !== "{" && view.word(close + 1) === "") return undefined;
  for (let i = open + 1; i < close; i++) if (view.word(i) !== "" && view.word(i + 1) !== "") return undefined;
  patches.replace(view.start(at), view.end(at), "while");
  return close + 1;
}

const DECLARATION_WORD =
  /^(?:const|volatile|unsigned|signed|long|short|int|char|void|float|double|bool|static|extern|struct|class|union|enum|virtual|inline|typename|operator)$/;

/**
 * `FOO_API CString *f(`, `BOOL FOO_CONV f(`, `THREADLOCAL A::B *A::x`: one word too many in front of a name. What stands
 * between type and name is blanked if it is in upper case, else the first word.
 */
function specifier(view: TokenView, at: number, patches: Patches): number | undefined {
  let next = at + 1;
  const second = view.word(next);
  if (second === "" || view.startsLine(next) || DECLARATION_WORD.test(second)) return undefined;
  next++;
  while (view.char(next) === ":" && view.char(next + 1) === ":" && view.word(next + 2) !== "") next += 3;
  const name = next;
  let stars = 0;
  for (; view.char(name + stars) === "*" || view.char(name + stars) === "&"; stars++);
  if (view.word(name + stars) === "" || view.startsLine(name + stars) || DECLARATION_WORD.test(view.word(name + stars))) return undefined;
  if (!/^[(;=[:]$/.test(view.char(name + stars + 1))) return undefined;
  const superfluous = stars === 0 && next === at + 2 && MACRO.test(second) ? at + 1 : at;
  patches.replace(view.start(superfluous), view.end(superfluous), "");
  return superfluous + 1;
}

/** `EMULE_TRY` on a line of its own inside a body; not a type whose variable stands on the next line. */
function bareStatement(view: TokenView, at: number, word: string, patches: Patches): number | undefined {
  if (!view.startsLine(at) || !view.startsLine(at + 1) || /^(?:NULL|TRUE|FALSE)$/.test(word)) return undefined;
  if (!word.includes("_") && /^[;=,[]$/.test(view.char(at + 2))) return undefined;
  return semicolon(view, at, patches);
}

/** `TRACE_ENTER(x)` on a line of its own gets the semicolon that the macro brings, where a blank or line end follows. */
function statement(view: TokenView, word: string, close: number, patches: Patches): number | undefined {
  if (CONTROL.test(word) || !view.startsLine(close + 1)) return undefined;
  return semicolon(view, close, patches);
}

function semicolon(view: TokenView, last: number, patches: Patches): number | undefined {
  const next = view.word(last + 1);
  if ((next === "" && view.char(last + 1) !== "}") || next === "else") return undefined;
  const end = view.end(last);
  if (!/[ \t\r\n]/.test(view.text.charAt(end))) return undefined;
  patches.replaceBlank(end, ";");
  return last + 1;
}
