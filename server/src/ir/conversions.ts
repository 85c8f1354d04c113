/** From what an expression names to values of the type that is wanted: loads, decay, C's conversions. */
import {
  BOOL,
  type CType,
  INT,
  integerShape,
  isArithmetic,
  isInteger,
  pointerTo,
  promote,
  sameType,
  unknownType,
  wrapInteger,
} from "../names/ctype.ts";
import { nearestFloat } from "../names/literals.ts";
import type { Syntax } from "../names/syntax.ts";
import type { Located, Lowering, Operand, Result } from "./context.ts";
import type { Range, Value } from "./types.ts";

/** The value of a result: objects are loaded, arrays and functions decay to addresses. */
export function operandOf(c: Lowering, result: Result, range: Range): Operand {
  if (result.kind === "value") return result;
  const { type } = result;
  if (type.kind === "array") {
    const first: Located = { place: { kind: "index", of: result.place, index: intValue(0n, INT) }, type: type.of };
    return c.addressOf(first, range);
  }
  if (type.kind === "function") {
    // `*pf` of a pointer to a function is the pointer again.
    if (result.place.kind === "deref") return { value: result.place.pointer, type: pointerTo(type) };
    return c.addressOf(result, range);
  }
  const loaded = c.load(result, range);
  return result.bits === undefined ? loaded : { ...loaded, type: fieldType(type, result.bits) };
}

/** The type of a bit-field's value: int if every value of that width fits into one, whatever its declared type. */
export function fieldType(type: CType, bits: number): CType {
  const shape = integerShape(type);
  return shape !== undefined && shape.bits <= 32 && bits < 32 ? INT : promote(type);
}

/** The object of a result; a value that has no object gets one (a synthetic local), so that its members can be reached. */
export function placeOf(c: Lowering, result: Result, range: Range): Located {
  if (result.kind === "place") return result;
  const object = c.synthetic("temporary", result.type, range);
  c.store(object.place, result.value, result.type, range);
  return object;
}

export function expressionValue(c: Lowering, node: Syntax): Operand {
  return operandOf(c, c.item.visit.expression(c, node), c.range(node));
}

export function expressionPlace(c: Lowering, node: Syntax): Located {
  return placeOf(c, c.item.visit.expression(c, node), c.range(node));
}

export function intValue(value: bigint, type: CType, name?: string): Value {
  return name === undefined ? { kind: "int", value, type } : { kind: "int", value, type, name };
}
export function intOperand(value: bigint, type: CType = INT, name?: string): Operand {
  return { value: intValue(value, type, name), type };
}

/** The operand as a value of `type`. Constants are converted at once; `explicit` for casts that a person wrote. */
export function convert(c: Lowering, operand: Operand, type: CType, range: Range, explicit = false): Operand {
  const from = operand.type;
  const { value } = operand;
  if (type.kind === "void") return { value, type };
  if (value.kind === "int" && (isInteger(type) || type.kind === "pointer")) {
    if (type.kind === "bool" && from.kind !== "bool") return intOperand(value.value === 0n ? 0n : 1n, BOOL, value.name);
    return { value: intValue(wrapInteger(value.value, type, c.names.target), type, value.name), type };
  }
  if (type.kind === "float" && (value.kind === "int" || value.kind === "float")) {
    const number = type.bits === 32 ? nearestFloat(value.value) : Number(value.value);
    return { value: { kind: "float", value: number, type }, type };
  }
  if (sameRepresentation(from, type)) return { value, type };
  if (type.kind === "unknown" || from.kind === "unknown")
    return explicit || isArithmetic(type) ? castTo(c, operand, type, range, explicit) : { value, type };
  if (type.kind === "record" || from.kind === "record") return explicit ? castTo(c, operand, type, range, true) : { value, type: from };
  return castTo(c, operand, type, range, explicit);
}

function castTo(c: Lowering, operand: Operand, type: CType, range: Range, explicit: boolean): Operand {
  // An unknown read as an integer stays what it is unless a person wrote the cast: its width is not known anyway.
  if (!explicit && operand.type.kind === "unknown" && !isNarrow(type)) return { value: operand.value, type };
  return c.cast(operand, type, range, explicit);
}

function isNarrow(type: CType): boolean {
  const shape = integerShape(type);
  return type.kind === "bool" || (shape !== undefined && shape.bits < 32);
}

/** No bit changes between these two types. */
function sameRepresentation(from: CType, to: CType): boolean {
  if (sameType(from, to)) return true;
  if (from.kind === "pointer" && to.kind === "pointer") {
    // Between classes the address may move (multiple inheritance), so that cast stays visible.
    return !(from.to.kind === "record" && to.to.kind === "record" && from.to.name !== to.to.name);
  }
  const a = integerShape(from);
  const b = integerShape(to);
  return a !== undefined && b !== undefined && a.bits === b.bits && a.signed === b.signed && to.kind !== "bool";
}

/** Integer promotion as an operand. */
export function promoted(c: Lowering, operand: Operand, range: Range): Operand {
  const type = promote(operand.type);
  return type === operand.type ? operand : convert(c, operand, type, range);
}

/** A value whose type nobody knows. */
export function unknownValue(text: string, type: CType = unknownType(text)): Operand {
  return { value: { kind: "unknown", text: text.slice(0, 80), type }, type };
}
