/** Declarations inside a body: locals with their initialisers, statics, `extern`, and objects that look like prototypes. */
import { type CType, unknownType } from "../names/ctype.ts";
import { declared, hasSpecifier } from "../names/declarators.ts";
import { field, fields, named, type Syntax } from "../names/syntax.ts";
import { lowerArguments } from "./calls.ts";
import type { Argument } from "./callEmit.ts";
import type { Located, Lowering } from "./context.ts";
import { convert, operandOf } from "./conversions.ts";
import { expandableMacro, expandCall, parsePieces, pieceOf } from "./expand.ts";
import { branch } from "./flow.ts";
import { soleExpression } from "./identifiers.ts";
import { initialiseObject, listLength } from "./initialisers.ts";
import { callConstructor, constructDefault, constructFrom, destroy, needsConstruction, needsDestruction } from "./objects.ts";
import { isObject, scalarOf } from "./overloads.ts";
import { fullExpression, takeTemporary } from "./temporaries.ts";
import type { LocalId, Range } from "./types.ts";

/** Lowers a declaration statement, or the one in a condition. Answers the last local it declared. */
export function lowerDeclaration(c: Lowering, node: Syntax): Located | undefined {
  const base = c.declaredType(node);
  const typeNode = field(node, "type");
  let last: Located | undefined;
  if (hasSpecifier(node, "typedef", c.frame.text)) return undefined;
  if (typeNode !== undefined && isMultiplication(c, node, typeNode)) return undefined;
  for (const declarator of fields(node, "declarator")) {
    const value =
      declarator.type === "init_declarator"
        ? field(declarator, "value")
        : declarator === lastDeclarator(node)
          ? field(node, "value")
          : undefined;
    last = lowerDeclarator(c, node, base, declarator, value) ?? last;
  }
  return last;
}

function lastDeclarator(node: Syntax): Syntax | undefined {
  const list = fields(node, "declarator");
  return list[list.length - 1];
}

/** `a * b;` where `a` is a variable: no declaration, and nothing happens. */
function isMultiplication(c: Lowering, node: Syntax, typeNode: Syntax): boolean {
  const declarators = fields(node, "declarator");
  return (
    typeNode.type === "type_identifier" &&
    c.lookup(c.text(typeNode)) !== undefined &&
    declarators.length === 1 &&
    declarators[0]!.type === "pointer_declarator"
  );
}

function lowerDeclarator(c: Lowering, node: Syntax, base: CType, declarator: Syntax, value: Syntax | undefined): Located | undefined {
  if (
    declarator.type === "structured_binding_declarator" ||
    (declarator.type === "init_declarator" && field(declarator, "declarator")?.type === "structured_binding_declarator")
  ) {
    return structuredBinding(c, node, declarator, value);
  }
  const read = declared(base, declarator, c.frame.text);
  const pasted = read === undefined ? undefined : pastedName(c, read.name, declarator, read.paramList);
  const found = read === undefined || pasted === undefined ? read : { name: pasted, node: read.node, type: base };
  if (found === undefined || found.name === "") {
    if (value !== undefined) c.unknown(declarator, "unsupported", false);
    return undefined;
  }
  let type = c.resolve(found.type);
  let args: Argument[] | undefined;
  if (type.kind === "function" && read?.params !== undefined && pasted === undefined) {
    const list = prototypeArguments(c, declarator, read.paramList);
    if (list === undefined) return undefined;
    args = list;
    type = base;
  }
  if (hasSpecifier(node, "extern", c.frame.text)) {
    const variable = c.names.variable(found.name);
    c.scope.names.set(found.name, { kind: "global", name: variable?.name ?? found.name, type: variable?.type ?? type });
    return undefined;
  }
  const nameRange = c.range(found.node);
  const isStatic = hasSpecifier(node, "static", c.frame.text);
  if (type.kind === "array" && type.length === undefined && value !== undefined) type = completeArray(c, type, value);
  const isDeduced = isAuto(type);
  const reused = reusedLocal(c, found.name, type);
  const id = reused ?? c.builder.local(found.name, type, nameRange, { storage: isStatic ? "static" : "auto" });
  c.scope.names.set(found.name, { kind: "local", id });
  const local: Located = { place: { kind: "local", id }, type };
  const range = c.range(declarator);
  if (isStatic) {
    const ends = (): void => {
      if (c.isExact && needsDestruction(c, type)) endsWithProgram(c, local, range, nameRange);
    };
    if (value !== undefined && !isZero(c, value))
      once(c, found.name, range, () => {
        initialise(c, local, id, value, range, nameRange, isDeduced);
        ends();
      });
    else if (args !== undefined || (value === undefined && (needsConstruction(c, type) || (c.isExact && needsDestruction(c, type)))))
      once(c, found.name, range, () => {
        construct(c, local, args, range, nameRange);
        ends();
      });
    return local;
  }
  c.emit({ kind: "declare", local: id, range: nameRange });
  if (reused === undefined) c.scope.cleanups.push({ kind: "storage", local: id });
  const before = c.builder.locals[id]!.type;
  const called = fullExpression(c, range, () =>
    value === undefined ? construct(c, local, args, range, nameRange) : initialise(c, local, id, value, range, nameRange, isDeduced),
  );
  const finalType = c.builder.locals[id]?.type ?? before;
  const object: Located = { place: local.place, type: finalType };
  if (reused !== undefined) return object;
  if (needsDestruction(c, finalType) || (called && (finalType.kind === "record" || finalType.kind === "unknown"))) {
    c.scope.cleanups.push({ kind: "action", run: () => destroyLocal(c, object, nameRange) });
  }
  return object;
}

/** `int JOIN(a, b) = 1;`: the macro makes the name. */
function pastedName(c: Lowering, name: string, declarator: Syntax, list: Syntax | undefined): string | undefined {
  const macro = list === undefined ? undefined : expandableMacro(c, name, declarator.start);
  if (macro?.params === undefined || list === undefined || !macro.body.includes("##")) return undefined;
  const expansion = expandCall(c, macro, declarator, list);
  const only = expansion === undefined ? undefined : soleExpression(expansion.statements);
  return expansion !== undefined && only?.type === "identifier" ? c.inFrame(expansion.frame, () => c.text(only)) : undefined;
}

/** Called with an object with static storage once it is made; the interpreter knows it. */
export const ENDS_WITH_PROGRAM = "__std_ends_with_program";

function destroyLocal(c: Lowering, object: Located, range: Range): void {
  if (object.place.kind === "local" && c.handedOut === `local ${object.place.id}`) return;
  const type: CType = object.type.kind === "unknown" ? { kind: "record", name: object.type.text } : object.type;
  destroy(c, { place: object.place, type }, range);
}

/** Two branches of an `#if` may declare one variable each; what follows means whichever it was. */
function reusedLocal(c: Lowering, name: string, type: CType): LocalId | undefined {
  const seen = c.scope.names.get(name);
  if (seen?.kind !== "local") return undefined;
  return c.builder.locals[seen.id]?.type.kind === type.kind ? seen.id : undefined;
}

function isAuto(type: CType): boolean {
  const inner = type.kind === "pointer" || type.kind === "reference" ? type.to : type;
  return inner.kind === "unknown" && /^(?:const )?(?:auto|decltype\(auto\))$/.test(inner.text);
}

function completeArray(c: Lowering, type: Extract<CType, { kind: "array" }>, value: Syntax): CType {
  if (value.type === "initializer_list") {
    const items = named(value);
    const isText = items.length === 1 && /string/.test(items[0]!.type) && type.of.kind === "int";
    return isText ? completeArray(c, type, items[0]!) : { ...type, length: listLength(c, value) };
  }
  const text = c.item.visit.expression(c, value);
  return text.kind === "value" && text.value.kind === "string" ? { ...type, length: text.value.value.length + 1 } : type;
}

function isZero(c: Lowering, value: Syntax): boolean {
  return /^(?:0|NULL|nullptr|FALSE|false|\{\s*(?:0|NULL)?\s*\}|0L|0x0)$/.test(c.text(value).trim());
}

function construct(c: Lowering, local: Located, args: Argument[] | undefined, range: Range, nameRange: Range): boolean {
  if (args !== undefined) return constructWith(c, local, args, range, nameRange);
  if (!needsConstruction(c, local.type)) return false;
  constructDefault(c, local, range);
  return true;
}

/** `T x(a)`: where `T` is not visible it is taken for a class, as such a declaration is seldom written for a scalar. */
function constructWith(c: Lowering, local: Located, args: Argument[], range: Range, nameRange: Range): boolean {
  if (!c.isCpp || local.type.kind !== "unknown" || isAuto(local.type)) return constructFrom(c, local, args, range, nameRange);
  callConstructor(c, local, args, range, nameRange);
  return true;
}

/** Runs the initialiser. True if a constructor was called. */
function initialise(c: Lowering, local: Located, id: LocalId, value: Syntax, range: Range, nameRange: Range, isDeduced: boolean): boolean {
  if (value.type === "argument_list") return constructWith(c, local, lowerArguments(c, value), range, nameRange);
  if (c.isExact && isDeduced && value.type === "initializer_list" && named(value).length === 1) {
    return initialise(c, local, id, named(value)[0]!, range, nameRange, isDeduced);
  }
  if (value.type === "initializer_list") {
    initialiseObject(c, local, value);
    return local.type.kind === "record" && needsConstruction(c, local.type);
  }
  const result = c.item.visit.expression(c, value);
  const valueRange = c.range(value);
  const { type } = local;
  if (isDeduced) {
    const deduced = deducedType(type, result.type);
    c.builder.retype(id, deduced);
    return initialise2(c, { place: local.place, type: deduced }, result, range, valueRange, nameRange);
  }
  return initialise2(c, local, result, range, valueRange, nameRange);
}

function deducedType(written: CType, found: CType): CType {
  const decayed: CType =
    found.kind === "array" ? { kind: "pointer", to: found.of } : found.kind === "function" ? { kind: "pointer", to: found } : found;
  if (written.kind === "reference") return { kind: "reference", to: found };
  if (written.kind === "pointer") return decayed.kind === "pointer" ? decayed : written;
  return decayed;
}

function initialise2(
  c: Lowering,
  local: Located,
  result: ReturnType<Lowering["item"]["visit"]["expression"]>,
  range: Range,
  valueRange: Range,
  nameRange: Range,
): boolean {
  const { type } = local;
  if (type.kind === "reference") {
    if (c.isExact && type.to.kind === "record" && (result.type.kind !== "record" || result.kind === "value")) {
      const made = c.synthetic("temporary", type.to, valueRange);
      constructFrom(c, made, [{ result, range: valueRange }], valueRange, valueRange);
      if (needsDestruction(c, type.to)) c.scope.cleanups.push({ kind: "action", run: () => destroy(c, made, nameRange) });
      c.store(local.place, c.addressOf(made, valueRange).value, type, range, true);
      return false;
    }
    // A temporary that a reference is bound to lives as long as the reference.
    const kept = result.kind === "place" ? takeTemporary(c, result.place) : undefined;
    if (kept !== undefined && needsDestruction(c, kept.type))
      c.scope.cleanups.push({ kind: "action", run: () => destroy(c, kept, nameRange) });
    const address =
      result.kind === "place" ? c.addressOf(result, valueRange) : c.addressOf(temporary(c, result, type.to, valueRange), valueRange);
    c.store(local.place, address.value, type, range, true);
    return false;
  }
  if (type.kind === "array" && result.kind === "value" && result.value.kind === "string") {
    c.store(local.place, result.value, type, range, true);
    return false;
  }
  if (type.kind === "record" && c.isCpp) {
    if (
      !c.isExact &&
      result.kind === "place" &&
      result.type.kind === "record" &&
      result.type.name === type.name &&
      takeTemporary(c, result.place) !== undefined
    ) {
      // `T x = f()` and `T x = T(3)`: the object is built once, in its place; a copy of its bytes stands for that.
      c.store(local.place, operandOf(c, result, valueRange).value, type, range, true);
      return true;
    }
    return constructFrom(c, local, [{ result, range: valueRange }], range, nameRange);
  }
  const operand = isObject(c, result) ? scalarOf(c, result, valueRange, type) : operandOf(c, result, valueRange);
  c.store(local.place, convert(c, operand, type, valueRange).value, type, range, true);
  return false;
}

function temporary(c: Lowering, result: { value: Parameters<Lowering["store"]>[1]; type: CType }, type: CType, range: Range): Located {
  const object = c.synthetic("temporary", type.kind === "unknown" ? result.type : type, range);
  c.store(object.place, convert(c, result, object.type, range).value, object.type, range);
  return object;
}

/** The object's destructor runs when the program ends, before those of what was made before it. */
function endsWithProgram(c: Lowering, object: Located, range: Range, nameRange: Range): void {
  const self = c.addressOf(object, range);
  c.emit({
    kind: "call",
    callee: { kind: "name", name: ENDS_WITH_PROGRAM },
    args: [self.value],
    argRanges: [nameRange],
    nameRange,
    type: { kind: "void" },
    discarded: true,
    range,
  });
}

/** Runs `work` the first time that control comes here: the initialiser of a function's `static`. */
function once(c: Lowering, name: string, range: Range, work: () => void): void {
  const type: CType = { kind: "bool" };
  const id = c.builder.local(`${name} initialised`, type, range, { storage: "static", synthetic: true });
  const guard: Located = { place: { kind: "local", id }, type };
  const first = c.builder.newBlock();
  const join = c.builder.newBlock();
  branch(c, c.load(guard, range), join, first, "if", range);
  c.builder.startAt(first);
  work();
  c.store(guard.place, { kind: "int", value: 1n, type }, type, range);
  c.builder.jump(join, range);
  c.builder.startAt(join);
}

/** `T x(a)` reads as a prototype; it is an object if every "parameter" is the name of a variable. */
function prototypeArguments(c: Lowering, declarator: Syntax, list: Syntax | undefined): Argument[] | undefined {
  if (!c.isCpp || list === undefined || declarator.type !== "function_declarator") return undefined;
  const params = named(list);
  if (params.length === 0) return undefined;
  const called = c.isExact ? calledArguments(c, list, params) : undefined;
  if (called !== undefined) return called;
  const names: Syntax[] = [];
  for (const param of params) {
    const type = field(param, "type");
    if (param.type !== "parameter_declaration" || type === undefined || named(param).length !== 1) return undefined;
    if (type.type !== "type_identifier" && type.type !== "qualified_identifier") return undefined;
    if (!isVariable(c, c.spelling(type).replace(/\s*::\s*/g, "::"))) return undefined;
    names.push(type);
  }
  return names.map((node) => ({ result: c.item.visit.expression(c, node), range: c.range(node) }));
}

/** `T x(f(a))`: a "parameter" whose type is a function is a call of it. */
function calledArguments(c: Lowering, list: Syntax, params: readonly Syntax[]): Argument[] | undefined {
  const isCall = params.some((param) => {
    const type = field(param, "type");
    if (type === undefined || field(param, "declarator") === undefined || !/identifier$/.test(type.type)) return false;
    const name = c.spelling(type).replace(/\s*::\s*/g, "::");
    return isVariable(c, name) || (c.names.type(name, c.record) === undefined && c.names.functions(name, c.record).length > 0);
  });
  const expansion = isCall
    ? parsePieces(c, [{ text: "f" }, pieceOf(c, list)], c.range(list), c.frame.macrosAt(list.start), c.frame.macro)
    : undefined;
  const only = expansion === undefined ? undefined : soleExpression(expansion.statements);
  const args = only?.type === "call_expression" ? field(only, "arguments") : undefined;
  return expansion === undefined || args === undefined ? undefined : c.inFrame(expansion.frame, () => lowerArguments(c, args));
}

function isVariable(c: Lowering, name: string): boolean {
  if (c.lookup(name) !== undefined) return true;
  if (c.names.type(name, c.record) !== undefined) return false;
  return (
    c.names.variable(name, c.record) !== undefined ||
    c.names.constant(name, c.record) !== undefined ||
    (c.record !== undefined && c.names.field(c.record, name) !== undefined)
  );
}

/** `auto [a, b] = pair;` of a visible class: the names are its members. */
function bindMembers(c: Lowering, node: Syntax, binding: Syntax, value: Syntax): boolean {
  const result = c.item.visit.expression(c, value);
  const range = c.range(value);
  const record = result.type.kind === "record" ? c.names.record(result.type.name) : undefined;
  const fields = record?.external === true ? [] : (record?.fields.filter((f) => !f.isStatic) ?? []);
  if (result.kind !== "place" || fields.length < named(binding).length) return false;
  let object: Located = result;
  if (!/&\s*\[/.test(c.text(node))) {
    object = c.synthetic("bound", result.type, range);
    constructFrom(c, object, [{ result, range }], range, range);
    const made = object;
    if (needsDestruction(c, result.type)) c.scope.cleanups.push({ kind: "action", run: () => destroy(c, made, range) });
  } else {
    const address = c.synthetic("bound", { kind: "pointer", to: result.type }, range);
    c.store(address.place, c.addressOf(result, range).value, address.type, range);
    object = { place: { kind: "deref", pointer: c.load(address, range).value }, type: result.type };
  }
  named(binding).forEach((name, i) => {
    const field = fields[i]!;
    c.scope.names.set(c.text(name), {
      kind: "place",
      place: { kind: "field", of: object.place, member: field.name, record: record!.name },
      type: field.type,
    });
  });
  return true;
}

/** `auto [a, b] = f();`: the names get values that nobody knows. */
function structuredBinding(c: Lowering, node: Syntax, declarator: Syntax, value: Syntax | undefined): undefined {
  const binding = declarator.type === "init_declarator" ? (field(declarator, "declarator") ?? declarator) : declarator;
  if (value !== undefined && value.type !== "argument_list" && value.type !== "initializer_list") {
    if (c.isExact && bindMembers(c, node, binding, value)) return undefined;
    c.item.visit.expression(c, value);
  }
  for (const name of named(binding)) {
    const id = c.builder.local(c.text(name), unknownType("auto"), c.range(name));
    c.scope.names.set(c.text(name), { kind: "local", id });
    c.emit({ kind: "declare", local: id, range: c.range(name) });
    c.scope.cleanups.push({ kind: "storage", local: id });
    c.store({ kind: "local", id }, c.unknown(node, "unsupported").value, unknownType("auto"), c.range(name));
  }
  return undefined;
}
