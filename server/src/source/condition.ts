/** Conditions of `#if` and its kin: one normal form, and evaluation where what is not known stays unknown. */
import type { MacroState } from "./configuration.ts";

/** Everything the evaluation may ask. */
export interface MacroView {
  state(name: string): MacroState;
}

/** `kind` is the name of the directive, `text` what follows it without comments and continuations. */
export function normaliseCondition(kind: string, text: string): string {
  const tokens = conditionTokens(text);
  if (kind === "ifdef" || kind === "elifdef") return `defined(${tokens[0] ?? ""})`;
  if (kind === "ifndef" || kind === "elifndef") return `!defined(${tokens[0] ?? ""})`;
  let result = "";
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] ?? "";
    if (token === "defined") {
      const bare = tokens[i + 1] !== "(";
      result += `defined(${tokens[bare ? i + 1 : i + 2] ?? ""})`;
      i += bare ? 1 : 3;
    } else if (/^(?:\|\||&&|[<>=!]=|<<|>>|[<>+\-*/%?:|&^])$/.test(token)) {
      const unary = token === "-" || token === "+" ? result === "" || /[(\s]$/.test(result) : false;
      result += unary ? token : ` ${token} `;
    } else result += token;
  }
  return withoutOuterParentheses(result.trim());
}

function withoutOuterParentheses(text: string): string {
  while (text.startsWith("(") && text.endsWith(")")) {
    let depth = 0;
    for (let i = 0; i < text.length - 1; i++) {
      if (text[i] === "(") depth++;
      else if (text[i] === ")") depth--;
      if (depth === 0) return text;
    }
    text = text.slice(1, -1).trim();
  }
  return text;
}

/** The condition without leading negations, and whether it was negated; `!(a || b)` is the negation of `a || b`. */
export function withoutNegation(condition: string): { readonly base: string; readonly negated: boolean } {
  let negated = false;
  let base = condition;
  for (;;) {
    const inner = /^!\s*(defined\([^()]*\)|\w+|\(.*\))$/s.exec(base)?.[1];
    if (inner === undefined) return { base, negated };
    if (inner.startsWith("(") && withoutOuterParentheses(inner) === inner) return { base, negated };
    base = withoutOuterParentheses(inner);
    negated = !negated;
  }
}

const TOKEN = /0[xX][0-9a-fA-F]+[uUlL]*|\d[\w.]*|[A-Za-z_$][\w$]*|'(?:\\.|[^'\\])+'|\|\||&&|[<>=!]=|<<|>>|\S/g;

export function conditionTokens(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

/** Truth of a condition; undefined if it depends on what is not known, or cannot be read. */
export function evaluateCondition(condition: string, macros: MacroView): boolean | undefined {
  const reader = new ExpressionReader(conditionTokens(condition), macros, 0);
  const value = reader.conditional();
  if (!reader.finished) return undefined;
  return value === undefined ? undefined : value !== 0n;
}

type Value = bigint | undefined;

/** Binary operators by rank, weakest first. `&&` and `||` are read apart, since one known side may decide them. */
const RANKS: readonly (readonly string[])[] = [
  ["|"],
  ["^"],
  ["&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "%"],
];

const bit = (truth: boolean): bigint => (truth ? 1n : 0n);

class ExpressionReader {
  private at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly macros: MacroView,
    private readonly depth: number,
  ) {}

  get finished(): boolean {
    return this.tokens.length > 0 && this.at === this.tokens.length;
  }

  conditional(): Value {
    const test = this.or();
    if (this.tokens[this.at] !== "?") return test;
    this.at++;
    const yes = this.conditional();
    if (this.tokens[this.at] === ":") this.at++;
    const no = this.conditional();
    return test === undefined ? (yes === no ? yes : undefined) : test !== 0n ? yes : no;
  }

  private or(): Value {
    let left = this.and();
    while (this.tokens[this.at] === "||") {
      this.at++;
      const right = this.and();
      const known = [left, right];
      left = known.some((value) => value !== undefined && value !== 0n) ? 1n : known.includes(undefined) ? undefined : 0n;
    }
    return left;
  }

  private and(): Value {
    let left = this.binary(0);
    while (this.tokens[this.at] === "&&") {
      this.at++;
      const right = this.binary(0);
      left = left === 0n || right === 0n ? 0n : left === undefined || right === undefined ? undefined : 1n;
    }
    return left;
  }

  private binary(rank: number): Value {
    const operators = RANKS[rank];
    if (operators === undefined) return this.unary();
    let left = this.binary(rank + 1);
    for (;;) {
      const operator = this.tokens[this.at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.at++;
      const right = this.binary(rank + 1);
      left = left === undefined || right === undefined ? undefined : apply(operator, left, right);
    }
  }

  private unary(): Value {
    const token = this.tokens[this.at++];
    if (token === undefined) return undefined;
    if (token === "!") {
      const value = this.unary();
      return value === undefined ? undefined : bit(value === 0n);
    }
    if (token === "-" || token === "+" || token === "~") {
      const value = this.unary();
      return value === undefined ? undefined : token === "-" ? -value : token === "~" ? ~value : value;
    }
    if (token === "(") {
      const value = this.conditional();
      if (this.tokens[this.at] !== ")") return undefined;
      this.at++;
      return value;
    }
    if (token === "defined") return this.defined();
    if (/^\d/.test(token)) return integer(token);
    if (/^'.'$/.test(token)) return BigInt(token.charCodeAt(1));
    if (!/^[A-Za-z_$]/.test(token)) return undefined;
    if (this.tokens[this.at] === "(") {
      this.skipArguments();
      return undefined;
    }
    if (token === "true") return 1n;
    if (token === "false") return 0n;
    return this.value(token);
  }

  private defined(): Value {
    const parenthesis = this.tokens[this.at] === "(";
    if (parenthesis) this.at++;
    const name = this.tokens[this.at++] ?? "";
    if (parenthesis && this.tokens[this.at] === ")") this.at++;
    const state = this.macros.state(name);
    return state === undefined ? undefined : bit(state !== null);
  }

  /** A name that is not defined counts as 0; a definition is read as an expression, to a depth. */
  private value(name: string): Value {
    const state = this.macros.state(name);
    if (state === undefined) return undefined;
    if (state === null) return 0n;
    if (this.depth > 8) return undefined;
    const reader = new ExpressionReader(conditionTokens(state), this.macros, this.depth + 1);
    const value = reader.conditional();
    return reader.finished ? value : undefined;
  }

  private skipArguments(): void {
    let depth = 0;
    do {
      const token = this.tokens[this.at++];
      if (token === "(") depth++;
      else if (token === ")") depth--;
    } while (depth > 0 && this.at < this.tokens.length);
  }
}

function integer(token: string): Value {
  const digits = token.replace(/[uUlL]+$/, "");
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  return /^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(digits) ? BigInt(digits) : undefined;
}

function apply(operator: string, left: bigint, right: bigint): Value {
  switch (operator) {
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "&":
      return left & right;
    case "==":
      return bit(left === right);
    case "!=":
      return bit(left !== right);
    case "<":
      return bit(left < right);
    case ">":
      return bit(left > right);
    case "<=":
      return bit(left <= right);
    case ">=":
      return bit(left >= right);
    case "<<":
      return right < 0n || right > 63n ? undefined : left << right;
    case ">>":
      return right < 0n || right > 63n ? undefined : left >> right;
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0n ? undefined : left / right;
    case "%":
      return right === 0n ? undefined : left % right;
    default:
      return undefined;
  }
}
