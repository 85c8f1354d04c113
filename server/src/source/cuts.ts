/** Whether the branches of a group are whole statements or items, judged by their own tokens and their two edges. */
import type { Groups, RawGroup } from "./groups.ts";
import { TokenKind, type Tokens } from "./lex.ts";

const charOf = (text: string, tokens: Tokens, token: number): string =>
  tokens.kinds[token] === TokenKind.punctuation ? text.charAt(tokens.starts[token] ?? 0) : "";
const wordOf = (text: string, tokens: Tokens, token: number): string =>
  tokens.kinds[token] === TokenKind.identifier ? text.slice(tokens.starts[token], tokens.ends[token]) : "";

/** The nearest token before or behind `from` that is in the text and no directive; -1 if there is none. */
export function nearestToken(tokens: Tokens, alive: Uint8Array, from: number, step: 1 | -1, stop = step === 1 ? tokens.count : -1): number {
  for (let i = from + step; i !== stop; i += step) if (alive[i] === 1 && tokens.kinds[i] !== TokenKind.directive) return i;
  return -1;
}

/**
 * How many parentheses and square brackets are open at each `#if`. Each branch of a group starts with what was open at
 * its `#if`; a brace counts from nothing again, and so does a line that starts with one.
 */
export function bracketDepths(text: string, tokens: Tokens, raw: Groups): ReadonlyMap<number, number> {
  const depths = new Map<number, number>();
  const saved: number[][] = [];
  let stack = [0];
  for (let i = 0; i < tokens.count; i++) {
    const directive = raw.directives.get(i);
    if (directive !== undefined) {
      if (directive.kind.startsWith("if")) {
        depths.set(i, stack.at(-1) ?? 0);
        saved.push([...stack]);
      } else if (directive.kind.startsWith("el")) stack = [...(saved.at(-1) ?? [0])];
      else if (directive.kind === "endif") saved.pop();
      continue;
    }
    const char = charOf(text, tokens, i);
    if (char === "") continue;
    const top = stack.length - 1;
    const atLineStart = isColumnZero(text, tokens.starts[i] ?? 0);
    if (char === "(" || char === "[") stack[top] = (stack[top] ?? 0) + 1;
    else if (char === ")" || char === "]") stack[top] = Math.max(0, (stack[top] ?? 0) - 1);
    else if (char === "{") {
      if (atLineStart) stack = [0];
      stack.push(0);
    } else if (char === "}") {
      if (atLineStart) stack = [0];
      else if (stack.length > 1) stack.pop();
    }
  }
  return depths;
}

export function isColumnZero(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 1);
  return offset === 0 || before === 10 || before === 13;
}

/** Words that go on with the statement before them. */
const CONTINUATIONS = new Set(["else", "catch", "__except", "__finally", "CATCH", "AND_CATCH", "END_CATCH", "CATCH_ALL", "END_CATCH_ALL"]);

/** True if every branch that stays is a sequence of whole statements or items, and the group stands between such. */
export function bodiesAreWhole(text: string, tokens: Tokens, alive: Uint8Array, group: RawGroup): boolean {
  const first = group.branches[0];
  const last = group.branches.at(-1);
  if (first === undefined || last === undefined) return true;
  if (!endsStatement(text, tokens, alive, nearestToken(tokens, alive, first.token, -1))) return false;
  const behind = nearestToken(tokens, alive, last.endToken - 1, 1);
  if (behind >= 0 && CONTINUATIONS.has(wordOf(text, tokens, behind))) return false;
  return group.branches.every((branch) => bodyIsWhole(text, tokens, alive, branch.token + 1, branch.endToken));
}

function bodyIsWhole(text: string, tokens: Tokens, alive: Uint8Array, from: number, to: number): boolean {
  const open: string[] = [];
  let first = -1;
  let last = -1;
  for (let i = from; i < to; i++) {
    if (alive[i] === 0 || tokens.kinds[i] === TokenKind.directive) continue;
    if (first < 0) first = i;
    last = i;
    const char = charOf(text, tokens, i);
    if (char === "(" || char === "[" || char === "{") open.push(char);
    else if (char === ")" || char === "]" || char === "}") {
      if (open.pop() !== (char === ")" ? "(" : char === "]" ? "[" : "{")) return false;
    }
  }
  if (open.length > 0) return false;
  if (first < 0) return true;
  const head = charOf(text, tokens, first);
  if (/^[,.?:=|&/%^<>)\]}]$/.test(head) && text.slice(tokens.starts[first], (tokens.starts[first] ?? 0) + 2) !== "::") return false;
  if (CONTINUATIONS.has(wordOf(text, tokens, first))) return false;
  return endsStatement(text, tokens, alive, last, from - 1);
}

/** True if a statement or item ends with this token, so that another may start behind it. */
export function endsStatement(text: string, tokens: Tokens, alive: Uint8Array, token: number, stop = -1): boolean {
  if (token < 0) return true;
  const char = charOf(text, tokens, token);
  if (char === ";" || char === "{" || char === "}") return true;
  if (char === ":") return isLabelEnd(text, tokens, alive, token);
  if (char === ")") return isLoneMacro(text, tokens, alive, token, stop);
  return false;
}

/** `case 1:`, `default:`, `public:`, `again:`; not the colon of `a ? b : c`. */
function isLabelEnd(text: string, tokens: Tokens, alive: Uint8Array, colon: number): boolean {
  for (let i = nearestToken(tokens, alive, colon, -1), steps = 0; i >= 0 && steps < 64; i = nearestToken(tokens, alive, i, -1), steps++) {
    const char = charOf(text, tokens, i);
    if (char === "?") return false;
    if (char === ";" || char === "{" || char === "}" || wordOf(text, tokens, i) === "case") return true;
  }
  return true;
}

/** `IMPLEMENT_DYNAMIC(CFoo, CWnd)` on lines of its own, without a semicolon. */
function isLoneMacro(text: string, tokens: Tokens, alive: Uint8Array, close: number, stop: number): boolean {
  let depth = 0;
  for (let i = close; i > stop; i--) {
    if (alive[i] === 0) continue;
    const char = charOf(text, tokens, i);
    if (char === ")") depth++;
    else if (char === "(" && --depth === 0) {
      const name = nearestToken(tokens, alive, i, -1);
      if (name < 0 || !/^[A-Z_][A-Z0-9_]{3,}$/.test(wordOf(text, tokens, name))) return false;
      const before = nearestToken(tokens, alive, name, -1);
      return before <= stop || endsStatement(text, tokens, alive, before, stop);
    } else if (char === "{" || char === "}" || char === ";") return false;
  }
  return false;
}
