/** Copies, moves and assignments of objects as C++ says, for code that is lowered to be run. */
import type { CType } from "../names/ctype.ts";
import type { FunctionDeclaration, RecordDeclaration } from "../names/types.ts";
import type { Argument } from "./callEmit.ts";
import { choose, distance } from "./choices.ts";
import type { Located, Lowering, Result } from "./context.ts";
import { intValue, operandOf } from "./conversions.ts";
import { baseObject, beginClass, callConstructor, constructFrom, needsDestruction } from "./objects.ts";
import { callOperator, methodsOf } from "./overloads.ts";
import { takeTemporary } from "./temporaries.ts";
import type { Range, Value } from "./types.ts";

const MAX_DEPTH = 12;

function visible(c: Lowering, name: string): RecordDeclaration | undefined {
  const record = c.names.record(name);
  return record?.external === true ? undefined : record;
}

/** The declaration takes an object of that class, by reference or by value. */
function takesOwn(method: FunctionDeclaration, record: string): boolean {
  const type = method.params[0]?.type;
  const own = type?.kind === "reference" ? type.to : type;
  return method.params.length === 1 && own?.kind === "record" && own.name === record;
}

/** Copying an object of that type copies its bytes and nothing else. */
export function isPlain(c: Lowering, type: CType, depth = 0): boolean {
  if (depth > MAX_DEPTH) return true;
  if (type.kind === "array") return isPlain(c, type.of, depth + 1);
  if (type.kind !== "record") return true;
  const record = visible(c, type.name);
  if (record === undefined || record.kind === "union") return true;
  if (record.methods.some((m) => m.isVirtual || ((m.isConstructor || m.name.endsWith("::operator=")) && takesOwn(m, record.name))))
    return false;
  return (
    record.bases.every((base) => isPlain(c, { kind: "record", name: base }, depth + 1)) &&
    record.fields.every((field) => field.isStatic || isPlain(c, field.type, depth + 1))
  );
}

function memberOf(object: Located, record: string, field: RecordDeclaration["fields"][number], isRvalue: boolean): Located {
  const member: Located = { place: { kind: "field", of: object.place, member: field.name, record }, type: field.type };
  return isRvalue ? { ...member, isRvalue: true } : member;
}

/** Same object, seen as its base. */
function baseOf(c: Lowering, object: Located, base: CType, range: Range): Located {
  const found = baseObject(c, object, base, range);
  return object.isRvalue === true ? { ...found, isRvalue: true } : found;
}

/** The constructor that the compiler writes: member by member. */
function copyParts(c: Lowering, object: Located, record: RecordDeclaration, from: Located, range: Range): void {
  for (const base of record.bases) {
    const type: CType = { kind: "record", name: base };
    if (visible(c, base)) copyInto(c, baseObject(c, object, type, range), baseOf(c, from, type, range), range);
  }
  if (record.methods.some((m) => m.isVirtual)) callConstructor(c, object, [], range, range, true);
  else beginClass(c, object, record, range);
  for (const field of record.fields) {
    if (field.isStatic) continue;
    copyInto(c, memberOf(object, record.name, field, false), memberOf(from, record.name, field, from.isRvalue === true), range);
  }
}

/** Makes `object` of `from`, which has the same type; `object` is no object yet. */
export function copyInto(c: Lowering, object: Located, from: Located, range: Range): void {
  const { type } = object;
  if (type.kind === "array" && !isPlain(c, type)) {
    for (let i = 0; i < (type.length ?? 0) && i < 64; i++) {
      const index = intValue(BigInt(i), { kind: "int", bits: 32, signed: true });
      const part = (of: Located): Located => ({ ...of, place: { kind: "index", of: of.place, index }, type: type.of });
      copyInto(c, part(object), part(from), range);
    }
    return;
  }
  const record = type.kind === "record" ? visible(c, type.name) : undefined;
  if (record === undefined || isPlain(c, type)) {
    c.store(object.place, c.load({ place: from.place, type }, range).value, type, range, true);
    return;
  }
  const argument: Argument = { result: { kind: "place", ...from }, range };
  if (record.methods.some((m) => m.isConstructor && takesOwn(m, record.name))) callConstructor(c, object, [argument], range, range);
  else copyParts(c, object, record, from, range);
}

/**
 * Initialises `object` with one argument that is an object of its class, or of one that derives from it. False if it is none of these: then a
 * constructor converts.
 */
export function initialiseByCopy(c: Lowering, object: Located, argument: Argument, range: Range): boolean {
  const { result } = argument;
  if (!c.isExact || object.type.kind !== "record" || result.type.kind !== "record") return false;
  const up = distance(c, result.type.name, object.type.name, 0);
  if (up === undefined) return false;
  if (up === 0 && (result.kind === "value" || takeTemporary(c, result.place) !== undefined)) {
    // Built once, in its place: the bytes of the temporary become those of the object.
    c.store(object.place, operandOf(c, result, argument.range).value, object.type, range, true);
    return true;
  }
  if (result.kind === "value") return false;
  copyInto(c, object, up === 0 ? result : { ...baseOf(c, result, object.type, range) }, range);
  return true;
}

/** `target = value` where both are of one class (or `value` of one that its operators take). */
export function assignExactly(c: Lowering, target: Located, value: Result, range: Range, objectRange: Range): Result | undefined {
  const record = target.type.kind === "record" ? visible(c, target.type.name) : undefined;
  if (record === undefined) return undefined;
  const isSame = value.type.kind === "record" && value.type.name === record.name;
  const operators = methodsOf(c, record.name, "operator=");
  const declared = record.methods.some((m) => m.name.endsWith("::operator="));
  if (declared) {
    const chosen = choose(c, operators, [{ result: value, range }]);
    const own = chosen !== undefined && takesOwn(chosen, record.name);
    // An operator for another type leaves the compiler's own for objects of the class.
    if (!isSame || own || !record.methods.every((m) => !takesOwn(m, record.name) || !m.name.endsWith("::operator="))) {
      callOperator(c, "=", [{ kind: "place", ...target }, value], range, objectRange);
      return { kind: "place", ...target };
    }
  }
  if (!isSame) {
    const made = c.temporary("temporary", target.type, range);
    constructFrom(c, made, [{ result: value, range }], range, range);
    return assignExactly(c, target, { kind: "place", ...made, isRvalue: true }, range, objectRange);
  }
  if (value.kind === "value" || isPlain(c, target.type)) {
    c.store(target.place, operandOf(c, value, range).value, target.type, range, true);
    return { kind: "place", ...target };
  }
  assignParts(c, target, record, value, range, 0);
  return { kind: "place", ...target };
}

/** The assignment that the compiler writes: member by member. */
function assignParts(c: Lowering, target: Located, record: RecordDeclaration, from: Located, range: Range, depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (const base of record.bases) {
    const type: CType = { kind: "record", name: base };
    const parts = visible(c, base);
    if (parts) assignPart(c, baseObject(c, target, type, range), baseOf(c, from, type, range), range, depth);
  }
  for (const field of record.fields) {
    if (field.isStatic || field.type.kind === "reference") continue;
    assignPart(c, memberOf(target, record.name, field, false), memberOf(from, record.name, field, from.isRvalue === true), range, depth);
  }
}

function assignPart(c: Lowering, target: Located, from: Located, range: Range, depth: number): void {
  if (target.type.kind === "record" && !isPlain(c, target.type)) {
    assignExactly(c, target, { kind: "place", ...from }, range, range);
    return;
  }
  if (depth > MAX_DEPTH) return;
  c.store(target.place, c.load({ place: from.place, type: target.type }, range).value, target.type, range, true);
}

/**
 * An argument as C++ passes it; undefined where the plain way is right. By value: the function owns the copy and ends it. By reference: what
 * is no object of the class becomes a temporary.
 */
export function passExactly(c: Lowering, argument: Argument, param: CType): Value | undefined {
  const { result, range, braces } = argument;
  if (param.kind === "record" && visible(c, param.name)) {
    const object = c.synthetic("argument", param, range);
    if (braces !== undefined) c.item.visit.braced(c, object, braces);
    else constructFrom(c, object, [argument], range, range);
    return c.load(object, range).value;
  }
  if (param.kind === "reference") {
    const { to } = param;
    if (braces !== undefined) {
      const object = c.temporary("temporary", to, range);
      c.item.visit.braced(c, object, braces);
      return c.addressOf(object, range).value;
    }
    if (to.kind !== "record" || !visible(c, to.name)) return undefined;
    const up = result.type.kind === "record" ? distance(c, result.type.name, to.name, 0) : undefined;
    if (up !== undefined && result.kind === "place") {
      return up === 0 ? c.addressOf(result, range).value : c.addressOf(baseOf(c, result, to, range), range).value;
    }
    if (up === undefined && result.type.kind === "unknown") return undefined;
    const object = c.temporary("temporary", to, range);
    constructFrom(c, object, [argument], range, range);
    return c.addressOf(object, range).value;
  }
  if (braces !== undefined) {
    const object = c.synthetic("argument", param, range);
    c.item.visit.braced(c, object, braces);
    return c.load(object, range).value;
  }
  return undefined;
}

/** Parameters of classes end with the function. */
export function endsParameter(c: Lowering, type: CType): boolean {
  return c.isExact && type.kind === "record" && needsDestruction(c, type);
}
