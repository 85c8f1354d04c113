/** `new` and `delete`. */
import { type CType, pointerTo } from "../names/ctype.ts";
import { declared } from "../names/declarators.ts";
import { field, hasToken, named, type Syntax } from "../names/syntax.ts";
import { lowerArguments } from "./calls.ts";
import type { Located, Lowering, Result } from "./context.ts";
import { expressionValue } from "./conversions.ts";
import { asValue } from "./identifiers.ts";
import { constructElements, constructFrom, constructDefault, forEachElement, needsConstruction } from "./objects.ts";

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
  const at = place === undefined ? undefined : expressionValue(c, place);
  const target = c.temp();
  c.emit({
    kind: "new",
    target,
    type,
    ...(count === undefined ? {} : { count: count.value }),
    // `new (nothrow) T` has no storage to give; only a pointer is a place.
    ...(at === undefined || at.type.kind !== "pointer" ? {} : { placement: at.value }),
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
    ...(record === undefined ? {} : { record }),
    range: c.range(node),
  });
  return { kind: "value", value: { kind: "unknown", text: "void", type: { kind: "void" } }, type: { kind: "void" } };
}
