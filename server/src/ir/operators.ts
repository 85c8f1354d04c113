/** Unary and binary operators, assignment, `++`, with C's conversions; operators of classes become calls. */
import {
  BOOL,
  type CType,
  commonArithmetic,
  INT,
  INT64,
  isArithmetic,
  isInteger,
  isPointerLike,
  pointerTo,
  promote,
  unknownType,
  wrapInteger,
} from "../names/ctype.ts";
import { memberLayout } from "../names/layout.ts";
import { field, type Syntax } from "../names/syntax.ts";
import type { Located, Lowering, Operand, Result } from "./context.ts";
import { convert, expressionPlace, expressionValue, intOperand, intValue, promoted, operandOf } from "./conversions.ts";
import { asPlace, asValue } from "./identifiers.ts";
import { operatorOf } from "./literals.ts";
import { assignObject, callOperator, isObject, methodsOf, scalarOf } from "./overloads.ts";
import type { BinaryOp, Range, UnaryOp, Value } from "./types.ts";

export const BINARY: Readonly<Record<string, BinaryOp>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "%": "mod",
  "<<": "shl",
  ">>": "shr",
  "&": "and",
  "|": "or",
  "^": "xor",
  bitand: "and",
  bitor: "or",
  xor: "xor",
  "==": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
  not_eq: "ne",
};
const UNARY: Readonly<Record<string, UnaryOp>> = { "-": "neg", "!": "not", "~": "bitnot", "+": "plus", not: "not", compl: "bitnot" };

export function isComparison(op: BinaryOp): boolean {
  return op === "eq" || op === "ne" || op === "lt" || op === "le" || op === "gt" || op === "ge";
}

export function lowerUnary(c: Lowering, node: Syntax): Result {
  const op = UNARY[operatorOf(c, node)];
  const argument = field(node, "argument");
  if (op === undefined || argument === undefined) return asValue(c.unknown(node, "unsupported"));
  const range = c.range(node);
  const result = c.item.visit.expression(c, argument);
  if (isObject(c, result)) {
    const called = callOperator(c, operatorOf(c, node), [result], range, c.range(argument));
    if (called !== undefined) return called;
  }
  const operand = scalarOf(c, result, range);
  if (op === "not") return asValue(emitUnary(c, op, operand, c.isCpp ? BOOL : INT, range));
  const wide = promoted(c, operand, range);
  if (wide.value.kind === "int" && isInteger(wide.type)) {
    const v = wide.value.value;
    const value = wrapInteger(op === "neg" ? -v : op === "bitnot" ? ~v : v, wide.type, c.names.target);
    return asValue(intOperand(value, wide.type, wide.value.name === undefined ? undefined : c.spelling(node)));
  }
  if (wide.value.kind === "float")
    return asValue({ value: { ...wide.value, value: op === "neg" ? -wide.value.value : wide.value.value }, type: wide.type });
  return op === "plus" ? asValue(wide) : asValue(emitUnary(c, op, wide, wide.type, range));
}

function emitUnary(c: Lowering, op: UnaryOp, operand: Operand, type: CType, range: Range): Operand {
  if (op === "not" && operand.value.kind === "int") return intOperand(operand.value.value === 0n ? 1n : 0n, type);
  const target = c.temp();
  c.emit({ kind: "unary", target, op, operand: operand.value, type, range });
  return { value: { kind: "temp", id: target }, type };
}

/** Every binary operator but `&&`, `||` and `,`. */
export function lowerBinary(c: Lowering, node: Syntax): Result {
  const spelling = operatorOf(c, node);
  const op = BINARY[spelling];
  const left = field(node, "left");
  const right = field(node, "right");
  if (op === undefined || left === undefined || right === undefined) return asValue(c.unknown(node, "unsupported"));
  const range = c.range(node);
  const a = c.item.visit.expression(c, left);
  if (isObject(c, a)) {
    const b = c.item.visit.expression(c, right);
    const called = callOperator(c, spelling, [a, b], range, c.range(left));
    if (called !== undefined) return called;
    return asValue(arithmetic(c, op, scalarOf(c, a, c.range(left)), scalarOf(c, b, c.range(right)), range, c.spelling(node)));
  }
  // The left operand is read before the right one runs: `x + f()` does not see what `f` does to `x`.
  const first = scalarOf(c, a, c.range(left));
  const b = c.item.visit.expression(c, right);
  if (isObject(c, b)) {
    const called = callOperator(c, spelling, [asValue(first), b], range, c.range(left));
    if (called !== undefined) return called;
  }
  return asValue(arithmetic(c, op, first, scalarOf(c, b, c.range(right)), range, c.spelling(node)));
}

/** Emits `left op right` with the usual conversions; constants are folded and keep their spelling. */
export function arithmetic(c: Lowering, op: BinaryOp, left: Operand, right: Operand, range: Range, spelling?: string): Operand {
  const isShift = op === "shl" || op === "shr";
  const pointer = isPointerLike(left.type) ? left : isPointerLike(right.type) ? right : undefined;
  if (pointer !== undefined && (op === "add" || op === "sub" || isComparison(op))) return pointerArithmetic(c, op, left, right, range);
  const operandType = isShift ? promote(left.type) : operandTypeOf(left.type, right.type);
  const type = isComparison(op) ? (c.isCpp ? BOOL : INT) : operandType;
  const a = convert(c, left, operandType, range);
  const b = isShift ? promoted(c, right, range) : convert(c, right, operandType, range);
  const folded = fold(c, op, a.value, b.value, operandType, type, spelling);
  if (folded !== undefined) return folded;
  const target = c.temp();
  c.emit({ kind: "binary", target, op, left: a.value, right: b.value, type, operandType, range });
  return { value: { kind: "temp", id: target }, type };
}

function operandTypeOf(left: CType, right: CType): CType {
  if (isArithmetic(left) && isArithmetic(right)) return commonArithmetic(left, right);
  if (left.kind === "unknown" && right.kind !== "unknown") return right.kind === "pointer" || isArithmetic(right) ? promote(right) : left;
  return promote(left);
}

function pointerArithmetic(c: Lowering, op: BinaryOp, left: Operand, right: Operand, range: Range): Operand {
  const isBoth = isPointerLike(left.type) && isPointerLike(right.type);
  const offsetType: CType = c.names.target === "win64" ? INT64 : INT;
  if (isComparison(op)) {
    // The pointer that says what it points to.
    const isPlain =
      left.type.kind === "pointer" && left.type.to.kind === "void" && left.type.name === undefined && right.type.kind === "pointer";
    const common = isPointerLike(left.type) && !isPlain ? left.type : right.type;
    const a = convert(c, left, common, range);
    const b = convert(c, right, common, range);
    const target = c.temp();
    c.emit({ kind: "binary", target, op, left: a.value, right: b.value, type: c.isCpp ? BOOL : INT, operandType: common, range });
    return { value: { kind: "temp", id: target }, type: c.isCpp ? BOOL : INT };
  }
  const target = c.temp();
  if (isBoth) {
    c.emit({ kind: "binary", target, op, left: left.value, right: right.value, type: offsetType, operandType: left.type, range });
    return { value: { kind: "temp", id: target }, type: offsetType };
  }
  // `n + p` is `p + n`.
  const [pointer, count] = isPointerLike(left.type) ? [left, right] : [right, left];
  c.emit({ kind: "binary", target, op, left: pointer.value, right: count.value, type: pointer.type, operandType: pointer.type, range });
  return { value: { kind: "temp", id: target }, type: pointer.type };
}

function fold(
  c: Lowering,
  op: BinaryOp,
  left: Value,
  right: Value,
  operandType: CType,
  type: CType,
  spelling?: string,
): Operand | undefined {
  if (left.kind !== "int" || right.kind !== "int" || !isInteger(operandType)) return undefined;
  const a = left.value;
  const b = right.value;
  if ((op === "div" || op === "mod") && b === 0n) return undefined;
  const shift = b & 63n;
  const compute: Record<BinaryOp, () => bigint | boolean> = {
    add: () => a + b,
    sub: () => a - b,
    mul: () => a * b,
    div: () => a / b,
    mod: () => a % b,
    shl: () => a << shift,
    shr: () => a >> shift,
    and: () => a & b,
    or: () => a | b,
    xor: () => a ^ b,
    eq: () => a === b,
    ne: () => a !== b,
    lt: () => a < b,
    le: () => a <= b,
    gt: () => a > b,
    ge: () => a >= b,
  };
  const raw = compute[op]();
  const value = wrapInteger(typeof raw === "boolean" ? (raw ? 1n : 0n) : raw, type, c.names.target);
  const name = left.name === undefined && right.name === undefined ? undefined : spelling;
  return { value: intValue(value, type, name), type };
}

// -------------------------------------------------------------------------------------------------------- assignment

export function lowerAssignment(c: Lowering, node: Syntax): Result {
  const left = field(node, "left");
  const right = field(node, "right");
  if (left === undefined || right === undefined) return asValue(c.unknown(node, "unsupported"));
  const range = c.range(node);
  const spelling = operatorOf(c, node);
  const target = lvalue(c, left);
  if (spelling === "=") {
    if (right.type === "initializer_list") return asValue(c.unknown(node, "unsupported"));
    const result = c.item.visit.expression(c, right);
    if (isObject(c, { kind: "place", ...target })) {
      const assigned = assignObject(c, target, result, range, c.range(left));
      if (assigned !== undefined) return assigned;
    }
    const value = convert(
      c,
      isRecordType(target.type) ? operandOf(c, result, range) : scalarOf(c, result, c.range(right), target.type),
      target.type,
      range,
    );
    c.store(target.place, value.value, target.type, range, true);
    return stored(target, value.value);
  }
  const op = BINARY[spelling.slice(0, -1)];
  if (op === undefined) return asValue(c.unknown(node, "unsupported"));
  if (isObject(c, { kind: "place", ...target })) {
    const called = callOperator(c, spelling, [{ kind: "place", ...target }, c.item.visit.expression(c, right)], range, c.range(left));
    if (called !== undefined) return called;
  }
  const before = operandOf(c, { kind: "place", ...target }, range);
  const operand = c.isExact ? scalarOf(c, c.item.visit.expression(c, right), c.range(right), target.type) : expressionValue(c, right);
  const after = convert(c, arithmetic(c, op, before, operand, range), target.type, range);
  c.store(target.place, after.value, target.type, range);
  return stored(target, after.value);
}

/** The value of an assignment: what the object holds now, which of a bit-field are its bits. */
function stored(target: Located, value: Value): Result {
  return target.bits === undefined ? { kind: "value", value, type: target.type } : { kind: "place", ...target };
}

function isRecordType(type: CType): boolean {
  return type.kind === "record";
}

/** The object on the left of an assignment. `(a = b)` and `++a` name `a` again. */
export function lvalue(c: Lowering, node: Syntax): Located {
  if (node.type === "cast_expression") {
    // `(char *)p = q`, an old extension: the object is written as the type of the cast.
    const inner = field(node, "value");
    const type = c.descriptor(field(node, "type"));
    if (inner !== undefined) return { place: lvalue(c, inner).place, type };
  }
  return expressionPlace(c, node);
}

/** `++x`, `x--`. */
export function lowerUpdate(c: Lowering, node: Syntax): Result {
  const argument = field(node, "argument");
  if (argument === undefined) return asValue(c.unknown(node, "unsupported"));
  const range = c.range(node);
  const spelling = operatorOf(c, node);
  const isPrefix = (field(node, "operator")?.start ?? 0) < argument.start;
  const target = lvalue(c, argument);
  if (isObject(c, { kind: "place", ...target })) {
    const extra: Result[] = isPrefix ? [] : [asValue(intOperand(0n))];
    const called = callOperator(c, spelling, [{ kind: "place", ...target }, ...extra], range, c.range(argument));
    if (called !== undefined) return called;
  }
  const before = operandOf(c, { kind: "place", ...target }, range);
  const after = convert(c, arithmetic(c, spelling === "++" ? "add" : "sub", before, intOperand(1n), range), target.type, range);
  c.store(target.place, after.value, target.type, range);
  if (isPrefix) return stored(target, after.value);
  return { kind: "value", value: before.value, type: target.bits === undefined ? target.type : before.type };
}

// -------------------------------------------------------------------------------------------- pointers, members, elements

/** `*p` and `&x`. */
export function lowerPointer(c: Lowering, node: Syntax): Result {
  const argument = field(node, "argument");
  if (argument === undefined) return asValue(c.unknown(node, "unsupported"));
  const range = c.range(node);
  if (operatorOf(c, node) === "&") {
    const data = c.isExact ? dataMember(c, argument) : undefined;
    if (data !== undefined) return asValue(data);
    const result = c.item.visit.expression(c, argument);
    if (isObject(c, result) && result.type.kind === "record" && methodsOf(c, result.type.name, "operator&").length > 0) {
      const called = callOperator(c, "&", [result], range, c.range(argument));
      if (called !== undefined) return called;
    }
    // The address of a function is the function.
    if (result.kind === "value" && (result.value.kind === "function" || result.type.kind === "function")) return result;
    if (result.kind === "value") return asValue(c.addressOf(expressionObject(c, result, range), range));
    if (result.type.kind === "reference") return asValue(c.load(result, range));
    return asValue(c.addressOf(result, range));
  }
  const result = c.item.visit.expression(c, argument);
  if (isObject(c, result)) {
    const called = callOperator(c, "*", [result], range, c.range(argument));
    if (called !== undefined) return called;
  }
  return dereference(c, operandOf(c, result, c.range(argument)), range);
}

/** `&C::member`: how far the member is from the start of the object. */
function dataMember(c: Lowering, node: Syntax): Operand | undefined {
  if (node.type !== "qualified_identifier") return undefined;
  const name = c.spelling(node).replace(/\s*::\s*/g, "::");
  const at = name.lastIndexOf("::");
  const owner = at < 0 ? undefined : c.names.type(name.slice(0, at), c.record);
  const found = owner?.kind === "record" ? c.names.field(owner.name, name.slice(at + 2)) : undefined;
  const place = owner?.kind === "record" && found?.isStatic === false ? memberLayout(owner.name, found.name, c.names) : undefined;
  return place === undefined ? undefined : intOperand(BigInt(place.offset), pointerTo(place.type));
}

function expressionObject(c: Lowering, result: Result, range: Range): Located {
  if (result.kind === "place") return result;
  const object = c.synthetic("temporary", result.type, range);
  c.store(object.place, result.value, result.type, range);
  return object;
}

/** The object that a pointer points to. */
export function dereference(c: Lowering, pointer: Operand, range: Range): Result {
  if (pointer.type.kind === "pointer") {
    if (pointer.type.to.kind === "function") return { kind: "value", value: pointer.value, type: pointer.type };
    return asPlace(c, { place: { kind: "deref", pointer: pointer.value }, type: pointer.type.to }, range);
  }
  const type = unknownType(`*${pointer.type.kind === "unknown" ? pointer.type.text : ""}`);
  return { kind: "place", place: { kind: "deref", pointer: pointer.value, type }, type };
}

/** `a[i]`. */
export function lowerSubscript(c: Lowering, node: Syntax): Result {
  const argument = field(node, "argument");
  const list = field(node, "indices") ?? field(node, "index");
  const indexNode = list?.type === "subscript_argument_list" ? list.children.find((n) => n.named) : list;
  if (argument === undefined || indexNode === undefined) return asValue(c.unknown(node, "unsupported"));
  const range = c.range(node);
  const base = c.item.visit.expression(c, argument);
  if (isObject(c, base)) {
    const called = callOperator(c, "[]", [base, c.item.visit.expression(c, indexNode)], range, c.range(argument));
    if (called !== undefined) return called;
  }
  if (base.kind === "place" && base.type.kind === "array") {
    const index = expressionValue(c, indexNode);
    return asPlace(c, { place: { kind: "index", of: base.place, index: index.value }, type: base.type.of }, range);
  }
  let pointer = operandOf(c, base, c.range(argument));
  let index = expressionValue(c, indexNode);
  // `2[p]`
  if (!isPointerLike(pointer.type) && isPointerLike(index.type)) [pointer, index] = [index, pointer];
  const of: CType = pointer.type.kind === "pointer" ? pointer.type.to : unknownType("element");
  return asPlace(
    c,
    { place: { kind: "index", of: { kind: "deref", pointer: pointer.value, type: { kind: "array", of } }, index: index.value }, type: of },
    range,
  );
}
