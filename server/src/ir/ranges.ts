/** `for (T x : range)`. */
import { type CType, INT, integer, pointerTo, unknownType } from "../names/ctype.ts";
import { declared } from "../names/declarators.ts";
import { field, named, type Syntax } from "../names/syntax.ts";
import { emitCall, signatureOf } from "./callEmit.ts";
import { choose, overloadKey } from "./choices.ts";
import { containerResult } from "./containers.ts";
import type { Located, Lowering, Operand, Result } from "./context.ts";
import { convert, intValue, placeOf, operandOf, unknownValue } from "./conversions.ts";
import { branch, lastRange } from "./flow.ts";
import { constructFrom, destroy, needsDestruction } from "./objects.ts";
import { arithmetic, dereference } from "./operators.ts";
import { callOperator, isObject, methodsOf } from "./overloads.ts";
import { takeTemporary } from "./temporaries.ts";
import type { Place, Range } from "./types.ts";

/** Arrays are walked by index; anything else has `begin()` and `end()`, and its iterators are taken for pointers. */
export function lowerRangeFor(c: Lowering, node: Syntax): void {
  const range = c.range(node);
  const right = field(node, "right");
  const body = field(node, "body");
  c.inScope(range, () => {
    const initialiser = field(node, "initializer");
    if (initialiser !== undefined) c.item.visit.statements(c, named(initialiser));
    const listed = c.isExact && right?.type === "initializer_list" ? listedItems(c, right) : undefined;
    if (right === undefined || (right.type === "initializer_list" && listed === undefined)) {
      c.unknown(node, "unsupported", false);
      return;
    }
    const rightRange = c.range(right);
    const walked: Result = listed ?? c.item.visit.expression(c, right);
    // A temporary that is walked lives as long as the loop.
    const kept = c.isExact && walked.kind === "place" ? takeTemporary(c, walked.place) : undefined;
    if (kept !== undefined && needsDestruction(c, kept.type))
      c.scope.cleanups.push({ kind: "action", run: () => destroy(c, kept, rightRange) });
    const container = placeOf(c, walked, rightRange);
    const head = c.builder.newBlock();
    const inside = c.builder.newBlock();
    const next = c.builder.newBlock();
    const exit = c.builder.newBlock();
    const steps =
      container.type.kind === "array" ? overArray(c, container, container.type, rightRange) : overIterators(c, container, rightRange);
    c.builder.enter(head, range);
    branch(c, steps.test(), inside, exit, "loop", rightRange);
    c.builder.startAt(inside);
    c.breaks.push({ block: exit, scope: c.scope });
    c.continues.push({ block: next, scope: c.scope });
    c.inScope(range, () => {
      declareElement(c, node, steps.element());
      if (body !== undefined) c.item.visit.statement(c, body);
    });
    c.breaks.pop();
    c.continues.pop();
    c.builder.enter(next, lastRange(range));
    steps.advance();
    c.builder.jump(head, lastRange(range), true);
    c.builder.startAt(exit);
  });
}

/** `for (x : {a, b})`: the items as an array. */
function listedItems(c: Lowering, list: Syntax): Result | undefined {
  const results = named(list).map((item) => c.item.visit.expression(c, item));
  const first = results[0];
  if (first === undefined) return undefined;
  const of: CType = first.type.kind === "array" ? pointerTo(first.type.of) : first.type;
  const range = c.range(list);
  const type: CType = { kind: "array", of, length: results.length };
  const held = c.synthetic("items", type, range);
  results.forEach((result, i) => {
    const part: Located = { place: { kind: "index", of: held.place, index: intValue(BigInt(i), INT) }, type: of };
    if (of.kind === "record") constructFrom(c, part, [{ result, range }], range, range);
    else c.store(part.place, convert(c, operandOf(c, result, range), of, range).value, of, range, true);
  });
  return { kind: "place", ...held };
}

interface Steps {
  test(): Operand;
  element(): Located;
  advance(): void;
}

function overArray(c: Lowering, array: Located, type: Extract<CType, { kind: "array" }>, range: Range): Steps {
  const size = integer(32, false);
  const index = c.synthetic("index", size, range);
  c.store(index.place, intValue(0n, size), size, range);
  const length: Operand =
    type.length === undefined
      ? { value: { kind: "unknown", text: "length", type: size }, type: size }
      : { value: intValue(BigInt(type.length), size), type: size };
  return {
    test: () => arithmetic(c, "lt", c.load(index, range), length, range),
    element: () => ({ place: { kind: "index", of: array.place, index: c.load(index, range).value }, type: type.of }),
    advance: () =>
      c.store(index.place, arithmetic(c, "add", c.load(index, range), { value: intValue(1n, INT), type: INT }, range).value, size, range),
  };
}

function overIterators(c: Lowering, container: Located, range: Range): Steps {
  const first = iterator(c, container, "begin", range);
  const last = iterator(c, container, "end", range);
  if (c.isExact && isObject(c, { kind: "place", ...first })) return overObjects(c, first, last, range);
  return {
    test: () => arithmetic(c, "ne", c.load(first, range), c.load(last, range), range),
    element: () => {
      const at = dereference(c, c.load(first, range), range);
      return at.kind === "place" ? at : { place: { kind: "deref", pointer: at.value }, type: unknownType("element") };
    },
    advance: () =>
      c.store(
        first.place,
        arithmetic(c, "add", c.load(first, range), { value: intValue(1n, INT), type: INT }, range).value,
        first.type,
        range,
      ),
  };
}

/** Iterators of a class: `!=`, `*` and `++` are its own. */
function overObjects(c: Lowering, first: Located, last: Located, range: Range): Steps {
  const here = (at: Located): Result => ({ kind: "place", ...at });
  const call = (op: string, operands: readonly Result[]): Result =>
    callOperator(c, op, operands, range, range) ?? { kind: "value", ...unknownValue(`operator${op}`) };
  return {
    test: () => operandOf(c, call("!=", [here(first), here(last)]), range),
    element: () => placeOf(c, call("*", [here(first)]), range),
    advance: () => void call("++", [here(first)]),
  };
}

function iterator(c: Lowering, container: Located, name: "begin" | "end", range: Range): Located {
  const record = container.type.kind === "record" ? container.type : undefined;
  const chosen = record === undefined ? undefined : choose(c, methodsOf(c, record.name, name), []);
  // An iterator is a pointer to an element as far as this goes.
  const type: CType =
    (record === undefined ? undefined : containerResult(record, name, c.names.target)) ?? pointerTo(unknownType("element"));
  const object = c.addressOf(container, range);
  const called = emitCall(c, {
    callee:
      record === undefined
        ? { kind: "member", object: object.value, name }
        : { kind: "member", object: object.value, name, record: record.name },
    ...overloadKey(c, chosen),
    args: [],
    signature: {
      ...signatureOf(chosen, name),
      ...(chosen?.result.kind === "pointer" || (c.isExact && chosen !== undefined) ? {} : { result: type }),
    },
    range,
    nameRange: range,
    discarded: false,
  });
  const value = operandOf(c, called, range);
  const held = c.synthetic(name, value.type, range);
  c.store(held.place, value.value, value.type, range);
  return held;
}

function declareElement(c: Lowering, node: Syntax, element: Located): void {
  const declarator = field(node, "declarator");
  const base = c.declaredType(node);
  if (c.isExact && declarator?.type === "structured_binding_declarator" && element.type.kind === "record") {
    const { name } = element.type;
    const fields = c.names.record(name)?.fields.filter((f) => !f.isStatic) ?? [];
    named(declarator).forEach((bound, i) => {
      const member = fields[i];
      if (member === undefined) return;
      const place: Place = { kind: "field", of: element.place, member: member.name, record: name };
      c.scope.names.set(c.text(bound), { kind: "place", place, type: member.type });
    });
    if (fields.length >= named(declarator).length) return;
  }
  if (declarator?.type === "structured_binding_declarator" || declarator === undefined) {
    for (const name of declarator === undefined ? [] : named(declarator)) {
      const id = c.builder.local(c.text(name), unknownType("auto"), c.range(name));
      c.scope.names.set(c.text(name), { kind: "local", id });
    }
    return;
  }
  const found = declared(base, declarator, c.frame.text);
  if (found === undefined) return;
  const written = c.resolve(found.type);
  const isReference = written.kind === "reference";
  const inner = isReference ? written.to : written;
  const elementType: CType = inner.kind === "unknown" && /auto/.test(inner.text) ? element.type : inner;
  const type: CType = isReference ? { kind: "reference", to: elementType } : elementType;
  const range = c.range(found.node);
  const id = c.builder.local(found.name, type, range);
  const local: Located = { place: { kind: "local", id }, type };
  c.scope.names.set(found.name, { kind: "local", id });
  c.emit({ kind: "declare", local: id, range });
  c.scope.cleanups.push({ kind: "storage", local: id });
  if (isReference) c.store(local.place, c.addressOf(element, range).value, type, range, true);
  else if (type.kind === "record") {
    constructFrom(c, local, [{ result: { kind: "place", ...element }, range }], range, range);
    if (needsDestruction(c, type)) c.scope.cleanups.push({ kind: "action", run: () => destroy(c, local, range) });
  } else c.store(local.place, convert(c, operandOf(c, { kind: "place", ...element }, range), type, range).value, type, range, true);
}
