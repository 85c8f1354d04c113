/** Conditions: short circuit, negation, declarations in conditions, `?:`. */
import { BOOL, type CType, commonArithmetic, INT, isArithmetic, sameType } from "../names/ctype.ts";
import { field, named, type Syntax } from "../names/syntax.ts";
import type { DraftBlock } from "./builder.ts";
import type { Lowering, Operand, Result } from "./context.ts";
import { convert, operandOf, fieldType } from "./conversions.ts";
import { asValue } from "./identifiers.ts";
import { operatorOf } from "./literals.ts";
import { constructFrom } from "./objects.ts";
import { scalarOf } from "./overloads.ts";
import { fullExpression } from "./temporaries.ts";
import type { Range, Terminator } from "./types.ts";

export type Origin = Extract<Terminator, { kind: "branch" }>["origin"];

export function branch(
  c: Lowering,
  condition: Operand,
  yes: DraftBlock,
  no: DraftBlock,
  origin: Origin,
  range: Range,
  ofLoop?: true,
): void {
  if (condition.value.kind === "int" && origin !== "assert" && origin !== "handler") {
    // `while (1)`, `do … while (0)`: there is nothing to decide.
    c.builder.jump(condition.value.value !== 0n ? yes : no, range);
    return;
  }
  // biome-ignore lint/suspicious/noThenProperty: the branch taken when the condition holds
  c.builder.terminate({ kind: "branch", condition: condition.value, then: yes.id, else: no.id, range, origin, ...(ofLoop && { ofLoop }) });
}

/** Goes to `yes` if the expression holds, else to `no`. */
export function lowerCondition(c: Lowering, node: Syntax, yes: DraftBlock, no: DraftBlock, origin: Origin, ofLoop?: true): void {
  c.deeper(
    () => condition(c, node, yes, no, origin, ofLoop),
    () => branch(c, c.unknown(node, "depth"), yes, no, origin, c.range(node), ofLoop),
  );
}

function condition(c: Lowering, node: Syntax, yes: DraftBlock, no: DraftBlock, origin: Origin, ofLoop?: true): void {
  switch (node.type) {
    case "parenthesized_expression": {
      const inner = named(node);
      if (inner.length === 1 && inner[0]!.type !== "compound_statement") {
        lowerCondition(c, inner[0]!, yes, no, origin, ofLoop);
        return;
      }
      break;
    }
    case "unary_expression": {
      const argument = field(node, "argument");
      const operator = operatorOf(c, node);
      if ((operator === "!" || operator === "not") && argument !== undefined) {
        lowerCondition(c, argument, no, yes, origin, ofLoop);
        return;
      }
      break;
    }
    case "binary_expression": {
      const operator = operatorOf(c, node);
      const left = field(node, "left");
      const right = field(node, "right");
      const isAnd = operator === "&&" || operator === "and";
      if (left === undefined || right === undefined || !(isAnd || operator === "||" || operator === "or")) break;
      const next = c.builder.newBlock();
      const ofThisLoop = ofLoop || origin === "loop" ? true : undefined;
      if (isAnd) lowerCondition(c, left, next, no, "and", ofThisLoop);
      else lowerCondition(c, left, yes, next, "or", ofThisLoop);
      c.builder.startAt(next);
      lowerCondition(c, right, yes, no, isAnd ? "and" : "or", ofThisLoop);
      return;
    }
    case "comma_expression": {
      const left = field(node, "left");
      const right = field(node, "right");
      if (left === undefined || right === undefined) break;
      c.item.visit.expression(c, left);
      lowerCondition(c, right, yes, no, origin, ofLoop);
      return;
    }
    default:
  }
  const range = c.range(node);
  // The temporaries of a condition end before either branch starts.
  const value = fullExpression(c, range, () => scalarOf(c, c.item.visit.expression(c, node), range, BOOL));
  branch(c, value, yes, no, origin, range, ofLoop);
}

/** `a && b`, `a || b`, and `!a` of such, as a value. */
export function lowerLogical(c: Lowering, node: Syntax): Result {
  const range = c.range(node);
  const type: CType = c.isCpp ? BOOL : INT;
  const merged = c.synthetic(operatorOf(c, node) === "&&" ? "and" : "or", type, range);
  const yes = c.builder.newBlock();
  const no = c.builder.newBlock();
  const join = c.builder.newBlock();
  lowerCondition(c, node, yes, no, "if");
  for (const [block, value] of [
    [yes, 1n],
    [no, 0n],
  ] as const) {
    c.builder.startAt(block);
    c.store(merged.place, { kind: "int", value, type }, type, range);
    c.builder.jump(join, range);
  }
  c.builder.startAt(join);
  return asValue(c.load(merged, range));
}

/** `a ? b : c`, and `a ?: c`. */
export function lowerConditional(c: Lowering, node: Syntax): Result {
  const test = field(node, "condition");
  const first = field(node, "consequence");
  const second = field(node, "alternative");
  const range = c.range(node);
  if (test === undefined || second === undefined) return asValue(c.unknown(node, "unsupported"));
  const yes = c.builder.newBlock();
  const no = c.builder.newBlock();
  const join = c.builder.newBlock();
  let known: Result | undefined;
  if (first === undefined) {
    const operand = operandOf(c, c.item.visit.expression(c, test), c.range(test));
    known = asValue(operand);
    branch(c, operand, yes, no, "conditional", c.range(test));
  } else lowerCondition(c, test, yes, no, "conditional");

  c.builder.startAt(yes);
  const a = known ?? c.item.visit.expression(c, first!);
  const aEnd = c.builder.current;
  c.builder.startAt(no);
  const b = c.item.visit.expression(c, second);
  const bEnd = c.builder.current;

  const finish = (end: DraftBlock, work: () => void): void => {
    c.builder.startAt(end);
    work();
    c.builder.jump(join, range);
  };
  if (a.type.kind === "void" || b.type.kind === "void") {
    finish(aEnd, () => undefined);
    finish(bEnd, () => undefined);
    c.builder.startAt(join);
    return a.type.kind === "void" ? a : b;
  }
  if (a.kind === "place" && b.kind === "place" && a.type.kind === "record" && b.type.kind === "record") {
    // Objects are not copied: the conditional names one of the two.
    const pointer = c.synthetic("conditional", { kind: "pointer", to: a.type }, range);
    finish(aEnd, () => c.store(pointer.place, c.addressOf(a, range).value, pointer.type, range));
    finish(bEnd, () => c.store(pointer.place, c.addressOf(b, range).value, pointer.type, range));
    c.builder.startAt(join);
    return { kind: "place", place: { kind: "deref", pointer: c.load(pointer, range).value }, type: a.type };
  }
  if (
    c.isExact &&
    a.kind === "place" &&
    b.kind === "place" &&
    a.bits === undefined &&
    b.bits === undefined &&
    sameType(a.type, b.type) &&
    a.type.kind !== "array"
  ) {
    const pointer = c.synthetic("conditional", { kind: "pointer", to: a.type }, range);
    finish(aEnd, () => c.store(pointer.place, c.addressOf(a, range).value, pointer.type, range));
    finish(bEnd, () => c.store(pointer.place, c.addressOf(b, range).value, pointer.type, range));
    c.builder.startAt(join);
    return { kind: "place", place: { kind: "deref", pointer: c.load(pointer, range).value }, type: a.type };
  }
  const record = c.isExact && a.type.kind !== b.type.kind ? [a.type, b.type].find((one) => one.kind === "record") : undefined;
  if (record !== undefined) {
    // `found ? make() : nullptr`: the other side is made into an object of the class.
    const object = c.temporary("conditional", record, range);
    finish(aEnd, () => void constructFrom(c, object, [{ result: a, range }], range, range));
    finish(bEnd, () => void constructFrom(c, object, [{ result: b, range }], range, range));
    c.builder.startAt(join);
    return { kind: "place", ...object, isRvalue: true };
  }
  const type = mergedType(ofField(a), ofField(b));
  const merged = c.synthetic("conditional", type, range);
  finish(aEnd, () => c.store(merged.place, convert(c, operandOf(c, a, range), type, range).value, type, range));
  finish(bEnd, () => c.store(merged.place, convert(c, operandOf(c, b, range), type, range).value, type, range));
  c.builder.startAt(join);
  return asValue(c.load(merged, range));
}

function ofField(result: Result): Result {
  return result.kind === "place" && result.bits !== undefined ? { ...result, type: fieldType(result.type, result.bits) } : result;
}

function mergedType(a: Result, b: Result): CType {
  const decay = (type: CType): CType =>
    type.kind === "array" ? { kind: "pointer", to: type.of } : type.kind === "function" ? { kind: "pointer", to: type } : type;
  const left = decay(a.type);
  const right = decay(b.type);
  if (isArithmetic(left) && isArithmetic(right)) return commonArithmetic(left, right);
  // `p ? p : NULL` has the type of the pointer that points to something.
  if (left.kind === "pointer" && right.kind === "pointer") return left.to.kind === "void" && isNull(a) ? right : left;
  if (left.kind === "pointer" || right.kind === "unknown") return left;
  return right;
}

function isNull(result: Result): boolean {
  return result.kind === "value" && result.value.kind === "int" && result.value.value === 0n;
}

export function lastRange(range: Range): Range {
  return { start: Math.max(range.start, range.end - 1), end: range.end };
}
