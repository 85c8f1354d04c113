/** What a name in an expression means. */
import { CHAR, type CType, INT, isInteger, pointerTo, UINT, unknownType, VOID } from "../names/ctype.ts";
import { named, type Syntax } from "../names/syntax.ts";
import type { FunctionDeclaration } from "../names/types.ts";
import type { Located, Lowering, Operand, Result } from "./context.ts";
import { intOperand, unknownValue } from "./conversions.ts";
import { expandableMacro, expandObject } from "./expand.ts";
import type { Range } from "./types.ts";

export function asValue(operand: Operand): Result {
  return { kind: "value", ...operand };
}

/** A reference stands for what it refers to. */
export function asPlace(c: Lowering, located: Located, range: Range): Result {
  if (located.type.kind !== "reference") return { kind: "place", ...located };
  const address = c.load({ place: located.place, type: located.type }, range);
  return { kind: "place", place: { kind: "deref", pointer: address.value }, type: located.type.to };
}

/** `this` as a value. */
export function thisValue(c: Lowering): Operand | undefined {
  if (c.thisTemp === undefined) return undefined;
  const to: CType = c.record === undefined ? VOID : { kind: "record", name: c.record };
  return { value: { kind: "temp", id: c.thisTemp }, type: pointerTo(to) };
}

export function thisObject(c: Lowering): Located | undefined {
  const self = thisValue(c);
  return self === undefined || self.type.kind !== "pointer"
    ? undefined
    : { place: { kind: "deref", pointer: self.value }, type: self.type.to };
}

/** A name that means a macro, an enumerator or a constant, with its value. */
export function constantResult(c: Lowering, name: string): Result | undefined {
  if (name === "NULL" || name === "nullptr" || name === "__null")
    return asValue(intOperand(0n, pointerTo(VOID), name === "__null" ? "NULL" : name));
  const constant = c.names.constant(name, c.record);
  return constant === undefined ? undefined : asValue(intOperand(constant.value, constant.type, name));
}

/** Lowers the use of `name` (an identifier or qualified identifier) at `node`. */
export function lowerName(c: Lowering, node: Syntax, name: string): Result {
  const range = c.range(node);
  const binding = c.lookup(name);
  if (binding !== undefined) return asPlace(c, c.located(binding), range);
  if (name === "this") {
    const self = thisValue(c);
    if (self !== undefined) return asValue(self);
  }
  const own = constantResult(c, name);
  if (own !== undefined && (c.names.macro(name) !== undefined || c.record === undefined)) return own;
  const member = memberOfThis(c, name, range);
  if (member !== undefined) return member;
  if (own !== undefined) return own;
  const expanded = expandName(c, node, name);
  if (expanded !== undefined) return expanded;
  const variable = c.names.variable(name, c.record);
  if (variable !== undefined) return asPlace(c, { place: { kind: "global", name: variable.name }, type: variable.type }, range);
  const functions = c.names.functions(name, c.record);
  if (functions.length > 0) return functionResult(c.isExact ? functions[0]!.name : name, functions[0]!);
  const built = builtIn(c, name);
  if (built !== undefined) return asValue(built);
  return unseen(c, name, range);
}

export function functionResult(name: string, declaration: FunctionDeclaration | undefined): Result {
  const plain = name.replace(/^::/, "");
  const type: CType =
    declaration === undefined
      ? { kind: "function", result: unknownType(`${plain}()`), params: [], variadic: true }
      : { kind: "function", result: declaration.result, params: declaration.params.map((p) => p.type), variadic: declaration.variadic };
  return { kind: "value", value: { kind: "function", name: plain }, type: pointerTo(type) };
}

/** A member of the object that the function runs on, where the class is visible. */
function memberOfThis(c: Lowering, name: string, range: Range): Result | undefined {
  if (c.record === undefined) return undefined;
  const simple = name.includes("::") ? name.slice(name.lastIndexOf("::") + 2) : name;
  const owner = name.includes("::") ? c.names.type(name.slice(0, name.lastIndexOf("::")), c.record) : undefined;
  if (name.includes("::") && owner?.kind !== "record") return undefined;
  const record = owner?.kind === "record" ? owner.name : c.record;
  const found = c.names.field(record, simple);
  if (found === undefined) return undefined;
  if (found.isStatic) {
    const variable = c.names.variable(name, c.record);
    return asPlace(
      c,
      { place: { kind: "global", name: variable?.name ?? `${record}::${simple}` }, type: variable?.type ?? found.type },
      range,
    );
  }
  const object = thisObject(c);
  if (object === undefined) return undefined;
  const located: Located = { place: { kind: "field", of: object.place, member: simple, record }, type: found.type };
  return asPlace(c, found.bits === undefined ? located : { ...located, bits: found.bits }, range);
}

/** An object-like macro of the program that is no constant. */
function expandName(c: Lowering, node: Syntax, name: string): Result | undefined {
  const macro = expandableMacro(c, name, node.start);
  if (macro === undefined || macro.params !== undefined || macro.body === "" || macro.body === name) return undefined;
  const expansion = expandObject(c, macro, node);
  const only = expansion === undefined ? undefined : soleExpression(expansion.statements);
  if (expansion === undefined || only === undefined) return undefined;
  return c.inFrame(expansion.frame, () =>
    c.deeper(
      () => c.item.visit.expression(c, only),
      () => asValue(c.unknown(node, "depth")),
    ),
  );
}

/** The expression that an expansion consists of, if it is one. */
export function soleExpression(statements: readonly Syntax[]): Syntax | undefined {
  if (statements.length !== 1 || statements[0]!.type !== "expression_statement") return undefined;
  return named(statements[0]!)[0];
}

function builtIn(c: Lowering, name: string): Operand | undefined {
  if (name === "__LINE__" || name === "__COUNTER__") return unknownValue(name, INT);
  if (/^__(?:FUNCTION|func|FILE|DATE|TIME|FUNCSIG|PRETTY_FUNCTION)__$|^THIS_FILE$/.test(name)) {
    return {
      value: { kind: "string", value: /^__f|^__F(?:UNCTION|UNCSIG)/.test(name) ? c.name : name, wide: false },
      type: pointerTo(CHAR),
    };
  }
  if (name === "true" || name === "TRUE") return intOperand(1n, name === "true" ? { kind: "bool" } : INT, name);
  if (name === "false" || name === "FALSE") return intOperand(0n, name === "false" ? { kind: "bool" } : INT, name);
  return undefined;
}

/** A name that nothing visible declares: a constant of a header that was not found, a member of an unseen class, or a global. */
export function unseen(c: Lowering, name: string, range: Range): Result {
  const simple = name.slice(name.includes("::") ? name.lastIndexOf("::") + 2 : 0);
  const isConstant = /^[A-Z][A-Z0-9_]+$/.test(simple);
  if (isConstant && (name.includes("::") || simple.startsWith("WM_")))
    return asValue(unknownValue(name, simple.startsWith("WM_") ? UINT : unknownType(name)));
  const object = thisObject(c);
  if (object !== undefined && !isConstant && !name.includes("::") && !/^[gs]_/.test(name) && looksLikeMember(c, name)) {
    return { kind: "place", place: { kind: "field", of: object.place, member: name, record: c.record }, type: unknownType(name) };
  }
  return asPlace(c, { place: { kind: "global", name: name.replace(/^::/, "") }, type: unknownType(name) }, range);
}

/** In a member function of a class whose members are not all visible a bare name is most likely one of them. */
function looksLikeMember(c: Lowering, name: string): boolean {
  if (/^m_|^_?[a-z]\w*_$|^f[A-Z]/.test(name)) return true;
  return c.record !== undefined && !isComplete(c, c.record, 0);
}

/** The class and all its bases are visible. */
function isComplete(c: Lowering, record: string, depth: number): boolean {
  const found = depth > 20 ? undefined : c.names.record(record);
  return found?.bases.every((b) => isComplete(c, b, depth + 1)) ?? false;
}

export function isIntegerConstant(result: Result): boolean {
  return result.kind === "value" && result.value.kind === "int" && isInteger(result.type);
}
