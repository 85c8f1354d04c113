/** The `#if … #endif` groups of a file, as they nest, before anything is decided about them. */
import { normaliseCondition } from "./condition.ts";
import { behindComment, behindLineEnd, isLineEnd, TokenKind, type Tokens } from "./lex.ts";

export interface RawBranch {
  /** Token of the `#if`, `#elif` or `#else`. */
  readonly token: number;
  /** Token that ends the branch: the next directive of the group, or the number of tokens. */
  readonly endToken: number;
  readonly condition: string | undefined;
}

export interface RawGroup {
  readonly branches: readonly RawBranch[];
  /** Token of the `#endif`; undefined if it is missing. */
  readonly endif: number | undefined;
  readonly parent: number | undefined;
  readonly guard: boolean;
}

export interface Directive {
  /** `ifdef`, `define`, …; empty for a lone `#`. */
  readonly kind: string;
  /** What follows the name, comments as one blank, continuation lines joined. */
  readonly rest: string;
}

export interface Groups {
  /** In order of their `#if`, so that a parent comes before its children. */
  readonly groups: readonly RawGroup[];
  /** Tokens of `#else`, `#elif` and `#endif` without an `#if`. */
  readonly stray: readonly number[];
  readonly directives: ReadonlyMap<number, Directive>;
}

export function readDirective(text: string, start: number, end: number): Directive {
  const head = /^#[ \t]*([A-Za-z_]*)/.exec(text.slice(start, Math.min(end, start + 64)));
  const kind = head?.[1] ?? "";
  return { kind, rest: directiveRest(text, start + (head?.[0].length ?? 1), end) };
}

function directiveRest(text: string, start: number, end: number): string {
  const raw = text.slice(start, end);
  if (!raw.includes("/") && !raw.includes("\\")) return raw.trim();
  let result = "";
  for (let at = start; at < end; ) {
    const char = text[at] ?? "";
    if (char === '"') {
      const close = text.indexOf('"', at + 1);
      const stop = close < 0 || close >= end ? end : close + 1;
      result += text.slice(at, stop);
      at = stop;
      continue;
    }
    if (char === "\\" && isLineEnd(text.charCodeAt(at + 1))) {
      at = behindLineEnd(text, at + 1);
      continue;
    }
    const behind = char === "/" ? behindComment(text, at, end) : at;
    result += behind === at ? char : " ";
    at = behind === at ? at + 1 : behind;
  }
  return result.trim();
}

const OPENS = new Set(["if", "ifdef", "ifndef"]);
const CONTINUES = new Set(["elif", "elifdef", "elifndef", "else"]);

interface Open {
  readonly index: number;
  readonly branches: RawBranch[];
  token: number;
  condition: string | undefined;
}

export function readGroups(text: string, tokens: Tokens): Groups {
  const groups: (RawGroup | undefined)[] = [];
  const stray: number[] = [];
  const directives = new Map<number, Directive>();
  const stack: Open[] = [];
  const close = (open: Open, endToken: number, endif: number | undefined): void => {
    open.branches.push({ token: open.token, endToken, condition: open.condition });
    const guard = open.index === 0 && isGuard(open, endif, tokens, directives);
    groups[open.index] = { branches: open.branches, endif, parent: stack.at(-1)?.index, guard };
  };
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kinds[i] !== TokenKind.directive) continue;
    const directive = readDirective(text, tokens.starts[i] ?? 0, tokens.ends[i] ?? 0);
    const { kind } = directive;
    directives.set(i, directive);
    if (OPENS.has(kind)) {
      stack.push({ index: groups.length, branches: [], token: i, condition: normaliseCondition(kind, directive.rest) });
      groups.push(undefined);
    } else if (CONTINUES.has(kind)) {
      const open = stack.at(-1);
      if (open === undefined) {
        stray.push(i);
        continue;
      }
      open.branches.push({ token: open.token, endToken: i, condition: open.condition });
      open.token = i;
      open.condition = kind === "else" ? undefined : normaliseCondition(kind === "elif" ? "if" : kind, directive.rest);
    } else if (kind === "endif") {
      const open = stack.pop();
      if (open === undefined) stray.push(i);
      else close(open, i, i);
    }
  }
  for (let open = stack.pop(); open !== undefined; open = stack.pop()) close(open, tokens.count, undefined);
  return { groups: groups.filter((group) => group !== undefined), stray, directives };
}

/** `#ifndef X`, `#define X` at the top of a file and its `#endif` at the bottom. */
function isGuard(open: Open, endif: number | undefined, tokens: Tokens, directives: ReadonlyMap<number, Directive>): boolean {
  if (endif !== tokens.count - 1 || open.branches.length !== 1) return false;
  const first = open.branches[0];
  const name = /^!defined\((\w+)\)$/.exec(first?.condition ?? "")?.[1];
  if (first === undefined || name === undefined) return false;
  for (let i = 0; i < first.token; i++) if (directives.get(i)?.kind !== "pragma") return false;
  for (let i = first.token + 1; i < endif; i++) {
    const directive = directives.get(i);
    if (directive === undefined) return false;
    if (directive.kind === "define") return /^\w+/.exec(directive.rest)?.[0] === name;
    if (directive.kind !== "pragma") return false;
  }
  return false;
}
