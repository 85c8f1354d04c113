/** Lowers one function definition, and the lambdas in it, to the intermediate representation. */
import { type CType, pointerTo, VOID } from "../names/ctype.ts";
import { headFromText } from "../names/heads.ts";
import { knrTypes } from "../names/index.ts";
import { declared, parameters } from "../names/declarators.ts";
import { readFunction } from "../names/records.ts";
import { recordingNames } from "../names/recording.ts";
import { qualify, specifierType } from "../names/specifiers.ts";
import { field, hasToken, type Syntax, visit } from "../names/syntax.ts";
import type { FunctionDeclaration, Names } from "../names/types.ts";
import type { Parser } from "../source/syntax.ts";
import type { Item, SourceFile } from "../source/types.ts";
import { lowerMemberInitialisers } from "./constructors.ts";
import { type ItemContext, type Located, Lowering, type Result, type Visitors } from "./context.ts";
import { operandOf } from "./conversions.ts";
import { lowerExpression } from "./expressions.ts";
import { findFunction, type FunctionSyntax } from "./functionNode.ts";
import { thisObject } from "./identifiers.ts";
import { assignExactly, endsParameter, initialiseByCopy, passExactly } from "./copies.ts";
import { initialiseObject } from "./initialisers.ts";
import { captureBindings, closureRecord, lambdaValue, readLambda, THIS_MEMBER } from "./lambdas.ts";
import { constructFrom, destroy, destroyParts } from "./objects.ts";
import { scalarOf } from "./overloads.ts";
import { resolveGotos } from "./jumps.ts";
import { lowerStatement, lowerStatements } from "./statements.ts";
import type { IrFunction, Param, Range } from "./types.ts";

/** Nodes that the lowering of one item may visit; a longer item is cut and says so. */
const BUDGET = 400_000;

const VISITORS: Visitors = {
  expression: lowerExpression,
  statement: lowerStatement,
  statements: lowerStatements,
  lambda: lowerLambda,
  copied: initialiseByCopy,
  assigned: assignExactly,
  braced: initialiseObject,
  pass: passExactly,
  construct: (c, type, result, range) => {
    const object = c.temporary("temporary", type, range);
    constructFrom(c, object, [{ result, range }], range, range);
    return object;
  },
  scalar: (c, result, range, wanted) => (wanted.kind === "record" ? operandOf(c, result, range) : scalarOf(c, result, range, wanted)),
};

/**
 * Lowers a function item of `source`: the function itself comes first, then the lambdas in it. The list is empty if the item has no
 * body that can be read. Never throws on bad input; what cannot be read is an `unknown` statement. Offsets are relative to the item.
 */
export function lowerFunction(source: SourceFile, item: Item, names: Names, parser: Parser): IrFunction[] {
  const found = findFunction(source, item, parser);
  const body = found === undefined ? undefined : field(found.node, "body");
  if (found === undefined || body === undefined) return [];
  // What is lowered to be run is not kept, so nothing needs to be known of what it asked.
  const recording = names.exact === undefined ? recordingNames(names) : { names, asked: new Map<string, string>() };
  const context: ItemContext = {
    names: recording.names,
    asked: recording.asked,
    parser,
    language: source.language,
    visit: VISITORS,
    functions: [],
    closures: new Map(),
    conditions: conditionsIn(source, item, found),
    base: item.start,
    original: source.text,
    budget: BUDGET,
  };
  const head = headOf(source, item, found);
  const record = recordOf(head, found, recording.names);
  const name = names.exact?.named(head.name) ?? head.name;
  const c = new Lowering(context, found.frame, name, record);
  const known = recording.names.functions(name).filter((f) => f.params.length === head.params.length);
  const isStatic = record !== undefined && (head.isStatic || known.some((f) => f.isStatic));
  c.result = c.resolve(head.result);
  c.params = head.params.map(
    (p, i): Param => ({
      name: p.name,
      type: c.resolve(p.type),
      range: found.headless ? nameRange(head, item) : (head.ranges[i] ?? nameRange(head, item)),
    }),
  );
  if (record !== undefined && !isStatic && source.language === "cpp") c.thisTemp = c.temp();
  lowerBody(c, found.node, body, { isConstructor: head.isConstructor, isDestructor: head.isDestructor, nameRange: nameRange(head, item) });
  const main = finished(c, {
    isStatic,
    isVirtual: head.isVirtual || known.some((f) => f.isVirtual) || isVirtualInBase(record, simpleName(name), recording.names, 0),
    isConstructor: head.isConstructor,
    isDestructor: head.isDestructor,
    internal: found.internal || head.internal || (record === undefined && known.some((f) => f.internal)),
    variadic: head.variadic,
    nameRange: nameRange(head, item),
    bodyRange: c.range(body),
    asked: recording.asked,
  });
  const { statements, unknown } = main.understood;
  const missing = missingIn(found.node) + (item.mended || (found.besides && unknown === 0) ? 1 : 0);
  return [missing === 0 ? main : { ...main, understood: { statements, unknown: unknown + missing } }, ...context.functions];
}

/** What the parser put in to go on: it is lowered as if it stood there, but it was not read. */
function missingIn(node: Syntax): number {
  let count = 0;
  visit(node, (n) => {
    if (n.missing) count++;
    return n.hasError;
  });
  return count;
}

// -------------------------------------------------------------------------------------------------------------- the head

interface Head extends FunctionDeclaration {
  /** Ranges of the parameters' names, relative to the item. */
  readonly ranges: readonly Range[];
}

function headOf(source: SourceFile, item: Item, found: FunctionSyntax): Head {
  const { node, frame, scope } = found;
  const declarator = field(node, "declarator");
  const read = found.headless ? undefined : readFunction(node, declarator, frame.text, scope, true);
  if (read === undefined) {
    const text = source.blanked.slice(item.start, item.body?.start ?? item.end);
    const head = headFromText(text, 0, item.name);
    const unnamed = {
      result: VOID,
      params: [],
      variadic: false,
      isStatic: false,
      isVirtual: false,
      internal: false,
      isConstructor: false,
      isDestructor: false,
      defined: true,
      offset: 0,
    };
    const made: FunctionDeclaration = head ?? { name: item.name ?? "?", ...unnamed };
    return { ...made, name: qualify(scope, made.name), ...(found.inClass === undefined ? {} : { record: found.inClass }), ranges: [] };
  }
  const types = knrTypes(node, frame.text);
  const base = specifierType(field(node, "type"), frame.text, scope);
  const list = declared(base, declarator, frame.text, scope)?.paramList;
  const nodes = list === undefined ? [] : parameters(list, frame.text, scope);
  return {
    ...read,
    name: qualify(scope, read.name),
    params: read.params.map((p) => (types.has(p.name) ? { ...p, type: types.get(p.name)! } : p)),
    offset: frame.range({ start: read.offset, end: read.offset + 1 }).start,
    ranges: nodes.map((p) => frame.range(p.node)),
  };
}

function nameRange(head: Head, _item: Item): Range {
  return { start: head.offset, end: head.offset + simpleSpan(head.name) };
}

/** Length of the name as it stands in the head: its qualifiers in the definition are part of it. */
function simpleSpan(name: string): number {
  return simpleName(name).length;
}

function simpleName(name: string): string {
  return name.includes("::") ? name.slice(name.lastIndexOf("::") + 2) : name;
}

/** Class of a member function. A qualifier that is no visible class is taken for one, unless it is the namespace around. */
function recordOf(head: Head, found: FunctionSyntax, names: Names): string | undefined {
  if (found.inClass !== undefined) return names.record(found.inClass)?.name ?? found.inClass;
  if (head.record === undefined) return undefined;
  const qualified = qualify(found.scope, head.record);
  return names.record(qualified)?.name ?? names.record(head.record)?.name ?? qualified;
}

function isVirtualInBase(record: string | undefined, name: string, names: Names, depth: number): boolean {
  if (record === undefined || depth > 20) return false;
  for (const base of names.record(record)?.bases ?? []) {
    const own = names.functions(`${base}::${name.startsWith("~") ? `~${simpleName(base)}` : name}`);
    if (own.some((f) => f.isVirtual) || isVirtualInBase(base, name, names, depth + 1)) return true;
  }
  return false;
}

/** Kept conditions inside the item by the start of their directive in the text that is lowered. */
function conditionsIn(source: SourceFile, item: Item, found: FunctionSyntax): Map<number, string> {
  const out = new Map<number, string>();
  const origin = found.frame.range({ start: 0, end: 0 }).start;
  for (const group of source.conditionals) {
    if (group.status !== "kept" || group.start < item.start || group.start >= item.end) continue;
    for (const one of group.branches) {
      if (one.condition !== undefined) out.set(one.directive.start - item.start - origin, one.condition);
    }
  }
  return out;
}

// -------------------------------------------------------------------------------------------------------------- the body

function lowerBody(
  c: Lowering,
  node: Syntax,
  body: Syntax,
  kind: { isConstructor: boolean; isDestructor: boolean; nameRange: Range },
): void {
  c.params.forEach((p, index) => {
    if (p.name !== "") c.scope.names.set(p.name, { kind: "param", index });
    if (!endsParameter(c, p.type)) return;
    const object: Located = { place: { kind: "param", index }, type: p.type };
    c.scope.cleanups.push({
      kind: "action",
      run: () => {
        if (c.handedOut !== `param ${index}`) destroy(c, object, p.range);
      },
    });
  });
  const range = c.range(body);
  if (kind.isDestructor) {
    const object = thisObject(c);
    const record = c.record === undefined ? undefined : c.names.record(c.record);
    if (object !== undefined && record !== undefined) {
      c.scope.cleanups.push({ kind: "action", run: () => destroyParts(c, object, record, { start: range.end - 1, end: range.end }) });
    }
  }
  if (kind.isConstructor) lowerMemberInitialisers(c, node, kind.nameRange);
  c.item.visit.statement(c, body);
  const end: Range = { start: Math.max(range.start, range.end - 1), end: range.end };
  if (c.builder.isOpen) c.leave(c.scope, end);
  const isMain = c.record === undefined && /^w?main$/.test(c.name);
  c.builder.terminate(
    isMain && c.result.kind === "int"
      ? { kind: "return", value: { kind: "int", value: 0n, type: c.result }, range: end }
      : { kind: "return", range: end },
  );
  resolveGotos(c);
}

function finished(
  c: Lowering,
  head: Omit<IrFunction, "name" | "record" | "result" | "params" | "locals" | "blocks" | "tempCount" | "understood" | "thisTemp">,
): IrFunction {
  const end: Range = { start: Math.max(head.bodyRange.start, head.bodyRange.end - 1), end: head.bodyRange.end };
  const blocks = c.builder.finish({ kind: "return", range: end });
  let statements = 0;
  let unknown = 0;
  for (const block of blocks) {
    statements += block.statements.length + 1;
    for (const s of block.statements) if (s.kind === "unknown") unknown++;
  }
  return {
    name: c.name,
    ...(c.record === undefined ? {} : { record: c.record }),
    isStatic: head.isStatic,
    isVirtual: head.isVirtual,
    isConstructor: head.isConstructor,
    isDestructor: head.isDestructor,
    internal: head.internal,
    result: c.result,
    params: c.params,
    variadic: head.variadic,
    ...(c.thisTemp === undefined ? {} : { thisTemp: c.thisTemp }),
    locals: c.builder.locals,
    blocks,
    tempCount: c.builder.tempCount,
    nameRange: head.nameRange,
    bodyRange: head.bodyRange,
    understood: { statements, unknown },
    asked: head.asked,
  };
}

// -------------------------------------------------------------------------------------------------------------- lambdas

function lowerLambda(c: Lowering, node: Syntax): Result {
  const parts = readLambda(c, node);
  if (parts === undefined) return { kind: "value", ...c.unknown(node, "unsupported") };
  const inner = new Lowering(c.item, c.frame, parts.name, c.record);
  inner.depth = c.depth;
  const range = c.range(node);
  inner.params = parts.params.map((p) => ({ name: p.name, type: c.resolve(p.type), range: c.range(p.node) }));
  inner.result = parts.result ?? { kind: "unknown", text: "auto" };
  const hasClosure = parts.captures.length > 0 || parts.capturesThis;
  let closureTemp: number | undefined;
  if (hasClosure) {
    closureTemp = inner.temp();
    const closure = {
      place: { kind: "deref" as const, pointer: { kind: "temp" as const, id: closureTemp } },
      type: { kind: "record" as const, name: parts.name },
    };
    for (const [name, binding] of captureBindings(parts, closure)) inner.scope.names.set(name, binding);
    if (parts.capturesThis) {
      const type: CType = pointerTo(c.record === undefined ? VOID : { kind: "record", name: c.record });
      const held = inner.load({ place: { kind: "field", of: closure.place, member: THIS_MEMBER, record: parts.name }, type }, range);
      if (held.value.kind === "temp") inner.thisTemp = held.value.id;
    }
  }
  lowerBody(inner, node, parts.body, { isConstructor: false, isDestructor: false, nameRange: range });
  if (parts.result === undefined) inner.result = inner.returned ?? VOID;
  const made = finished(inner, {
    isStatic: false,
    isVirtual: false,
    isConstructor: false,
    isDestructor: false,
    internal: true,
    variadic: hasToken(node, "..."),
    nameRange: { start: range.start, end: range.start + 1 },
    bodyRange: c.range(parts.body),
    asked: c.item.asked,
  });
  const { thisTemp: _this, record: _record, ...rest } = made;
  c.item.functions.push(closureTemp === undefined ? rest : { ...rest, record: parts.name, thisTemp: closureTemp });
  const type: CType = { kind: "function", result: inner.result, params: inner.params.map((p) => p.type), variadic: false };
  if (closureTemp !== undefined) c.item.closures.set(parts.name, type);
  if (closureTemp !== undefined && c.names.exact && type.kind === "function") c.names.exact.define(closureRecord(c, parts, type));
  return lambdaValue(c, parts, type, range);
}
