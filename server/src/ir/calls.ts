/** Calls: functions, methods, pointers to functions, functors, macros, casts that look like calls. */
import { type CType, unknownType } from "../names/ctype.ts";
import { lastName } from "../names/specifiers.ts";
import { field, named, type Syntax } from "../names/syntax.ts";
import { typeFromText } from "../names/typetext.ts";
import type { FunctionDeclaration } from "../names/types.ts";
import { choose, overloadKey } from "./choices.ts";
import { type Argument, emitCallWith, passArguments, type Signature, signatureOf, signatureOfType } from "./callEmit.ts";
import { castResult, lowerFunctionalCast, lowerNamedCast, typeInCallPosition } from "./casts.ts";
import type { Lowering, Result } from "./context.ts";
import { operandOf, placeOf, unknownValue } from "./conversions.ts";
import { expandableMacro, expandCall, expandObject, parsePieces, pieceOf } from "./expand.ts";
import type { Frame } from "./frame.ts";
import { asPlace, asValue, lowerName, soleExpression, thisValue } from "./identifiers.ts";
import { castMacro, knownMacroResult } from "./knownMacros.ts";
import { lowerTextMacro, PLAIN_TEXT_MACROS, TEXT_MACROS } from "./literals.ts";
import { type MemberPointer, memberName, memberObject, memberOf, memberPointerSides, recordName, splitMemberPointer } from "./members.ts";
import { classOf, defaultArguments, destroy } from "./objects.ts";
import { isObject, methodSignature, methodsFor, methodsOf } from "./overloads.ts";
import type { Callee, Place, Range, Value } from "./types.ts";

interface Site {
  readonly node: Syntax;
  readonly args: Syntax;
  readonly range: Range;
  readonly discarded: boolean;
  /** Frame of the arguments; the callee may come out of a macro. */
  readonly frame: Frame;
}

/** `discarded`: nobody looks at the value. */
export function lowerCall(c: Lowering, node: Syntax, discarded: boolean): Result {
  const fn = field(node, "function");
  const args = field(node, "arguments");
  if (fn === undefined || args === undefined) return asValue(c.unknown(node, "unsupported"));
  return lowerCallee(c, fn, { node, args, range: c.range(node), discarded, frame: c.frame }, 0);
}

function lowerCallee(c: Lowering, fn: Syntax, site: Site, depth: number): Result {
  switch (fn.type) {
    case "identifier":
      return callName(c, fn, c.text(fn), site, depth);
    case "primitive_type":
    case "sized_type_specifier":
      return lowerFunctionalCast(
        c,
        c.resolve(typeInCallPosition(c, c.spelling(fn)) ?? unknownType(c.spelling(fn))),
        argumentsOf(c, site),
        site.range,
        c.range(fn),
      );
    case "qualified_identifier": {
      const last = lastName(fn);
      if (last.type === "template_function") return callTemplate(c, fn, last, site);
      return callName(c, fn, c.spelling(fn).replace(/\s*::\s*/g, "::"), site, depth);
    }
    case "template_function":
      return lowerNamedCast(c, fn, site.args, site.node) ?? callTemplate(c, fn, fn, site);
    case "field_expression":
      return callMember(c, fn, site);
    case "parenthesized_expression": {
      const inner = named(fn);
      if (inner.length === 1 && depth < 20) {
        const only = inner[0]!;
        const type = castType(c, only);
        if (type !== undefined) return functionalOrCast(c, type, site);
        return lowerCallee(c, only, site, depth + 1);
      }
      return callValue(c, fn, site);
    }
    case "call_expression": {
      const casts = castChain(c, fn);
      if (casts !== undefined) return chainedCast(c, casts, site);
      // `CALL(Fn)(args)`: the macro says what is called.
      const name = field(fn, "function");
      const list = field(fn, "arguments");
      const macro =
        name?.type === "identifier" && list !== undefined && c.lookup(c.text(name)) === undefined
          ? expandableMacro(c, c.text(name), name.start)
          : undefined;
      const expansion = macro?.params === undefined || list === undefined ? undefined : expandCall(c, macro, fn, list);
      const only = expansion === undefined ? undefined : soleExpression(expansion.statements);
      if (expansion === undefined || only === undefined || depth > 20) return callValue(c, fn, site);
      return c.inFrame(expansion.frame, () => lowerCallee(c, only, site, depth + 1));
    }
    case "concatenated_string": {
      const parts = named(fn);
      const macro = parts[parts.length - 1];
      const literal = macro?.type === "identifier" && TEXT_MACROS.has(c.text(macro)) ? lowerTextMacro(c, site.args, fn) : undefined;
      return literal === undefined ? asValue(c.unknown(site.node, "unsupported")) : asValue(literal);
    }
    default:
      return callValue(c, fn, site);
  }
}

/** `(T)(x)` looks like a call of `(T)`. */
function castType(c: Lowering, node: Syntax): CType | undefined {
  if (node.type === "type_descriptor") return c.descriptor(node);
  if (node.type !== "identifier" && node.type !== "qualified_identifier") return undefined;
  const name = c.spelling(node).replace(/\s*::\s*/g, "::");
  const known = typeInCallPosition(c, name);
  if (known !== undefined) return known;
  // A name in brackets that nothing declares, with one argument, is a type of an unseen header rather than a function.
  const isUnseen =
    c.lookup(name) === undefined &&
    c.names.variable(name, c.record) === undefined &&
    c.names.functions(name, c.record).length === 0 &&
    c.names.macro(name) === undefined;
  return isUnseen && (c.record === undefined || c.names.field(c.record, name) === undefined) ? unknownType(name) : undefined;
}

/** Types of `(T)(U)` in front of `(x)`, which reads as calls; undefined if one of them names no type. */
function castChain(c: Lowering, fn: Syntax): readonly CType[] | undefined {
  const types: CType[] = [];
  for (let node = fn; ; ) {
    if (node.type === "parenthesized_expression") {
      const inner = named(node);
      const type = inner.length === 1 ? castType(c, inner[0]!) : undefined;
      if (type === undefined) return undefined;
      types.push(type);
      return types.length > 1 && types.some((one) => one.kind !== "unknown") ? types : undefined;
    }
    const args = field(node, "arguments");
    const next = field(node, "function");
    const only = args === undefined ? [] : named(args);
    const type = node.type === "call_expression" && only.length === 1 ? castType(c, only[0]!) : undefined;
    if (type === undefined || next === undefined) return undefined;
    types.push(type);
    node = next;
  }
}

/** The cast that stands next to the operand comes first. */
function chainedCast(c: Lowering, types: readonly CType[], site: Site): Result {
  const last = argumentsOf(c, site).at(-1);
  if (last === undefined) return asValue(c.unknown(site.node, "unsupported"));
  return types.reduce((result, type) => castResult(c, result, type, site.range, last.range), last.result);
}

function functionalOrCast(c: Lowering, type: CType, site: Site): Result {
  const args = argumentsOf(c, site);
  const last = args[args.length - 1];
  // `(T)(a, b)` is a cast of a comma expression.
  if (last === undefined) return asValue(c.unknown(site.node, "unsupported"));
  return castResult(c, last.result, type, site.range, last.range);
}

function argumentsOf(c: Lowering, site: Site): Argument[] {
  return c.inFrame(site.frame, () => lowerArguments(c, site.args));
}

/** `(table[0])(x)` reads as a cast to an array type, which there is none: a call through an element. */
export function lowerCastCall(c: Lowering, node: Syntax): Result | undefined {
  const descriptor = field(node, "type");
  const value = field(node, "value");
  if (descriptor === undefined || value === undefined || value.type !== "parenthesized_expression") return undefined;
  if (field(descriptor, "declarator")?.type !== "abstract_array_declarator") return undefined;
  const pieces = [{ text: "(0, " }, pieceOf(c, descriptor), { text: ")" }, pieceOf(c, value)];
  const expansion = parsePieces(c, pieces, c.range(node), c.frame.macrosAt(node.start), c.frame.macro);
  const only = expansion === undefined ? undefined : soleExpression(expansion.statements);
  return expansion === undefined || only === undefined ? undefined : c.inFrame(expansion.frame, () => c.item.visit.expression(c, only));
}

/** Arguments left to right. Each is read before the next one runs. */
export function lowerArguments(c: Lowering, list: Syntax): Argument[] {
  return named(list)
    .filter((a) => a.type !== "ERROR" && a.type !== "preproc_call")
    .map((node): Argument => {
      const range = c.range(node);
      if (c.isExact && node.type === "initializer_list") return { result: asValue(unknownValue(c.spelling(node))), range, braces: node };
      return { result: settle(c, c.item.visit.expression(c, node), range), range };
    });
}

/** In C scalars are read at once. C++ waits for the parameter: it may be a reference. */
function settle(c: Lowering, result: Result, range: Range): Result {
  if (
    c.isCpp ||
    result.kind === "value" ||
    result.type.kind === "array" ||
    result.type.kind === "record" ||
    result.type.kind === "function"
  )
    return result;
  return asValue(operandOf(c, result, range));
}

function callName(c: Lowering, fn: Syntax, name: string, site: Site, depth: number): Result {
  const nameRange = c.range(fn);
  const plain = name.replace(/^::/, "");
  const binding = c.lookup(name);
  if (binding !== undefined) return callObject(c, asPlace(c, c.located(binding), nameRange), fn, site);
  const literal = TEXT_MACROS.has(name) ? c.inFrame(site.frame, () => lowerTextMacro(c, site.args)) : undefined;
  if (literal !== undefined) return asValue(literal);
  if (PLAIN_TEXT_MACROS.has(name) && named(site.args).length === 1)
    return c.inFrame(site.frame, () => c.item.visit.expression(c, named(site.args)[0]!));

  const macroResult = knownMacroResult(plain);
  if (macroResult !== undefined) {
    const result = c.names.type(macroResult) ?? unknownType(macroResult);
    return emit(c, { kind: "name", name: plain }, argumentsOf(c, site), { result, params: undefined }, site, nameRange);
  }
  if (plain === "va_arg") return nextArgument(c, site, nameRange);
  const macro = expandableMacro(c, name, fn.start) ?? castMacro(name);
  if (macro !== undefined && depth < 20) {
    const expanded = macro.params === undefined ? callThroughMacro(c, fn, macro, site, depth) : expandedCall(c, macro, site);
    if (expanded !== undefined) return expanded;
  }
  const type = typeInCallPosition(c, plain);
  if (type !== undefined) return lowerFunctionalCast(c, c.resolve(type), argumentsOf(c, site), site.range, nameRange);

  const field = c.record === undefined || name.includes("::") ? undefined : c.names.field(c.record, name);
  const functions = c.names.functions(plain, name.startsWith("::") ? undefined : c.record);
  if (field !== undefined || (functions.length === 0 && c.names.variable(name, c.record) !== undefined))
    return callObject(c, lowerName(c, fn, name), fn, site);
  return callFunction(c, name, functions, site, nameRange);
}

/** `va_arg(list, T)`: a call whose result is a `T`; its second argument is the type's spelling. */
function nextArgument(c: Lowering, site: Site, nameRange: Range): Result {
  return c.inFrame(site.frame, () => {
    const list = named(site.args)[0];
    const text = c.text(site.args).replace(/^\(|\)$/g, "");
    const spelling = text.slice(text.indexOf(",") + 1).trim();
    if (list === undefined || !text.includes(",")) return asValue(c.unknown(site.node, "unsupported"));
    const type = c.resolve(typeFromText(spelling));
    const args: Argument[] = [
      { result: c.item.visit.expression(c, list), range: c.range(list) },
      { result: asValue(unknownValue(spelling, type)), range: site.range },
    ];
    return emit(c, { kind: "name", name: "va_arg" }, args, { result: type, params: undefined }, site, nameRange);
  });
}

/** `#define Start WSAAsyncGetHostByName`, `#define CALL (*g_pfn)`: the callee is what the macro stands for. */
function callThroughMacro(
  c: Lowering,
  fn: Syntax,
  macro: Parameters<typeof expandObject>[1],
  site: Site,
  depth: number,
): Result | undefined {
  if (macro.body === "") return undefined;
  const expansion = expandObject(c, macro, fn);
  const only = expansion === undefined ? undefined : soleExpression(expansion.statements);
  if (expansion === undefined || only === undefined || only.type === "number_literal") return undefined;
  return c.inFrame(expansion.frame, () =>
    c.deeper(
      () => lowerCallee(c, only, site, depth + 1),
      () => asValue(c.unknown(site.node, "depth")),
    ),
  );
}

/** A function-like macro of the program whose expansion is an expression. */
function expandedCall(c: Lowering, macro: Parameters<typeof expandCall>[1], site: Site): Result | undefined {
  if (site.frame !== c.frame) return undefined;
  const expansion = expandCall(c, macro, site.node, site.args);
  if (expansion === undefined) return undefined;
  const only = soleExpression(expansion.statements);
  if (only === undefined) return undefined;
  return c.inFrame(expansion.frame, () =>
    c.deeper(
      () => (site.discarded && only.type === "call_expression" ? lowerCall(c, only, true) : c.item.visit.expression(c, only)),
      () => asValue(c.unknown(site.node, "depth")),
    ),
  );
}

function callFunction(c: Lowering, name: string, functions: readonly FunctionDeclaration[], site: Site, nameRange: Range): Result {
  const isGlobal = name.startsWith("::");
  const plain = name.replace(/^::/, "");
  const args = argumentsOf(c, site);
  const moved = c.isExact && plain === "std::move" ? args[0]?.result : undefined;
  if (args.length === 1 && moved?.kind === "place") return { ...moved, isRvalue: true };
  const chosen = choose(c, functions, args);
  const self = isGlobal ? undefined : thisValue(c);
  // Without a declaration in view the name may be a member of a class that is not visible as a whole.
  const isMember = chosen === undefined ? !plain.includes("::") || isOwnClass(c, plain) : chosen.record !== undefined && !chosen.isStatic;
  const callee: Callee = {
    kind: "name",
    name: plain,
    ...(isGlobal ? { global: true } : {}),
    ...(self !== undefined && isMember ? { implicitThis: self.value } : {}),
  };
  return emit(c, callee, args, signatureOf(chosen, plain), site, nameRange, chosen);
}

/** `Base::f()` inside a member function of a class whose base is not visible. */
function isOwnClass(c: Lowering, name: string): boolean {
  const owner = name.slice(0, name.lastIndexOf("::"));
  const record = c.record === undefined ? undefined : c.names.record(c.record);
  return record === undefined || record.bases.includes(owner) || owner === c.record;
}

function emit(
  c: Lowering,
  callee: Callee,
  args: readonly Argument[],
  signature: Signature,
  site: Site,
  nameRange: Range,
  declaration?: FunctionDeclaration,
): Result {
  const values = passArguments(c, args, signature.params);
  const more = defaultArguments(c, declaration, args.length, site.range);
  const ranges = [...args.map((a) => ({ range: a.range })), ...more.map(() => ({ range: nameRange }))];
  const parts = {
    callee,
    args: ranges,
    signature,
    range: site.range,
    nameRange,
    discarded: site.discarded,
    ...overloadKey(c, declaration),
  };
  return emitCallWith(c, parts, [...values, ...more.map((m) => m.value)]);
}

function callTemplate(c: Lowering, fn: Syntax, last: Syntax, site: Site): Result {
  const nameNode = field(last, "name");
  const list = field(last, "arguments");
  const prefix = c.spelling({ ...fn, end: last.start }).replace(/\s*::\s*/g, "::");
  const name = (fn === last ? "" : prefix) + (nameNode === undefined ? c.spelling(last) : c.text(nameNode));
  const types = list === undefined ? [] : named(list).map((t) => c.descriptor(t));
  const args = argumentsOf(c, site);
  const plain = name.replace(/^::/, "");
  const made = /^(?:std::)?make_(unique|shared)$/.exec(plain)?.[1];
  const type = c.names.type(plain, c.record);
  if (made === undefined && type?.kind === "record")
    return lowerFunctionalCast(c, withArguments(c, type, types), args, site.range, c.range(fn));
  const chosen = choose(c, c.names.functions(plain, c.record), args, types);
  const signature: Signature =
    made === undefined || (c.isExact && chosen !== undefined)
      ? signatureOf(chosen, plain)
      : { result: { kind: "record", name: `std::${made}_ptr`, args: types }, params: undefined };
  const callee: Callee = { kind: "name", name: plain, ...(name.startsWith("::") ? { global: true } : {}) };
  return emit(c, callee, args, signature, site, c.range(fn), c.isExact ? chosen : undefined);
}

/** The class with these template arguments. */
function withArguments(c: Lowering, type: Extract<CType, { kind: "record" }>, args: readonly CType[]): CType {
  const named: CType = { ...type, args };
  return c.isExact ? c.resolve(named) : named;
}

/** `object.f(…)`, `pointer->f(…)`. */
function callMember(c: Lowering, fn: Syntax, site: Site): Result {
  const split = splitMemberPointer(c, fn);
  if (split !== undefined) return callMemberPointer(c, split, fn, site);
  const member = memberName(c, fn);
  const object = memberObject(c, fn);
  const nameNode = field(fn, "field");
  if (member === undefined || object === undefined || nameNode === undefined) return asValue(c.unknown(site.node, "unsupported"));
  const nameRange = c.range(lastName(nameNode));
  const record = recordName(object.type) ?? unseenClass(object.type);
  if (c.isExact && member.name.startsWith("~")) {
    const nothing: Result = { kind: "value", value: { kind: "unknown", text: "void", type: { kind: "void" } }, type: { kind: "void" } };
    destroy(c, object, site.range);
    return nothing;
  }
  if (member.name.startsWith("~")) {
    const self = c.addressOf(object, nameRange);
    c.emit({
      kind: "call",
      callee: { kind: "destructor", record: record ?? member.name.slice(1) },
      args: [self.value],
      argRanges: [nameRange],
      nameRange,
      type: { kind: "void" },
      discarded: true,
      range: site.range,
    });
    return { kind: "value", value: { kind: "unknown", text: "void", type: { kind: "void" } }, type: { kind: "void" } };
  }
  const methods = record === undefined ? [] : methodsOf(c, member.qualifier ?? record, member.name);
  const data = record === undefined || methods.length > 0 ? undefined : c.names.field(record, member.name);
  if (data !== undefined) return callObject(c, memberOf(c, object, member.name, nameRange), fn, site);
  if (!c.isCpp) return callObject(c, memberOf(c, object, member.name, nameRange), fn, site);
  const self = c.addressOf(object, c.range(field(fn, "argument") ?? fn));
  const args = argumentsOf(c, site);
  const family = record === undefined ? methods : methodsFor(c, member.qualifier ?? record, member.name, args);
  const chosen = choose(c, family, args, explicitArguments(c, nameNode));
  const callee: Callee = {
    kind: "member",
    object: self.value,
    name: member.name,
    ...(record === undefined ? {} : { record }),
    ...(member.qualifier === undefined ? {} : { qualified: member.qualifier }),
  };
  return emit(c, callee, args, methodSignature(c, object.type, chosen, member.name), site, nameRange, chosen);
}

/** `(object.*pointer)(…)`. */
function callMemberPointer(c: Lowering, split: MemberPointer, fn: Syntax, site: Site): Result {
  const nameRange = c.range(fn);
  const { object, pointer: value } = memberPointerSides(c, split);
  const self = c.addressOf(object, nameRange);
  const text = c.spelling(fn).slice(0, 80);
  const callee: Callee = { kind: "value", value: value.value, text, object: self.value };
  return emit(c, callee, argumentsOf(c, site), signatureOfType(value.type, text), site, nameRange);
}

/** `p->f<int>(…)`. */
function explicitArguments(c: Lowering, name: Syntax): CType[] {
  const list = name.type === "template_method" ? field(name, "arguments") : undefined;
  return list === undefined ? [] : named(list).map((t) => c.descriptor(t));
}

/** A class that is known by name only. */
function unseenClass(type: CType): string | undefined {
  return type.kind === "unknown" && /^[A-Za-z_][\w:]*$/.test(type.text) && !type.text.startsWith("m_") ? type.text : undefined;
}

/** Call through an object: a pointer to a function, or a functor. */
function callObject(c: Lowering, target: Result, fn: Syntax, site: Site): Result {
  const nameRange = c.range(fn);
  if (isObject(c, target)) {
    const record = classOf(target.type)!;
    const object = c.addressOf(placeOf(c, target, nameRange), nameRange);
    const args = argumentsOf(c, site);
    const closure = c.item.closures.get(record);
    const chosen = choose(c, methodsOf(c, record, "operator()"), args);
    return emit(
      c,
      { kind: "member", object: object.value, name: "operator()", record },
      args,
      closure === undefined ? signatureOf(chosen, "operator()") : signatureOfType(closure, "operator()"),
      site,
      nameRange,
      chosen,
    );
  }
  const place: Place | undefined = target.kind === "place" ? target.place : undefined;
  const pointer = operandOf(c, target, nameRange);
  return callPointer(c, pointer.value, pointer.type, place, fn, site);
}

function callPointer(c: Lowering, value: Value, type: CType, place: Place | undefined, fn: Syntax, site: Site): Result {
  const text = c.spelling(fn).slice(0, 80);
  const args = argumentsOf(c, site);
  const nameRange = c.range(fn);
  if (value.kind === "function") {
    const functions = c.names.functions(value.name, c.record);
    const chosen = choose(c, functions, args);
    return emit(
      c,
      { kind: "name", name: value.name },
      args,
      chosen === undefined ? signatureOfType(type, value.name) : signatureOf(chosen, value.name),
      site,
      nameRange,
      chosen,
    );
  }
  const callee: Callee = place === undefined ? { kind: "value", value, text } : { kind: "value", value, place, text };
  const signature = signatureOfType(type, text);
  const first = args[0]?.result.type;
  // A pointer to a member called by the library: the object comes first.
  const withObject = c.isExact && first !== undefined && args.length === (signature.params?.length ?? args.length) + 1;
  return emit(c, callee, args, withObject ? { ...signature, params: [first, ...signature.params!] } : signature, site, nameRange);
}

/** Call of whatever an expression gives: `(*pf)(x)`, `table[i](x)`, `f(x)(y)`. */
function callValue(c: Lowering, fn: Syntax, site: Site): Result {
  const split = splitMemberPointer(c, fn);
  if (split !== undefined) return callMemberPointer(c, split, fn, site);
  // `(*pf)` of a pointer to a function is the pointer; where it was loaded from matters more than the star.
  let target = fn;
  while ((target.type === "pointer_expression" && c.text(target).startsWith("*")) || target.type === "parenthesized_expression") {
    const inner =
      target.type === "pointer_expression" ? field(target, "argument") : named(target).length === 1 ? named(target)[0] : undefined;
    if (inner === undefined) break;
    if (target.type === "pointer_expression" && !isFunctionPointer(c, inner)) break;
    target = inner;
  }
  if (target.type === "identifier" || target.type === "field_expression") {
    const result = c.item.visit.expression(c, target);
    return callObject(c, result, fn, site);
  }
  return callObject(c, c.item.visit.expression(c, target), fn, site);
}

/** A star in front of the expression changes nothing: it is no pointer to a pointer. */
function isFunctionPointer(c: Lowering, node: Syntax): boolean {
  if (node.type === "identifier") {
    const binding = c.lookup(c.text(node));
    const type =
      binding === undefined
        ? (c.names.variable(c.text(node), c.record)?.type ??
          (c.record === undefined ? undefined : c.names.field(c.record, c.text(node))?.type))
        : c.located(binding).type;
    return !(type?.kind === "pointer" && type.to.kind === "pointer") && type?.kind !== "array";
  }
  return node.type !== "binary_expression" && node.type !== "update_expression" && node.type !== "cast_expression";
}
