/** Casts of both languages. */
import { type CType, pointerTo } from "../names/ctype.ts";
import { keywordType } from "../names/specifiers.ts";
import { field, named, type Syntax } from "../names/syntax.ts";
import type { Argument } from "./callEmit.ts";
import type { Lowering, Operand, Result } from "./context.ts";
import { convert, placeOf } from "./conversions.ts";
import { asValue } from "./identifiers.ts";
import { constructFrom } from "./objects.ts";
import { isObject, scalarOf } from "./overloads.ts";
import type { Range } from "./types.ts";

/** `(T)x`. */
export function lowerCast(c: Lowering, node: Syntax): Result {
  const type = c.descriptor(field(node, "type"));
  const value = field(node, "value");
  if (value === undefined) return asValue(c.unknown(node, "unsupported"));
  if (value.type === "initializer_list") return asValue(c.unknown(node, "unsupported"));
  return castResult(c, c.item.visit.expression(c, value), type, c.range(node), c.range(value));
}

/** A result as a value or object of another type, because a person wrote so. */
export function castResult(c: Lowering, result: Result, type: CType, range: Range, operandRange: Range): Result {
  if (type.kind === "void") return { kind: "value", value: { kind: "unknown", text: "void", type }, type };
  if (type.kind === "reference") {
    const object = placeOf(c, result, operandRange);
    const address = convert(c, c.addressOf(object, operandRange), pointerTo(type.to), range, true);
    const place: Result = { kind: "place", place: { kind: "deref", pointer: address.value }, type: type.to };
    return c.isExact && type.rvalue === true ? { ...place, isRvalue: true } : place;
  }
  if (type.kind === "record" && c.isCpp) {
    if (result.type.kind === "record" && result.type.name === type.name) return result;
    const object = c.temporary("temporary", type, range);
    constructFrom(c, object, [{ result, range: operandRange }], range, range);
    return { kind: "place", place: object.place, type, ...rvalue(c) };
  }
  const operand = scalarOf(c, result, operandRange, type);
  return asValue(convert(c, operand, type, range, true));
}

/** `static_cast<T>(x)` and its kin; undefined if the call is none. */
export function lowerNamedCast(c: Lowering, fn: Syntax, args: Syntax, node: Syntax): Result | undefined {
  if (fn.type !== "template_function") return undefined;
  const name = field(fn, "name");
  const list = field(fn, "arguments");
  if (name === undefined || list === undefined || !/^(?:static|reinterpret|const|dynamic)_cast$/.test(c.text(name))) return undefined;
  const descriptor = named(list)[0];
  const operand = named(args)[0];
  if (descriptor === undefined || operand === undefined) return undefined;
  const type = c.descriptor(descriptor);
  if (c.isExact && c.text(name) === "dynamic_cast") {
    const cast = dynamicCast(c, c.item.visit.expression(c, operand), type, c.range(node), c.range(operand));
    if (cast !== undefined) return cast;
  }
  return castResult(c, c.item.visit.expression(c, operand), type, c.range(node), c.range(operand));
}

/** Called with a pointer to an object; the interpreter looks at what the object is. */
export const DYNAMIC_CAST = "__std_dynamic_cast";

/** `dynamic_cast<T *>(p)` and `dynamic_cast<T &>(x)`: what the object is decides, so code that is run asks for it. */
function dynamicCast(c: Lowering, result: Result, type: CType, range: Range, operandRange: Range): Result | undefined {
  const isReference = type.kind === "reference";
  const to = type.kind === "pointer" || isReference ? type.to : undefined;
  if (to === undefined) return undefined;
  const pointer = isReference ? c.addressOf(placeOf(c, result, operandRange), operandRange) : scalarOf(c, result, operandRange, type);
  const from = pointer.type.kind === "pointer" ? pointer.type.to : undefined;
  if (from?.kind !== "record" || (to.kind !== "record" && to.kind !== "void")) return undefined;
  const target = c.temp();
  c.emit({
    kind: "call",
    target,
    callee: { kind: "name", name: DYNAMIC_CAST },
    args: [pointer.value],
    argRanges: [operandRange],
    nameRange: range,
    type: pointerTo(to),
    discarded: false,
    range,
  });
  const value: Operand = { value: { kind: "temp", id: target }, type: pointerTo(to) };
  return isReference ? { kind: "place", place: { kind: "deref", pointer: value.value }, type: to } : asValue(value);
}

/** `T(a, b)` and `T{a}`: a cast for scalars, a temporary object for classes. */
export function lowerFunctionalCast(c: Lowering, type: CType, args: readonly Argument[], range: Range, nameRange: Range): Result {
  if (type.kind !== "record" && args.length === 1) return castResult(c, args[0]!.result, type, range, args[0]!.range);
  if (c.isExact && type.kind !== "record" && args.length === 0 && type.kind !== "unknown") {
    const object = c.synthetic("zero", type, range);
    c.emit({ kind: "zero", place: object.place, type, range });
    return asValue(c.load(object, range));
  }
  if (
    !c.isExact &&
    args.length === 1 &&
    isObject(c, args[0]!.result) &&
    args[0]!.result.type.kind === "record" &&
    type.kind === "record" &&
    args[0]!.result.type.name === type.name
  ) {
    return args[0]!.result;
  }
  const object = c.temporary("temporary", type, range);
  constructFrom(c, object, args, range, nameRange);
  return { kind: "place", place: object.place, type, ...rvalue(c) };
}

function rvalue(c: Lowering): { readonly isRvalue?: true } {
  return c.isExact ? { isRvalue: true } : {};
}

/** Type that a name in call position stands for (`DWORD(x)`, `CString("a")`); undefined if it is a value or a function. */
export function typeInCallPosition(c: Lowering, name: string): CType | undefined {
  if (c.lookup(name) !== undefined) return undefined;
  return keywordType(name) ?? (c.names.functions(name, c.record).some((f) => !f.isConstructor) ? undefined : c.names.type(name, c.record));
}
