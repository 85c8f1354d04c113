/** `a.b` and `p->b`. */
import { CHAR, type CType, INT64, pointerTo, unknownType } from "../names/ctype.ts";
import { lastName } from "../names/specifiers.ts";
import { field, named, type Syntax } from "../names/syntax.ts";
import { memberPath } from "../platform/index.ts";
import { pairMember } from "./containers.ts";
import type { Located, Lowering, Operand, Result } from "./context.ts";
import { convert, intValue, operandOf, placeOf } from "./conversions.ts";
import { asPlace, asValue, unseen } from "./identifiers.ts";
import { operatorOf } from "./literals.ts";
import { dereference } from "./operators.ts";
import { callOperator, isObject } from "./overloads.ts";
import type { Range } from "./types.ts";

/** The object whose member is named: what stands left of `.`, or what the pointer left of `->` points to. */
export function memberObject(c: Lowering, node: Syntax): Located | undefined {
  const argument = field(node, "argument");
  if (argument === undefined) return undefined;
  const range = c.range(argument);
  const given = c.item.visit.expression(c, argument);
  // A function has no members: something else of its name is declared in what is not visible.
  const isFunction = argument.type === "identifier" && given.kind === "value" && given.value.kind === "function";
  const result = isFunction ? unseen(c, c.text(argument), range) : given;
  if (operatorOf(c, node) !== "->") return placeOf(c, result, range);
  let pointer: Result = result;
  // A class with `operator->` is asked until a pointer comes out.
  for (let i = 0; i < 4 && isObject(c, pointer); i++) {
    const next = callOperator(c, "->", [pointer], range, range);
    if (next === undefined) break;
    pointer = next;
  }
  const target = dereference(c, asPointer(c, pointer, range), range);
  return target.kind === "place" ? target : placeOf(c, target, range);
}

/** What is left of `->`, where its type is not known to be a pointer, is taken for one. */
function asPointer(c: Lowering, result: Result, range: Range): Operand {
  const operand = operandOf(c, result, range);
  if (operand.type.kind === "pointer") return operand;
  if (operand.type.kind === "record") return { value: operand.value, type: pointerTo(operand.type) };
  return { value: operand.value, type: pointerTo(unknownType(operand.type.kind === "unknown" ? operand.type.text : "")) };
}

/** Name of the member in a field expression, with the class in `p->Base::f`. */
export function memberName(c: Lowering, node: Syntax): { name: string; qualifier?: string } | undefined {
  const member = field(node, "field");
  if (member === undefined) return undefined;
  if (member.type === "qualified_identifier") {
    const last = lastName(member);
    const qualifier = c
      .spelling({ ...member, end: last.start })
      .replace(/\s*::\s*$/, "")
      .replace(/\s*::\s*/g, "::");
    return { name: c.spelling(last), qualifier };
  }
  if (member.type === "template_method") return { name: c.spelling(field(member, "name") ?? member) };
  return { name: c.spelling(member).replace(/\s+/g, "") };
}

export function recordName(type: CType): string | undefined {
  if (type.kind === "record") return type.name;
  return undefined;
}

/** Place of a member of an object that is already there. */
export function memberOf(c: Lowering, object: Located, name: string, range: Range): Result {
  const record = recordName(object.type);
  const found = record === undefined ? undefined : c.names.field(record, name);
  if (found === undefined && record !== undefined) {
    const path = memberPath(record, name);
    if (path !== undefined) return followPath(c, object, path, range);
  }
  if (found?.isStatic === true && record !== undefined) {
    const variable = c.names.variable(`${record}::${name}`);
    return asPlace(c, { place: { kind: "global", name: variable?.name ?? `${record}::${name}` }, type: found.type }, range);
  }
  const place =
    record === undefined
      ? ({ kind: "field", of: object.place, member: name } as const)
      : ({ kind: "field", of: object.place, member: name, record } as const);
  const type = found?.type ?? pairMember(object.type, name) ?? unknownType(name);
  return asPlace(c, found?.bits === undefined ? { place, type } : { place, type, bits: found.bits }, range);
}

/** Members that the headers define as macros: `h_addr` is `h_addr_list[0]`, `s_addr` is `S_un.S_addr`. */
function followPath(c: Lowering, object: Located, path: string, range: Range): Result {
  let at: Result = { kind: "place", ...object };
  for (const part of path.matchAll(/(\w+)|\[(\d+)\]/g)) {
    const here = placeOf(c, at, range);
    if (part[1] !== undefined) {
      at = memberOf(c, here, part[1], range);
      continue;
    }
    const index = intValue(BigInt(part[2]!), { kind: "int", bits: 32, signed: true });
    if (here.type.kind === "array") at = asPlace(c, { place: { kind: "index", of: here.place, index }, type: here.type.of }, range);
    else {
      const pointer = operandOf(c, { kind: "place", ...here }, range);
      const of = pointer.type.kind === "pointer" ? pointer.type.to : unknownType(path);
      at = asPlace(
        c,
        { place: { kind: "index", of: { kind: "deref", pointer: pointer.value, type: { kind: "array", of } }, index }, type: of },
        range,
      );
    }
  }
  return at;
}

export function lowerField(c: Lowering, node: Syntax): Result {
  const split = splitMemberPointer(c, node);
  if (split !== undefined) return memberByPointer(c, split, c.range(node));
  const name = memberName(c, node);
  const object = memberObject(c, node);
  if (name === undefined || object === undefined) return asValue(c.unknown(node, "unsupported"));
  return memberOf(c, object, name.name, c.range(node));
}

/** `object.*pointer`: its two sides. */
export interface MemberPointer {
  readonly object: Syntax;
  readonly pointer: Syntax;
}

/**
 * The sides of `object.*pointer`, also where the tree has `object.*row->fn` or `object.*table[i]` the wrong way round: whatever is written
 * behind the pointer's first name belongs to the pointer.
 */
export function splitMemberPointer(c: Lowering, node: Syntax): MemberPointer | undefined {
  if (node.type === "parenthesized_expression" && named(node).length === 1) return splitMemberPointer(c, named(node)[0]!);
  const inner = spine(node);
  if (inner === undefined) return undefined;
  if (node.type === "field_expression" && operatorOf(c, node) === ".*") {
    const object = field(node, "argument");
    const name = field(node, "field");
    return object === undefined || name === undefined ? undefined : { object, pointer: { ...name, type: "identifier", field: null } };
  }
  if (inner.type === "parenthesized_expression") return undefined;
  const below = splitMemberPointer(c, inner);
  if (below === undefined) return undefined;
  const children = node.children.map((child) => (child === inner ? { ...below.pointer, field: inner.field } : child));
  return { object: below.object, pointer: { ...node, start: below.pointer.start, children, field: null } };
}

function spine(node: Syntax): Syntax | undefined {
  return node.type === "field_expression" || node.type === "subscript_expression" ? field(node, "argument") : undefined;
}

/** The object of `.*` (which stands for `->*` too), and the value of the pointer to the member. */
export function memberPointerSides(c: Lowering, { object, pointer }: MemberPointer): { object: Located; pointer: Operand } {
  const range = c.range(object);
  const result = c.item.visit.expression(c, object);
  const isPointer = result.type.kind === "pointer";
  const target = isPointer ? dereference(c, operandOf(c, result, range), range) : result;
  return { object: placeOf(c, target, range), pointer: operandOf(c, c.item.visit.expression(c, pointer), c.range(pointer)) };
}

/** A data member: so many bytes from where the object starts. */
function memberByPointer(c: Lowering, split: MemberPointer, range: Range): Result {
  const { object, pointer } = memberPointerSides(c, split);
  const type: CType = pointer.type.kind === "pointer" ? pointer.type.to : unknownType("member");
  const bytes = pointerTo(CHAR);
  const start = convert(c, c.addressOf(object, range), bytes, range);
  const offset = convert(c, pointer, INT64, range);
  const target = c.temp();
  c.emit({ kind: "binary", target, op: "add", left: start.value, right: offset.value, type: bytes, operandType: bytes, range });
  const at = convert(c, { value: { kind: "temp", id: target }, type: bytes }, pointerTo(type), range);
  return asPlace(c, { place: { kind: "deref", pointer: at.value }, type }, range);
}
