/** Constant expressions on tokens: enumerators, array lengths, `case` labels, `#define WM_X (WM_USER + 1)`. */
import { type CType, commonArithmetic, INT, INT64, isInteger, promote, unknownType, wrapInteger } from "./ctype.ts";
import { keywordType } from "./specifiers.ts";
import { characterLiteral, type Constant, integerLiteral } from "./literals.ts";
import { closing, splitArguments, type Token, tokenize } from "./tokens.ts";
import type { MacroDefinition } from "./types.ts";

/** What an expression may ask for; whatever is left out makes the expressions that need it no constants. */
export interface ConstantEnvironment {
  readonly target?: "win32" | "win64";
  identifier?(name: string): Constant | undefined;
  /** Function-like macros. */
  macro?(name: string): MacroDefinition | undefined;
  type?(name: string): CType | undefined;
  sizeOf?(type: CType): number | undefined;
}

const MAX_DEPTH = 60;

/** Binding strength of the binary operators; `?:` is weaker than all of them. */
const STRENGTH: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "|": 3,
  "^": 4,
  "&": 5,
  "==": 6,
  "!=": 6,
  "<": 7,
  ">": 7,
  "<=": 7,
  ">=": 7,
  "<<": 8,
  ">>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "%": 10,
};

export function evaluateTokens(tokens: readonly Token[], environment: ConstantEnvironment, depth = 0): Constant | undefined {
  if (tokens.length === 0 || tokens.length > 4000) return undefined;
  const evaluator = new Evaluator(tokens, environment, depth);
  const result = evaluator.conditional();
  return evaluator.atEnd ? result : undefined;
}

class Evaluator {
  private at = 0;
  private readonly target: "win32" | "win64";

  constructor(
    private readonly tokens: readonly Token[],
    private readonly environment: ConstantEnvironment,
    private depth: number,
  ) {
    this.target = environment.target ?? "win32";
  }

  get atEnd(): boolean {
    return this.at === this.tokens.length;
  }

  private peek(): string | undefined {
    return this.tokens[this.at]?.text;
  }

  conditional(): Constant | undefined {
    if (++this.depth > MAX_DEPTH) {
      this.depth--;
      return undefined;
    }
    const condition = this.binary(1);
    let result = condition;
    if (this.peek() === "?") {
      this.at++;
      const then = this.conditional();
      if (this.peek() === ":") this.at++;
      const otherwise = this.conditional();
      result = condition === undefined ? undefined : condition.value !== 0n ? then : otherwise;
      if (result !== undefined && then !== undefined && otherwise !== undefined)
        result = this.as(result, commonArithmetic(then.type, otherwise.type));
    }
    this.depth--;
    return result;
  }

  private binary(least: number): Constant | undefined {
    let left = this.unary();
    for (;;) {
      const op = this.peek();
      const strength = op === undefined ? undefined : STRENGTH[op];
      if (op === undefined || strength === undefined || strength < least) return left;
      this.at++;
      const right = this.binary(strength + 1);
      left = left === undefined || right === undefined ? shortCircuit(op, left) : this.apply(op, left, right);
    }
  }

  private as(constant: Constant, type: CType): Constant {
    return isInteger(type) || type.kind === "pointer" ? { value: wrapInteger(constant.value, type, this.target), type } : constant;
  }

  private apply(op: string, left: Constant, right: Constant): Constant | undefined {
    if (op === "<<" || op === ">>") {
      const type = promote(left.type);
      const count = right.value & 63n;
      return this.as({ value: op === "<<" ? left.value << count : this.as(left, type).value >> count, type }, type);
    }
    const type = commonArithmetic(left.type, right.type);
    const a = this.as(left, type).value;
    const b = this.as(right, type).value;
    const truth = (value: boolean): Constant => ({ value: value ? 1n : 0n, type: INT });
    switch (op) {
      case "||":
        return truth(left.value !== 0n || right.value !== 0n);
      case "&&":
        return truth(left.value !== 0n && right.value !== 0n);
      case "==":
        return truth(a === b);
      case "!=":
        return truth(a !== b);
      case "<":
        return truth(a < b);
      case ">":
        return truth(a > b);
      case "<=":
        return truth(a <= b);
      case ">=":
        return truth(a >= b);
      case "|":
        return this.as({ value: a | b, type }, type);
      case "^":
        return this.as({ value: a ^ b, type }, type);
      case "&":
        return this.as({ value: a & b, type }, type);
      case "+":
        return this.as({ value: a + b, type }, type);
      case "-":
        return this.as({ value: a - b, type }, type);
      case "*":
        return this.as({ value: a * b, type }, type);
      case "/":
        return b === 0n ? undefined : this.as({ value: a / b, type }, type);
      case "%":
        return b === 0n ? undefined : this.as({ value: a % b, type }, type);
      default:
        return undefined;
    }
  }

  private unary(): Constant | undefined {
    if (++this.depth > MAX_DEPTH) {
      this.depth--;
      this.at = this.tokens.length + 1;
      return undefined;
    }
    const result = this.unaryInner();
    this.depth--;
    return result;
  }

  private unaryInner(): Constant | undefined {
    const token = this.tokens[this.at];
    if (token === undefined) {
      this.at = this.tokens.length + 1;
      return undefined;
    }
    switch (token.text) {
      case "+":
      case "-":
      case "~":
      case "!": {
        this.at++;
        const operand = this.unary();
        if (operand === undefined) return undefined;
        if (token.text === "!") return { value: operand.value === 0n ? 1n : 0n, type: INT };
        const type = promote(operand.type);
        const value = token.text === "-" ? -operand.value : token.text === "~" ? ~operand.value : operand.value;
        return this.as({ value, type }, type);
      }
      case "(":
        return this.parenthesised();
      case "sizeof":
        return this.sizeof();
      case "::":
        this.at++;
        return this.unary();
      default:
    }
    this.at++;
    if (token.kind === "number") return integerLiteral(token.text);
    if (token.kind === "character") return characterLiteral(token.text);
    if (token.kind === "identifier") return this.identifier(token);
    this.at = this.tokens.length + 1;
    return undefined;
  }

  private identifier(token: Token): Constant | undefined {
    let name = token.text;
    while (this.peek() === "::" && this.tokens[this.at + 1]?.kind === "identifier") {
      name += `::${this.tokens[this.at + 1]!.text}`;
      this.at += 2;
    }
    if (name === "true") return { value: 1n, type: { kind: "bool" } };
    if (name === "false" || name === "nullptr" || name === "__null") return { value: 0n, type: name === "false" ? { kind: "bool" } : INT };
    if (this.peek() === "(") {
      const open = this.at;
      const close = closing(this.tokens, open);
      this.at = Math.min(close + 1, this.tokens.length + 1);
      const named = keywordType(name) ?? this.environment.type?.(name);
      if (named !== undefined) {
        const value = evaluateTokens(this.tokens.slice(open + 1, close), this.environment, this.depth + 1);
        return value === undefined ? undefined : this.as(value, named);
      }
      const macro = this.environment.macro?.(name);
      if (macro?.params === undefined || this.depth > MAX_DEPTH / 2) return undefined;
      const args = splitArguments(this.tokens, open, close).map(([from, to]) =>
        this.tokens
          .slice(from, to)
          .map((t) => t.text)
          .join(" "),
      );
      const body = tokenize(macro.body).map((t) => {
        const index = t.kind === "identifier" ? macro.params!.indexOf(t.text) : -1;
        return index < 0 ? t.text : (args[index] ?? "");
      });
      return evaluateTokens(tokenize(body.join(" ")), this.environment, this.depth + 10);
    }
    return this.environment.identifier?.(name);
  }

  private parenthesised(): Constant | undefined {
    const open = this.at;
    const close = closing(this.tokens, open);
    const type = this.typeBetween(open + 1, close);
    if (type !== undefined && this.startsOperand(close + 1)) {
      this.at = close + 1;
      const operand = this.unary();
      return operand === undefined ? undefined : this.as(operand, type);
    }
    // An unclosed bracket leaves the cursor behind the end, where nothing is complete.
    this.at = close < this.tokens.length ? close + 1 : this.tokens.length + 1;
    return evaluateTokens(this.tokens.slice(open + 1, close), this.environment, this.depth + 1);
  }

  private startsOperand(index: number): boolean {
    const token = this.tokens[index];
    return token !== undefined && (token.kind !== "punctuator" || ["(", "-", "~", "!", "+", "&"].includes(token.text));
  }

  /** `( type )` between brackets, as far as it is spelled with keywords, one known name and stars. */
  private typeBetween(from: number, to: number): CType | undefined {
    const words: string[] = [];
    let stars = 0;
    for (let i = from; i < to; i++) {
      const token = this.tokens[i]!;
      if (token.text === "*") stars++;
      else if (token.kind === "identifier" && stars === 0) words.push(token.text);
      else if (token.text === "::" && stars === 0) words.push("::");
      else return undefined;
    }
    const plain = words.filter((w) => !/^(?:const|volatile|struct|class|union|enum|FAR|far|NEAR|near)$/.test(w));
    if (plain.length === 0) return undefined;
    const name = plain.join(" ").replace(/ ?:: ?/g, "::");
    const isTag = words.some((w) => /^(?:struct|class|union)$/.test(w));
    let type = keywordType(name) ?? (name.includes(" ") ? undefined : this.environment.type?.(name));
    if (type === undefined && isTag) type = { kind: "record", name };
    if (type === undefined) {
      // `(UNSEEN_T) 5`: a name in brackets before an operand that cannot follow a value is a type nobody declared.
      const next = this.tokens[to + 1];
      if (stars === 0 && (next === undefined || next.kind === "punctuator" || this.environment.identifier?.(name) !== undefined))
        return undefined;
      type = unknownType(name);
    }
    for (let i = 0; i < stars; i++) type = { kind: "pointer", to: type };
    return type;
  }

  private sizeof(): Constant | undefined {
    this.at++;
    if (this.peek() !== "(") {
      this.unary();
      return undefined;
    }
    const open = this.at;
    const close = closing(this.tokens, open);
    this.at = close + 1;
    let to = close;
    // `sizeof(char[16])`
    const lengths: bigint[] = [];
    const bracket = this.tokens.findIndex((t, i) => i > open && i < close && t.text === "[");
    if (bracket >= 0) {
      to = bracket;
      for (let i = bracket; i < close && this.tokens[i]!.text === "["; ) {
        const end = closing(this.tokens, i);
        const length = evaluateTokens(this.tokens.slice(i + 1, end), this.environment, this.depth + 1);
        if (length === undefined) return undefined;
        lengths.push(length.value);
        i = end + 1;
      }
    }
    const type = this.typeBetween(open + 1, to);
    const size = type === undefined ? undefined : this.environment.sizeOf?.(type);
    if (size === undefined) return undefined;
    const total = lengths.reduce((product, n) => product * n, BigInt(size));
    return {
      value: total,
      type: this.target === "win64" ? { ...INT64, kind: "int", bits: 64, signed: false } : { kind: "int", bits: 32, signed: false },
    };
  }
}

/** `0 && x` and `1 || x` are constants even if `x` is none. */
function shortCircuit(op: string, left: Constant | undefined): Constant | undefined {
  if (left === undefined) return undefined;
  if (op === "&&" && left.value === 0n) return { value: 0n, type: INT };
  if (op === "||" && left.value !== 0n) return { value: 1n, type: INT };
  return undefined;
}
