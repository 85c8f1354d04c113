/** `new` and `delete`. */
import { type CType, pointerTo } from "../names/ctype.ts";
import { sizeOf } from "../names/layout.ts";
import { declared } from "../names/declarators.ts";
import { field, hasToken, named, type Syntax } from "../names/syntax.ts";
import { lowerArguments } from "./calls.ts";
import type { Located, Lowering, Operand, Result } from "./context.ts";
import { type Argument, emitCall, signatureOf } from "./callEmit.ts";
import { choose, overloadKey } from "./choices.ts";
import { convert, expressionValue, intOperand, operandOf } from "./conversions.ts";
import { asValue } from "./identifiers.ts";
import { constructElements, constructFrom, constructDefault, forEachElement, needsConstruction } from "./objects.ts";
import { arithmetic } from "./operators.ts";
import { methodsOf } from "./overloads.ts";
import type { Value } from "./types.ts";

/** `new T`, `new T(a)`, `new T[n]`, `new (p) T`. */
export function lowerNew(c: Lowering, node: Syntax): Result {
  const range = c.range(node);
  const placement = field(node, "placement");
  let type: CType = c.declaredType(node);
  let count: ReturnType<typeof expressionValue> | undefined;
  const declarator = field(node, "declarator");
  if (declarator?.type === "new_declarator") {
    const length = field(declarator, "length");
    if (length !== undefined) count = expressionValue(c, length);
  } else if (declarator !== undefined) type = c.resolve(declared(type, declarator, c.frame.text)?.type ?? type);
  const place = placement === undefined ? undefined : named(placement)[0];
  const at = place === undefined || ownsNew(c, node, type, count !== undefined) ? undefined : expressionValue(c, place);
  const own = c.isExact ? classNew(c, node, type, count) : undefined;
  const target = c.temp();
  c.emit({
    kind: "new",
    target,
    type,
    ...(count === undefined ? {} : { count: count.value }),
    // `new (nothrow) T` has no storage to give; only a pointer is a place.
    ...(own !== undefined ? { placement: own } : at === undefined || at.type.kind !== "pointer" ? {} : { placement: at.value }),
    range,
  });
  const pointer: Result = { kind: "value", value: { kind: "temp", id: target }, type: pointerTo(type) };
  const object: Located = { place: { kind: "deref", pointer: pointer.value }, type };
  const args = field(node, "arguments");
  if (count !== undefined && c.isExact && args !== undefined && !needsConstruction(c, type)) {
    // `new char[n]()` begins with zeros.
    const array: CType = { kind: "array", of: type };
    const all: Located = { place: { kind: "deref", pointer: pointer.value, type: array }, type: array };
    forEachElement(c, all, type, count.value, range, (part) => c.emit({ kind: "zero", place: part.place, type, range }));
    return pointer;
  }
  if (count !== undefined) {
    constructElements(
      c,
      { place: { kind: "deref", pointer: pointer.value, type: { kind: "array", of: type } }, type: { kind: "array", of: type } },
      type,
      count.value,
      range,
    );
    return pointer;
  }
  if (args === undefined) constructDefault(c, object, range);
  else if (c.isExact && args.type === "initializer_list") c.item.visit.braced(c, object, args);
  else constructFrom(c, object, lowerArguments(c, args), range, range);
  return pointer;
}

/** The class's own `operator new`, unless `::new` was written. */
function ownsNew(c: Lowering, node: Syntax, type: CType, array: boolean): boolean {
  if (!c.isExact || type.kind !== "record" || node.children[0]?.type === "::") return false;
  return methodsOf(c, type.name, array ? "operator new[]" : "operator new").length > 0;
}

/** The storage that the class's `operator new` gives, from its size and what stands in brackets behind `new`. */
function classNew(c: Lowering, node: Syntax, type: CType, count: Operand | undefined): Value | undefined {
  if (type.kind !== "record" || !ownsNew(c, node, type, count !== undefined)) return undefined;
  const range = c.range(node);
  const sizeType: CType = { kind: "int", bits: c.names.target === "win64" ? 64 : 32, signed: false };
  const one = intOperand(BigInt(sizeOf(type, c.names) ?? 1), sizeType);
  const size = count === undefined ? one : arithmetic(c, "mul", one, convert(c, count, sizeType, range), range);
  const placement = field(node, "placement");
  const name = count === undefined ? "operator new" : "operator new[]";
  const args: Argument[] = [
    { result: asValue(size), range },
    ...(placement === undefined ? [] : named(placement)).map((one) => ({ result: c.item.visit.expression(c, one), range: c.range(one) })),
  ];
  const declaration = choose(c, methodsOf(c, type.name, name), args);
  if (declaration === undefined) return undefined;
  const result = emitCall(c, {
    callee: { kind: "name", name: declaration.name },
    ...overloadKey(c, declaration),
    args,
    signature: signatureOf(declaration, name),
    range,
    nameRange: range,
    discarded: false,
  });
  return operandOf(c, result, range).value;
}

/** `delete p`, `delete[] p`. */
export function lowerDelete(c: Lowering, node: Syntax): Result {
  const operand = named(node)
    .filter((n) => n.type !== "ERROR")
    .pop();
  if (operand === undefined) return asValue(c.unknown(node, "unsupported"));
  const value = expressionValue(c, operand);
  const pointee = value.type.kind === "pointer" ? value.type.to : undefined;
  const record = pointee?.kind === "record" ? pointee.name : pointee?.kind === "unknown" && pointee.text !== "" ? pointee.text : undefined;
  c.emit({
    kind: "delete",
    operand: value.value,
    array: hasToken(node, "["),
    ...(node.children[0]?.type === "::" ? { global: true as const } : {}),
    ...(record === undefined ? {} : { record }),
    range: c.range(node),
  });
  return { kind: "value", value: { kind: "unknown", text: "void", type: { kind: "void" } }, type: { kind: "void" } };
}
