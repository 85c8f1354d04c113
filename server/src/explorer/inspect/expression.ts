/**
 * Simple expressions over a stopped run: names, members, elements, `*` and `&`, casts, constants, and arithmetic and comparisons of numbers.
 * Nothing is called and nothing is assigned, so the run stays as it is.
 */
import { evaluateConstant } from "../../names/constants.ts";
import type { CType } from "../../names/ctype.ts";
import { type Token, tokenize } from "../../names/tokens.ts";
import { typeFromText } from "../../names/typetext.ts";
import type { Names } from "../../names/types.ts";
import type { CodeFrame } from "../interpreter/frame.ts";
import { globalAddress } from "../interpreter/globals.ts";
import { compute, computeUnary, convert, fromBig, type Int, isConcrete, isComparison, type Scalar } from "../values.ts";
import type { BinaryOp } from "../../ir/types.ts";
import type { Inspector, Ref } from "./values.ts";

/** The expression cannot be read, or something in it has no value now; the message says what. */
export class ExpressionError extends Error {}

const INT: CType = { kind: "int", bits: 32, signed: true };
const INT64: CType = { kind: "int", bits: 64, signed: true };

/** Binary operators by how tightly they bind. */
const LEVELS: readonly Readonly<Record<string, BinaryOp>>[] = [
  { "|": "or" },
  { "^": "xor" },
  { "&": "and" },
  { "==": "eq", "!=": "ne" },
  { "<": "lt", ">": "gt", "<=": "le", ">=": "ge" },
  { "<<": "shl", ">>": "shr" },
  { "+": "add", "-": "sub" },
  { "*": "mul", "/": "div", "%": "mod" },
];

export function evaluateExpression(inspector: Inspector, frame: CodeFrame | undefined, text: string, uri: string): Ref {
  const ref = new Evaluator(inspector, frame, tokenize(text), uri).whole();
  return { ...ref, path: text };
}

class Evaluator {
  #at = 0;
  readonly #names: Names;
  readonly #record: string | undefined;

  constructor(
    private readonly inspector: Inspector,
    private readonly frame: CodeFrame | undefined,
    private readonly tokens: readonly Token[],
    private readonly uri: string,
  ) {
    this.#names = inspector.world.sim.image.unit.names(uri);
    this.#record = frame?.fn.program.ir.record;
  }

  whole(): Ref {
    const ref = this.#logical();
    const rest = this.tokens[this.#at];
    if (rest) throw new ExpressionError(`${rest.text} is not understood here`);
    return ref;
  }

  #accept(...texts: readonly string[]): string | undefined {
    const token = this.tokens[this.#at];
    if (!token || token.kind === "string" || !texts.includes(token.text)) return undefined;
    this.#at++;
    return token.text;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw new ExpressionError(`${text} is missing`);
  }

  /** The number that a reference holds. */
  #number(ref: Ref): Int {
    if (ref.type.kind === "array" && ref.address !== undefined) return ref.address;
    const value = this.inspector.read(ref);
    if (value === undefined || !isConcrete(value)) throw new ExpressionError(`${ref.path ?? "a part"} has no known value`);
    return value;
  }

  #logical(): Ref {
    let left = this.#comparison();
    for (;;) {
      const op = this.#accept("&&", "||");
      if (!op) return left;
      const a = this.#number(left) !== 0;
      const b = this.#number(this.#comparison()) !== 0;
      left = { type: INT, value: (op === "&&" ? a && b : a || b) ? 1 : 0 };
    }
  }

  #comparison(): Ref {
    return this.#binary(0);
  }

  #binary(level: number): Ref {
    const operators = LEVELS[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const op = this.#accept(...Object.keys(operators));
      if (!op) return left;
      left = this.#apply(operators[op]!, left, this.#binary(level + 1));
    }
  }

  #apply(op: BinaryOp, left: Ref, right: Ref): Ref {
    const pointer = left.type.kind === "pointer" || left.type.kind === "array";
    if (pointer && (op === "add" || op === "sub") && right.type.kind !== "pointer") {
      const count = Number(this.#number(right));
      const element = this.inspector.element(left, op === "add" ? count : -count);
      if (element?.address === undefined) throw new ExpressionError("the pointer leads nowhere");
      return { type: left.type.kind === "array" ? { kind: "pointer", to: left.type.of } : left.type, value: element.address };
    }
    const type = left.type.kind === "float" || right.type.kind === "float" ? ({ kind: "float", bits: 64 } as const) : INT64;
    const scalar = this.inspector.scalar(type)!;
    const value = compute(op, this.#number(left), this.#number(right), scalar);
    if (value === undefined) throw new ExpressionError("division by zero");
    return { type: isComparison(op) ? INT : type, value };
  }

  #unary(): Ref {
    const op = this.#accept("*", "&", "-", "!", "~", "+");
    if (op === undefined) return this.#postfix(this.#cast() ?? this.#primary());
    const inner = this.#unary();
    switch (op) {
      case "*": {
        const target = this.inspector.element(inner, 0);
        if (!target) throw new ExpressionError(`${inner.path ?? "that"} leads to nothing`);
        return target;
      }
      case "&":
        if (inner.address === undefined) throw new ExpressionError(`${inner.path ?? "that"} has no address: it lives in a register`);
        return { type: { kind: "pointer", to: inner.type }, value: inner.address };
      case "!":
        return { type: INT, value: this.#number(inner) === 0 ? 1 : 0 };
      case "+":
        return inner;
      default: {
        const scalar: Scalar = this.inspector.scalar(inner.type) ?? { kind: "int", size: 8, signed: true };
        return { type: inner.type, value: computeUnary(op === "-" ? "neg" : "bitnot", this.#number(inner), scalar) };
      }
    }
  }

  /** `(T *)x`, where T is a type. */
  #cast(): Ref | undefined {
    if (this.tokens[this.#at]?.text !== "(") return undefined;
    let end = this.#at + 1;
    while (end < this.tokens.length && /^[A-Za-z_:*]/.test(this.tokens[end]!.text)) end++;
    if (end === this.#at + 1 || this.tokens[end]?.text !== ")" || this.tokens[this.#at + 1]?.kind !== "identifier") return undefined;
    const words = this.tokens.slice(this.#at + 1, end).map((token) => token.text);
    const type = this.#names.resolve(typeFromText(words.join(" ")));
    const innermost = (of: CType): CType => (of.kind === "pointer" ? innermost(of.to) : of);
    const base = innermost(type);
    if (base.kind === "unknown" || (words.length === 1 && this.#lookup(words[0]!))) return undefined;
    this.#at = end + 1;
    const inner = this.#unary();
    const to = this.inspector.scalar(type);
    const from = this.inspector.scalar(inner.type) ?? { kind: "pointer", size: 8, signed: false };
    if (!to) throw new ExpressionError("only numbers and pointers are converted");
    return { type, value: convert(this.#number(inner), from, to) };
  }

  #postfix(start: Ref): Ref {
    let ref = start;
    for (;;) {
      if (this.#accept("[")) {
        const index = Number(this.#number(this.#logical()));
        this.#expect("]");
        const element = this.inspector.element(ref, index);
        if (!element) throw new ExpressionError("that has no elements");
        ref = element;
        continue;
      }
      const op = this.#accept(".", "->");
      if (!op) return ref;
      const name = this.tokens[this.#at++]?.text ?? "";
      const of = op === "->" || ref.type.kind === "pointer" ? this.inspector.element(ref, 0) : ref;
      const member = of && this.inspector.member(of.type.kind === "reference" ? this.#through(of) : of, name);
      if (!member) throw new ExpressionError(`there is no member ${name}`);
      ref = member;
    }
  }

  #through(ref: Ref): Ref {
    const address = this.inspector.read(ref);
    return ref.type.kind === "reference" && typeof address === "number" ? { type: ref.type.to, address } : ref;
  }

  #primary(): Ref {
    if (this.#accept("(")) {
      const inner = this.#logical();
      this.#expect(")");
      return inner;
    }
    const token = this.tokens[this.#at++];
    if (!token) throw new ExpressionError("the expression ends too early");
    let text = token.text;
    while (this.tokens[this.#at]?.text === "::") {
      text += `::${this.tokens[this.#at + 1]?.text ?? ""}`;
      this.#at += 2;
    }
    const found = this.#lookup(text);
    if (found) return { ...this.#through(found), path: text };
    const constant = evaluateConstant(text, this.#names, this.#record);
    if (constant) return { type: constant.type, value: fromBig(constant.value) };
    throw new ExpressionError(/^[A-Za-z_]/.test(text) ? `there is no ${text} here` : `${text} is not understood`);
  }

  #lookup(name: string): Ref | undefined {
    if (this.frame) {
      const local = this.inspector.variables(this.frame).findLast((one) => one.name === name);
      if (local) return local.ref;
      const self = this.inspector.variables(this.frame).find((one) => one.name === "this");
      const object = self && this.inspector.element(self.ref, 0);
      const member = object && this.inspector.member(object, name);
      if (member) return member;
      const unset = this.inspector.variables(this.frame, true).findLast((one) => one.name === name);
      if (unset) return unset.ref;
    }
    if (!this.#names.variable(name, this.#record)) return undefined;
    const { image } = this.inspector.world.sim;
    const place = globalAddress(image, name, this.uri, this.#record);
    return place.type && { type: place.type, address: place.address };
  }
}
