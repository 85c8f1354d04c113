/** Construction and destruction of C++ objects. Constructors and destructors that nobody wrote are spelled out in place. */
import { BOOL, type CType, pointerTo } from "../names/ctype.ts";
import { splitArguments, tokenize } from "../names/tokens.ts";
import type { RecordDeclaration } from "../names/types.ts";
import { type Argument, passArguments } from "./callEmit.ts";
import { choose, distance, overloadKey } from "./choices.ts";
import { isClosureName, type Located, type Lowering, type Operand, Scope } from "./context.ts";
import { convert, intValue, operandOf } from "./conversions.ts";
import { parsePieces } from "./expand.ts";
import { soleExpression } from "./identifiers.ts";
import type { Range, Value } from "./types.ts";

const MAX_DEPTH = 12;

/** Class of a type that construction has to think about. */
export function classOf(type: CType): string | undefined {
  return type.kind === "record" ? type.name : undefined;
}

/** Declaration of a class of the program; classes of libraries are known by their models, not by what they are made of. */
function visible(c: Lowering, type: CType): RecordDeclaration | undefined {
  const record = type.kind === "record" ? c.names.record(type.name) : undefined;
  return record?.external === true ? undefined : record;
}

function isLibraryClass(c: Lowering, name: string): boolean {
  return c.names.record(name)?.external === true;
}

/** Ending an object of that type runs code. */
export function needsDestruction(c: Lowering, type: CType, depth = 0): boolean {
  if (!c.isCpp || depth > MAX_DEPTH) return false;
  if (type.kind === "array") return needsDestruction(c, type.of, depth + 1);
  if (type.kind !== "record" || (isClosureName(type.name) && !c.isExact)) return false;
  const record = visible(c, type);
  if (record === undefined && isClosureName(type.name)) return false;
  // A template that is not visible (`std::vector<T>`) is a class for certain, and such classes clean up.
  if (record === undefined) return type.args !== undefined || isLibraryClass(c, type.name);
  return (
    record.methods.some((m) => m.isDestructor) ||
    record.bases.some((b) => needsDestruction(c, { kind: "record", name: b }, depth + 1)) ||
    record.fields.some((f) => !f.isStatic && needsDestruction(c, f.type, depth + 1))
  );
}

/** Creating an object of that type without arguments runs code. */
export function needsConstruction(c: Lowering, type: CType, depth = 0): boolean {
  if (!c.isCpp || depth > MAX_DEPTH) return false;
  if (type.kind === "array") return needsConstruction(c, type.of, depth + 1);
  if (type.kind !== "record" || isClosureName(type.name)) return false;
  const record = visible(c, type);
  if (record === undefined) return type.args !== undefined || isLibraryClass(c, type.name);
  return (
    record.methods.some((m) => m.isConstructor) ||
    record.bases.some((b) => needsConstruction(c, { kind: "record", name: b }, depth + 1)) ||
    record.fields.some((f) => !f.isStatic && (f.initialiser !== undefined || needsConstruction(c, f.type, depth + 1)))
  );
}

/** Runs the destructor of the object, or those of its parts. */
export function destroy(c: Lowering, object: Located, range: Range, depth = 0): void {
  if (depth > MAX_DEPTH) return;
  if (object.type.kind === "array") {
    const { of, length } = object.type;
    const count: Value = length === undefined ? unknownLength() : intValue(BigInt(length), SIZE);
    forEachElement(c, object, of, count, range, (part) => destroy(c, part, range, depth + 1));
    return;
  }
  const name = classOf(object.type);
  if (name === undefined) return;
  const record = visible(c, object.type);
  if (record === undefined || record.methods.some((m) => m.isDestructor)) {
    const self = c.addressOf(object, range);
    c.emit({
      kind: "call",
      callee: { kind: "destructor", record: name },
      args: [self.value],
      argRanges: [range],
      nameRange: range,
      type: { kind: "void" },
      discarded: true,
      range,
    });
    return;
  }
  destroyParts(c, object, record, range, depth);
}

/** Members in reverse order, then bases: what follows the body of a destructor. */
export function destroyParts(c: Lowering, object: Located, record: RecordDeclaration, range: Range, depth = 0): void {
  for (const field of [...record.fields].reverse()) {
    if (field.isStatic || !needsDestruction(c, field.type)) continue;
    destroy(c, { place: { kind: "field", of: object.place, member: field.name, record: record.name }, type: field.type }, range, depth + 1);
  }
  for (const base of [...record.bases].reverse()) {
    const type: CType = { kind: "record", name: base };
    if (needsDestruction(c, type)) destroy(c, baseObject(c, object, type, range), range, depth + 1);
  }
}

/** The base part of an object. */
export function baseObject(c: Lowering, object: Located, base: CType, range: Range): Located {
  const self = c.addressOf(object, range);
  const cast = convert(c, self, pointerTo(base), range);
  return { place: { kind: "deref", pointer: cast.value }, type: base };
}

const SIZE: CType = { kind: "int", bits: 32, signed: false };

function unknownLength(): Value {
  return { kind: "unknown", text: "length", type: SIZE };
}

/** Runs `work` for the elements of an array from the first to the last, as a loop. */
export function forEachElement(c: Lowering, array: Located, of: CType, count: Value, range: Range, work: (element: Located) => void): void {
  const index = c.synthetic("index", SIZE, range);
  c.store(index.place, intValue(0n, SIZE), SIZE, range);
  const head = c.builder.newBlock();
  const body = c.builder.newBlock();
  const exit = c.builder.newBlock();
  c.builder.enter(head, range);
  const test = c.temp();
  c.emit({ kind: "binary", target: test, op: "lt", left: c.load(index, range).value, right: count, type: BOOL, operandType: SIZE, range });
  // biome-ignore lint/suspicious/noThenProperty: the branch taken when the condition holds
  c.builder.terminate({ kind: "branch", condition: { kind: "temp", id: test }, then: body.id, else: exit.id, range, origin: "loop" });
  c.builder.startAt(body);
  work({ place: { kind: "index", of: array.place, index: c.load(index, range).value }, type: of });
  const next = c.temp();
  c.emit({
    kind: "binary",
    target: next,
    op: "add",
    left: c.load(index, range).value,
    right: intValue(1n, SIZE),
    type: SIZE,
    operandType: SIZE,
    range,
  });
  c.store(index.place, { kind: "temp", id: next }, SIZE, range);
  c.builder.jump(head, range, true);
  c.builder.startAt(exit);
}

/** Constructs `count` elements without arguments. */
export function constructElements(c: Lowering, array: Located, of: CType, count: Value, range: Range, depth = 0): void {
  if (needsConstruction(c, of)) forEachElement(c, array, of, count, range, (part) => constructDefault(c, part, range, depth + 1));
}

/** Constructs an object without arguments. */
export function constructDefault(c: Lowering, object: Located, range: Range, depth = 0): void {
  if (depth > MAX_DEPTH || !needsConstruction(c, object.type)) return;
  if (object.type.kind === "array") {
    const { of, length } = object.type;
    constructElements(c, object, of, length === undefined ? unknownLength() : intValue(BigInt(length), SIZE), range, depth + 1);
    return;
  }
  const record = visible(c, object.type);
  if (record === undefined || record.methods.some((m) => m.isConstructor)) {
    callConstructor(c, object, [], range, range);
    return;
  }
  for (const base of record.bases) {
    const type: CType = { kind: "record", name: base };
    if (needsConstruction(c, type)) constructDefault(c, baseObject(c, object, type, range), range, depth + 1);
  }
  beginClass(c, object, record, range);
  for (const field of record.fields) {
    if (!field.isStatic) constructMember(c, object, record.name, field, range, depth + 1);
  }
}

/** The constructors of the bases are done: virtual calls go to this class from here on. */
export function beginClass(c: Lowering, object: Located, record: RecordDeclaration, range: Range): void {
  if (c.isExact && record.bases.length > 0 && isPolymorphic(c, record, 0)) callConstructor(c, object, [], range, range, true);
}

/** The class or one of its bases has virtual functions. */
function isPolymorphic(c: Lowering, record: RecordDeclaration, depth: number): boolean {
  if (depth > MAX_DEPTH || record.methods.some((m) => m.isVirtual)) return true;
  return record.bases.some((base) => {
    const found = c.names.record(base);
    return found !== undefined && found.external !== true && isPolymorphic(c, found, depth + 1);
  });
}

/** A member that no initialiser of a constructor names. */
export function constructMember(
  c: Lowering,
  object: Located,
  record: string,
  field: RecordDeclaration["fields"][number],
  range: Range,
  depth = 0,
): void {
  const member: Located = { place: { kind: "field", of: object.place, member: field.name, record }, type: field.type };
  const initial = field.initialiser === undefined ? undefined : initialValue(c, object, record, field.initialiser.text, range);
  if (c.isExact && initial === undefined && field.type.kind !== "record" && /^\{\s*\}$/.test(field.initialiser?.text ?? "")) {
    c.emit({ kind: "zero", place: member.place, type: field.type, range });
    return;
  }
  if (initial !== undefined && field.type.kind !== "record") {
    c.store(member.place, convert(c, initial, field.type, range).value, field.type, range);
    return;
  }
  if (field.type.kind === "record" && field.initialiser !== undefined) {
    const list = field.initialiser.text.replace(/^\{([\s\S]*)\}$/, "$1");
    const values = list.trim() === "" ? [] : splitText(list).map((text) => textValue(c, text, range));
    const args = values.flatMap((value): Argument[] => (value === undefined ? [] : [{ result: { kind: "value", ...value }, range }]));
    constructFrom(c, member, args, range, range);
    return;
  }
  if (needsConstruction(c, field.type)) constructDefault(c, member, range, depth);
}

/** Value of a default member initialiser: names in it are those of the class, not of where the object is made. */
function initialValue(c: Lowering, object: Located, record: string, text: string, range: Range): Operand | undefined {
  if (!c.isExact || /^[{\s]*(?:[\w.]*|"[^"]*")[}\s]*$/.test(text)) return textValue(c, text, range);
  const self = c.addressOf(object, range).value;
  const { scope, record: outer, thisTemp } = c;
  c.scope = new Scope(undefined);
  c.record = record;
  c.thisTemp = self.kind === "temp" ? self.id : undefined;
  try {
    return textValue(c, text, range);
  } finally {
    c.scope = scope;
    c.record = outer;
    c.thisTemp = thisTemp;
  }
}

/** Splits a list of expressions at its outer commas. */
function splitText(text: string): string[] {
  const tokens = tokenize(`(${text})`);
  return splitArguments(tokens, 0, tokens.length - 1).map(([from, to]) => text.slice(tokens[from]!.start - 1, tokens[to - 1]!.end - 1));
}

/** Value of an expression that stands elsewhere, as a default argument or a member initialiser. */
export function textValue(c: Lowering, text: string, range: Range): Operand | undefined {
  const expansion = parsePieces(c, [{ text: text.replace(/^\{([\s\S]*)\}$/, "$1") }], range, c.frame.macrosAt(0), c.frame.macro);
  const only = expansion === undefined ? undefined : soleExpression(expansion.statements);
  if (expansion === undefined || only === undefined) return undefined;
  return c.inFrame(expansion.frame, () => operandOf(c, c.item.visit.expression(c, only), range));
}

/** Emits a call of the constructor that fits the arguments; the object's address comes first. `begins`: none of the program's runs. */
export function callConstructor(
  c: Lowering,
  object: Located,
  args: readonly Argument[],
  range: Range,
  nameRange: Range,
  begins = false,
): void {
  const record = classOf(object.type) ?? (object.type.kind === "unknown" ? object.type.text : "?");
  const constructors = begins ? [] : (visible(c, object.type)?.methods.filter((m) => m.isConstructor) ?? []);
  const only = args.length === 1 ? args[0]!.result.type.kind : undefined;
  // a copy of what is no object would first be made into one by a constructor, which is the one that is meant
  const isScalar = only !== undefined && only !== "record" && only !== "unknown";
  const found = choose(c, isScalar ? constructors.filter((m) => !isCopyConstructor(m, record)) : constructors, args);
  // Where nothing fits, a copy of what is no such object would go round in circles.
  const chosen = c.isExact && found !== undefined && isCopyConstructor(found, record) && !isOwn(c, args[0], record) ? undefined : found;
  const self = c.addressOf(object, nameRange);
  const values = passArguments(
    c,
    args,
    chosen?.params.map((p) => p.type),
  );
  const more = defaultArguments(c, chosen, args.length, range);
  c.emit({
    kind: "call",
    callee: begins ? { kind: "constructor", record, begins } : { kind: "constructor", record },
    ...overloadKey(c, chosen),
    args: [self.value, ...values, ...more.map((m) => m.value)],
    argRanges: [nameRange, ...args.map((a) => a.range), ...more.map(() => range)],
    nameRange,
    type: { kind: "void" },
    discarded: true,
    range,
  });
}

function isOwn(c: Lowering, argument: Argument | undefined, record: string): boolean {
  const type = argument?.result.type;
  return argument?.braces !== undefined || (type?.kind === "record" && distance(c, type.name, record, 0) !== undefined);
}

/** Values of the default arguments that a call leaves out. */
export function defaultArguments(
  c: Lowering,
  declaration: { readonly params: readonly { readonly type: CType; readonly default?: string }[] } | undefined,
  given: number,
  range: Range,
): Operand[] {
  const out: Operand[] = [];
  for (const param of declaration?.params.slice(given) ?? []) {
    if (param.default === undefined) break;
    const value = textValue(c, param.default, range);
    if (value === undefined) break;
    if (param.type.kind === "record" || param.type.kind === "reference") {
      if (!c.isExact) break;
      const [passed] = passArguments(c, [{ result: { kind: "value", ...value }, range }], [param.type]);
      out.push({ value: passed!, type: param.type });
    } else out.push(convert(c, value, param.type, range));
  }
  return out;
}

/** Constructs `object` from arguments in brackets. True if a constructor call was emitted. */
export function constructFrom(c: Lowering, object: Located, args: readonly Argument[], range: Range, nameRange: Range): boolean {
  if (args.length === 0) {
    const runs = needsConstruction(c, object.type);
    if (runs) constructDefault(c, object, range);
    else if (object.type.kind !== "record" || visible(c, object.type) !== undefined)
      c.emit({ kind: "zero", place: object.place, type: object.type, range });
    return runs;
  }
  const record = visible(c, object.type);
  const first = args[0]!;
  if (first.braces !== undefined && record?.methods.some((m) => m.isConstructor) !== true) {
    c.item.visit.braced(c, object, first.braces);
    return false;
  }
  if (args.length === 1 && c.item.visit.copied(c, object, first, range)) return true;
  if (args.length === 1 && !isClass(c, object.type, record)) {
    const value = convert(c, operandOf(c, first.result, first.range), object.type, range);
    c.store(object.place, value.value, object.type, range, true);
    return false;
  }
  if (
    args.length === 1 &&
    record !== undefined &&
    first.result.type.kind === "record" &&
    first.result.type.name === record.name &&
    !hasCopyConstructor(record)
  ) {
    c.store(object.place, operandOf(c, first.result, first.range).value, object.type, range, true);
    return false;
  }
  callConstructor(c, object, args, range, nameRange);
  return true;
}

/** A type whose objects are made by constructors rather than by storing a value. */
function isClass(c: Lowering, type: CType, record: RecordDeclaration | undefined): boolean {
  if (!c.isCpp) return false;
  if (type.kind === "record" && isClosureName(type.name)) return false;
  if (type.kind === "record") return record === undefined || record.methods.some((m) => m.isConstructor);
  return false;
}

export function hasCopyConstructor(record: RecordDeclaration): boolean {
  return record.methods.some((m) => m.isConstructor && isCopyConstructor(m, record.name));
}

function isCopyConstructor({ params }: RecordDeclaration["methods"][number], record: string): boolean {
  const type = params.length === 1 ? params[0]!.type : undefined;
  return type?.kind === "reference" && type.to.kind === "record" && type.to.name === record;
}
