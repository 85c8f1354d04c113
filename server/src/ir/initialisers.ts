/** `= { … }`: an aggregate is zeroed, then what is not zero is stored, element by element. */
import { type CType, INT, isArithmetic } from "../names/ctype.ts";
import { childOfType, field, named, type Syntax } from "../names/syntax.ts";
import { isList } from "./choices.ts";
import { lowerArguments } from "./calls.ts";
import type { Located, Lowering } from "./context.ts";
import { convert, expressionValue, intValue, operandOf } from "./conversions.ts";
import { callConstructor, constructFrom, needsDestruction } from "./objects.ts";
import type { Range } from "./types.ts";

/** Elements after which the rest of a list becomes one `unknown`. */
const MAX_ELEMENTS = 2000;

/** Fills `object` from a braced list. */
export function initialiseObject(c: Lowering, object: Located, list: Syntax): void {
  const range = c.range(list);
  const items = itemsOf(list);
  if (!isAggregate(c, object.type)) {
    if (c.isExact && initialiseFromList(c, object, items, range)) return;
    if (object.type.kind === "record" && c.isCpp) {
      constructFrom(c, object, lowerArguments(c, list), range, range);
      return;
    }
    const first = items[0];
    if (object.type.kind === "record" || object.type.kind === "unknown") {
      // The members are not visible: `{0}` clears them all. Of constants nothing is lost where nobody knows their places; who gets
      // anything else, and through which member, cannot be said.
      const isZero = items.every((i) => /^(?:0|NULL|nullptr)$/.test(c.text(i)));
      if (isZero || c.isExact) c.emit({ kind: "zero", place: object.place, type: object.type, range });
      if (isZero) return;
      const constant = items.map((item) => isConstant(c, item)).every(Boolean);
      if (!constant || c.isExact) c.unknown(list, "unsupported", false);
      else c.store(object.place, { kind: "unknown", text: c.text(list).slice(0, 80), type: object.type }, object.type, range, true);
      return;
    }
    if (first === undefined) {
      c.store(
        object.place,
        isArithmetic(object.type) || object.type.kind === "pointer" ? intValue(0n, object.type) : intValue(0n, object.type),
        object.type,
        range,
        true,
      );
      return;
    }
    storeItem(c, object, first);
    return;
  }
  c.emit({ kind: "zero", place: object.place, type: object.type, range });
  fillAggregate(c, object, { items, at: 0, left: MAX_ELEMENTS }, true);
}

/** Evaluates an item whose place is not known, and says whether it is the same whenever it is evaluated. */
function isConstant(c: Lowering, item: Syntax): boolean {
  if (item.type === "initializer_list")
    return itemsOf(item)
      .map((inner) => isConstant(c, inner))
      .every(Boolean);
  if (item.type === "initializer_pair") {
    const value = field(item, "value");
    return value !== undefined && isConstant(c, value);
  }
  return expressionValue(c, item).value.kind !== "temp";
}

/** A class with a constructor for `std::initializer_list`: the items become an array that the list shows. */
function initialiseFromList(c: Lowering, object: Located, items: readonly Syntax[], range: Range): boolean {
  const record = object.type.kind === "record" && items.length > 0 ? c.names.record(object.type.name) : undefined;
  for (const method of record?.methods ?? []) {
    const type = method.isConstructor && method.params.length === 1 ? method.params[0]!.type : undefined;
    const list = type?.kind === "record" && isList(c, type) ? c.names.exact?.instanceOf(type.name) : undefined;
    const of = list?.args[0];
    if (type === undefined || of === undefined || !fitsList(items, of)) continue;
    const array: CType = { kind: "array", of, length: items.length };
    const held = c.synthetic("items", array, range);
    items.forEach((item, i) => {
      const index = intValue(BigInt(i), { kind: "int", bits: 32, signed: true });
      initialisePart(c, { place: { kind: "index", of: held.place, index }, type: of }, item);
    });
    if (needsDestruction(c, array)) c.temporaries.push({ object: held, block: c.builder.current, at: c.builder.current.statements.length });
    const shown = c.synthetic("list", type, range);
    const name = type.kind === "record" ? type.name : "";
    const first = c.addressOf({ place: { kind: "index", of: held.place, index: intValue(0n, INT) }, type: of }, range);
    c.store({ kind: "field", of: shown.place, member: "first_", record: name }, first.value, first.type, range);
    const size = c.names.field(name, "size_")?.type ?? INT;
    c.store({ kind: "field", of: shown.place, member: "size_", record: name }, intValue(BigInt(items.length), size), size, range);
    callConstructor(c, object, [{ result: { kind: "place", ...shown }, range }], range, range);
    return true;
  }
  return false;
}

/** `string{"x", 3}` has no list of such items, `vector<int>{3}` has. */
function fitsList(items: readonly Syntax[], of: CType): boolean {
  if (of.kind === "record") return true;
  return items.every((item) => item.type !== "initializer_list" && !(item.type === "string_literal" && of.kind !== "pointer"));
}

/** One element, from an expression or a list of its own. */
function initialisePart(c: Lowering, part: Located, item: Syntax): void {
  const range = c.range(item);
  if (item.type === "initializer_list") initialiseObject(c, part, item);
  else if (part.type.kind === "record") constructFrom(c, part, [{ result: c.item.visit.expression(c, item), range }], range, range);
  else c.store(part.place, convert(c, expressionValue(c, item), part.type, range).value, part.type, range, true);
}

interface Cursor {
  readonly items: readonly Syntax[];
  at: number;
  left: number;
}

function itemsOf(list: Syntax): Syntax[] {
  return named(list).filter((n) => !n.type.startsWith("preproc") && n.type !== "ERROR");
}

function isAggregate(c: Lowering, type: CType): boolean {
  if (type.kind === "array") return true;
  if (type.kind !== "record") return false;
  const record = c.names.record(type.name);
  return record !== undefined && record.external !== true && !(c.isCpp && record.methods.some((m) => m.isConstructor));
}

/** Takes items for the parts of `object`; `braced` if the list in braces belongs to it alone. */
function fillAggregate(c: Lowering, object: Located, cursor: Cursor, braced: boolean): void {
  if (object.type.kind === "array") fillArray(c, object, object.type, cursor, braced);
  else if (object.type.kind === "record") fillRecord(c, object, object.type.name, cursor, braced);
}

function fillArray(c: Lowering, object: Located, type: Extract<CType, { kind: "array" }>, cursor: Cursor, braced: boolean): void {
  let index = 0;
  for (; cursor.at < cursor.items.length && (braced || type.length === undefined || index < type.length); index++) {
    const item = cursor.items[cursor.at]!;
    if (item.type === "initializer_pair") {
      const place = designated(c, object, item);
      if (!braced || place === undefined) return;
      cursor.at++;
      if (place.index !== undefined) index = place.index;
      continue;
    }
    if (cursor.left-- <= 0) {
      c.unknownText("long initialiser", c.range(item), "depth", false);
      cursor.at = cursor.items.length;
      return;
    }
    fillPart(
      c,
      {
        place: { kind: "index", of: object.place, index: intValue(BigInt(index), { kind: "int", bits: 32, signed: true }) },
        type: type.of,
      },
      cursor,
    );
  }
}

function fillRecord(c: Lowering, object: Located, name: string, cursor: Cursor, braced: boolean): void {
  const record = c.names.record(name);
  const fields = record?.fields.filter((f) => !f.isStatic) ?? [];
  const count = record?.kind === "union" ? 1 : fields.length;
  let index = 0;
  while (cursor.at < cursor.items.length && (braced || index < count)) {
    const item = cursor.items[cursor.at]!;
    if (item.type === "initializer_pair") {
      if (!braced) return;
      cursor.at++;
      const place = designated(c, object, item);
      const next = place?.member === undefined ? -1 : fields.findIndex((f) => f.name === place.member);
      index = next < 0 ? count : next + 1;
      continue;
    }
    const member = fields[index++];
    if (member === undefined || index > count) {
      cursor.at++;
      continue;
    }
    const place: Located = { place: { kind: "field", of: object.place, member: member.name, record: name }, type: member.type };
    fillPart(c, place, cursor);
  }
}

/** The next item for one element or member; an aggregate without braces of its own takes as many as it has parts. */
function fillPart(c: Lowering, part: Located, cursor: Cursor): void {
  const item = cursor.items[cursor.at]!;
  if (item.type === "initializer_list") {
    cursor.at++;
    if (isAggregate(c, part.type)) fillAggregate(c, part, { items: itemsOf(item), at: 0, left: cursor.left }, true);
    else initialiseObject(c, part, item);
    return;
  }
  if (isAggregate(c, part.type) && !fillsWhole(part.type, item)) {
    const before = cursor.at;
    fillAggregate(c, part, cursor, false);
    if (cursor.at === before) cursor.at++;
    return;
  }
  cursor.at++;
  storeItem(c, part, item);
}

/** A string for an array of characters, or an expression that may be an object of that type. */
function fillsWhole(type: CType, item: Syntax): boolean {
  if (type.kind === "array") return /string/.test(item.type) || item.type === "call_expression";
  return (
    item.type === "identifier" || item.type === "call_expression" || item.type === "field_expression" || item.type === "pointer_expression"
  );
}

/** Stores one expression; constant zeros are there already. */
function storeItem(c: Lowering, target: Located, item: Syntax): void {
  const range = c.range(item);
  if (item.type === "initializer_list") {
    initialiseObject(c, target, item);
    return;
  }
  const result = c.item.visit.expression(c, item);
  if (c.isExact && target.type.kind === "record") {
    constructFrom(c, target, [{ result, range }], range, range);
    return;
  }
  if (target.type.kind === "array" && result.kind === "value" && result.value.kind === "string") {
    c.store(target.place, result.value, target.type, range, true);
    return;
  }
  const value = convert(c, operandOf(c, result, range), target.type, range);
  if (value.value.kind === "int" && value.value.value === 0n && target.place.kind !== "local") return;
  c.store(target.place, value.value, target.type, range, true);
}

interface Designated {
  readonly index?: number;
  readonly member?: string;
}

/** `.x = v`, `[3] = v`, `.a.b = v`. */
function designated(c: Lowering, object: Located, item: Syntax): Designated | undefined {
  const value = field(item, "value");
  const designators = item.children.filter((n) => n.field === "designator");
  if (value === undefined || designators.length === 0) return undefined;
  let at: Located = object;
  let first: Designated = {};
  designators.forEach((designator, i) => {
    if (designator.type === "subscript_designator" || designator.type === "subscript_range_designator") {
      const node = named(designator)[0];
      const index = node === undefined ? undefined : expressionValue(c, node).value;
      const type: CType = at.type.kind === "array" ? at.type.of : { kind: "unknown", text: "" };
      if (index === undefined) return;
      at = { place: { kind: "index", of: at.place, index }, type };
      if (i === 0 && index.kind === "int") first = { index: Number(index.value) };
      return;
    }
    const name = c.text(childOfType(designator, "field_identifier") ?? designator).replace(/^\./, "");
    const record = at.type.kind === "record" ? at.type.name : undefined;
    const type: CType = (record === undefined ? undefined : c.names.field(record, name)?.type) ?? { kind: "unknown", text: name };
    at = {
      place: record === undefined ? { kind: "field", of: at.place, member: name } : { kind: "field", of: at.place, member: name, record },
      type,
    };
    if (i === 0) first = { member: name };
  });
  if (value.type === "initializer_list") {
    if (isAggregate(c, at.type)) fillAggregate(c, at, { items: itemsOf(value), at: 0, left: MAX_ELEMENTS }, true);
    else initialiseObject(c, at, value);
  } else {
    const range = c.range(value);
    const result = operandOf(c, c.item.visit.expression(c, value), range);
    c.store(at.place, convert(c, result, at.type, range).value, at.type, range, true);
  }
  return first;
}

/** Elements of an array without a length, from its list. */
export function listLength(c: Lowering, list: Syntax): number {
  let at = 0;
  let most = 0;
  for (const item of itemsOf(list)) {
    const designator = item.type === "initializer_pair" ? childOfType(item, "subscript_designator") : undefined;
    const index = designator === undefined ? undefined : Number(c.text(named(designator)[0] ?? designator));
    if (index !== undefined && Number.isInteger(index)) at = index;
    most = Math.max(most, ++at);
  }
  return most;
}
