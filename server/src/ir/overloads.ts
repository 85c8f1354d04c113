/** Operators and conversions of C++ classes, which are calls. */
import { type CType, typeText } from "../names/ctype.ts";
import type { FunctionDeclaration } from "../names/types.ts";
import { type Argument, emitCall, type Signature, signatureOf } from "./callEmit.ts";
import { choose, fitting, overloadKey } from "./choices.ts";
import { containerResult } from "./containers.ts";
import type { Located, Lowering, Operand, Result } from "./context.ts";
import { placeOf, operandOf } from "./conversions.ts";
import type { Range } from "./types.ts";

/** An object of a class, in C++. */
export function isObject(c: Lowering, result: Result): boolean {
  return c.isCpp && result.type.kind === "record";
}

/** Name of the class of an object, without template arguments. */
export function className(type: CType): string | undefined {
  return type.kind === "record" ? type.name : undefined;
}

/** Member functions of that name in a class or its bases. */
export function methodsOf(c: Lowering, record: string, name: string): readonly FunctionDeclaration[] {
  return c.names.functions(`${record}::${name}`).length > 0
    ? c.names.functions(`${record}::${name}`)
    : (c.names.record(record)?.bases ?? []).flatMap((base) => methodsOfBase(c, base, name, 0));
}

/** The same for a call with these arguments: a using-declaration may have brought in those of the bases where the class's own do not fit. */
export function methodsFor(c: Lowering, record: string, name: string, args: readonly Argument[]): readonly FunctionDeclaration[] {
  const own = methodsOf(c, record, name);
  if (!c.isExact || own.length === 0 || fitting(c, own, args) !== undefined) return own;
  const inherited = (c.names.record(record)?.bases ?? []).flatMap((base) => methodsOfBase(c, base, name, 0));
  return inherited.length > 0 && fitting(c, inherited, args) !== undefined ? inherited : own;
}

function methodsOfBase(c: Lowering, record: string, name: string, depth: number): readonly FunctionDeclaration[] {
  const own = c.names.functions(`${record}::${name}`);
  if (own.length > 0 || depth > 20) return own;
  return (c.names.record(record)?.bases ?? []).flatMap((base) => methodsOfBase(c, base, name, depth + 1));
}

/**
 * `operands[0] op operands[1]` as a call of the class's operator or a free one; undefined if the class is visible and has none,
 * so that the built-in operator applies to what it converts to. A class that is not visible is taken to have it.
 */
export function callOperator(c: Lowering, op: string, operands: readonly Result[], range: Range, objectRange: Range): Result | undefined {
  const name = `operator${op}`;
  const args: Argument[] = operands.slice(1).map((result) => ({ result, range }));
  const first = operands[0]!;
  const record = className(first.type);
  if (record !== undefined) {
    const methods = methodsOf(c, record, name);
    if (isFreeBetter(c, name, methods, operands, args, objectRange)) return callFree(c, name, operands, args, range, objectRange);
    if (methods.length > 0 || (isUnseen(c, record) && op !== "!")) {
      const object = c.addressOf(placeOf(c, first, objectRange), objectRange);
      const declaration = choose(c, methods, args);
      return emitCall(c, {
        callee: { kind: "member", object: object.value, name, record },
        ...overloadKey(c, declaration),
        args,
        signature: methodSignature(c, first.type, declaration, name),
        range,
        nameRange: range,
        discarded: false,
      });
    }
  }
  return callFree(c, name, operands, args, range, objectRange);
}

/** A class has the operator and so has its surroundings: the one whose parameters fit better. */
function isFreeBetter(
  c: Lowering,
  name: string,
  methods: readonly FunctionDeclaration[],
  operands: readonly Result[],
  args: readonly Argument[],
  objectRange: Range,
): boolean {
  if (!c.isExact || methods.length === 0 || operands.length < 2) return false;
  const free = freeOperators(c, name, operands).filter((f) => f.record === undefined && f.params.length === operands.length);
  const found = free.length === 0 ? undefined : fitting(c, free, [{ result: operands[0]!, range: objectRange }, ...args]);
  return found !== undefined && found.cost < (fitting(c, methods, args)?.cost ?? Number.POSITIVE_INFINITY);
}

function callFree(
  c: Lowering,
  name: string,
  operands: readonly Result[],
  args: readonly Argument[],
  range: Range,
  objectRange: Range,
): Result | undefined {
  const first = operands[0]!;
  const free = freeOperators(c, name, operands).filter((f) => f.record === undefined && f.params.length === operands.length);
  if (free.length === 0) return undefined;
  const declaration = choose(c, free, [{ result: first, range: objectRange }, ...args]);
  if (declaration === undefined) return undefined;
  return emitCall(c, {
    callee: { kind: "name", name },
    ...overloadKey(c, declaration),
    args: [{ result: first, range: objectRange }, ...args],
    signature: signatureOf(declaration, name),
    range,
    nameRange: range,
    discarded: false,
  });
}

/** Operators that are no members: those of the scope, and those of the namespaces of the operands' classes. */
function freeOperators(c: Lowering, name: string, operands: readonly Result[]): readonly FunctionDeclaration[] {
  const near = c.names.functions(name, c.record);
  if (!c.isExact) return near;
  const spaces = new Set<string>();
  for (const { type } of operands) {
    if (type.kind !== "record" && type.kind !== "enum") continue;
    const plain = type.name.replace(/⟨.*$/, "");
    for (let at = plain.lastIndexOf("::"); at > 0; at = plain.lastIndexOf("::", at - 1)) spaces.add(plain.slice(0, at));
  }
  return [...near, ...[...spaces].flatMap((space) => c.names.functions(`${space}::${name}`).filter((f) => !near.includes(f)))];
}

/** Signature of a member function; containers of libraries say what they hold by their template arguments. */
export function methodSignature(c: Lowering, object: CType, declaration: FunctionDeclaration | undefined, name: string): Signature {
  const known = signatureOf(declaration, name);
  if (known.result.kind !== "unknown") return known;
  const result = containerResult(object, name, c.names.target);
  return result === undefined ? known : { result, params: undefined };
}

/** A class whose members are not all visible may have any operator. */
function isUnseen(c: Lowering, record: string): boolean {
  const found = c.names.record(record);
  return found === undefined || found.external === true;
}

/** `target = value` for an object with an assignment operator of its own. */
export function assignObject(c: Lowering, target: Located, value: Result, range: Range, objectRange: Range): Result | undefined {
  const record = className(target.type);
  if (record === undefined) return undefined;
  const exactly = c.isExact ? c.item.visit.assigned(c, target, value, range, objectRange) : undefined;
  if (exactly !== undefined) return exactly;
  const isLibrary = c.names.record(record)?.external === true;
  if (!isLibrary && methodsOf(c, record, "operator=").length === 0) return undefined;
  callOperator(c, "=", [{ kind: "place", ...target }, value], range, objectRange);
  return { kind: "place", ...target };
}

/** The value of a result where a scalar is needed: a class gives it through its conversion operator. */
export function scalarOf(c: Lowering, result: Result, range: Range, wanted?: CType): Operand {
  const record = isObject(c, result) ? className(result.type) : undefined;
  if (record === undefined) return operandOf(c, result, range);
  const conversion = conversionOf(c, record, wanted, 0);
  if (conversion === undefined) {
    if (wanted === undefined || wanted.kind === "record" || wanted.kind === "unknown" || !isUnseen(c, record))
      return operandOf(c, result, range);
    // `if (pointer)`, `lstrcpy(b, string)`: the library's class converts itself.
    const object = c.addressOf(placeOf(c, result, range), range);
    const name = `operator ${typeText(wanted)}`;
    const callee = { kind: "member", object: object.value, name, record } as const;
    return operandOf(
      c,
      emitCall(c, { callee, args: [], signature: { result: wanted, params: [] }, range, nameRange: range, discarded: false }),
      range,
    );
  }
  const object = c.addressOf(placeOf(c, result, range), range);
  const name = conversion.name.slice(conversion.name.lastIndexOf("operator"));
  const called = emitCall(c, {
    callee: { kind: "member", object: object.value, name, record },
    ...overloadKey(c, conversion),
    args: [],
    signature: signatureOf(conversion, name),
    range,
    nameRange: range,
    discarded: false,
  });
  return operandOf(c, called, range);
}

function conversionOf(c: Lowering, record: string, wanted: CType | undefined, depth: number): FunctionDeclaration | undefined {
  const declaration = c.names.record(record);
  if (declaration === undefined || depth > 20) return undefined;
  const own = declaration.methods.filter((m) => /(?:^|::)operator [\w:]/.test(m.name) && m.params.length === 0);
  const fitting = own.find((m) => wanted !== undefined && m.result.kind === wanted.kind) ?? own[0];
  if (fitting !== undefined) return fitting;
  for (const base of declaration.bases) {
    const inherited = conversionOf(c, base, wanted, depth + 1);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}
