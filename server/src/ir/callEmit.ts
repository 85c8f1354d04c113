/** Emits a call: arguments as the parameters want them, the result where its type puts it. */
import { type CType, DOUBLE, promote, sameType, unknownType } from "../names/ctype.ts";
import type { Syntax } from "../names/syntax.ts";
import type { FunctionDeclaration } from "../names/types.ts";
import type { Located, Lowering, Result } from "./context.ts";
import { convert, placeOf, operandOf } from "./conversions.ts";
import type { Callee, Range, Value } from "./types.ts";

/** An argument before it is converted to its parameter. */
export interface Argument {
  readonly result: Result;
  readonly range: Range;
  /** `{1, 2}`: read when the parameter is known. Only where code is lowered to be run. */
  readonly braces?: Syntax;
}

/** What is known of the function that is called. */
export interface Signature {
  readonly result: CType;
  /** Undefined if no prototype is visible. */
  readonly params: readonly CType[] | undefined;
}

export interface CallParts {
  readonly callee: Callee;
  readonly args: readonly Argument[];
  readonly signature: Signature;
  readonly range: Range;
  readonly nameRange: Range;
  readonly discarded: boolean;
  /** Where a result that is a record is built; a synthetic local without one. */
  readonly into?: Located;
  /** What overload resolution chose, where that is told. */
  readonly overload?: string;
}

export function signatureOf(declaration: FunctionDeclaration | undefined, name: string): Signature {
  if (declaration === undefined) return { result: unknownType(`${name}()`), params: undefined };
  return { result: declaration.result, params: declaration.params.map((p) => p.type) };
}

export function signatureOfType(type: CType, text: string): Signature {
  const fn = type.kind === "pointer" || type.kind === "reference" ? type.to : type;
  return fn.kind === "function" ? { result: fn.result, params: fn.params } : { result: unknownType(`${text}()`), params: undefined };
}

/** The declaration that fits best: as many parameters as arguments, then kinds that agree. */
export function bestOverload(candidates: readonly FunctionDeclaration[], args: readonly Result[]): FunctionDeclaration | undefined {
  let best: FunctionDeclaration | undefined;
  let bestScore = -1;
  for (const candidate of candidates) {
    const least = candidate.params.filter((p) => p.default === undefined).length;
    const fits = args.length >= least && (args.length <= candidate.params.length || candidate.variadic);
    let score = fits ? 1000 : 0;
    args.forEach((arg, i) => {
      const param = candidate.params[i]?.type;
      if (param !== undefined) score += closeness(arg.type, param);
    });
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

function closeness(arg: CType, param: CType): number {
  const to = param.kind === "reference" ? param.to : param;
  if (sameType(arg, to)) return 3;
  const kind = arg.kind === "array" ? "pointer" : arg.kind;
  if (kind === to.kind) return kind === "pointer" || kind === "record" ? 1 : 2;
  return 0;
}

/** The arguments as values: references get addresses, the rest is converted; without a parameter the default promotions apply. */
export function passArguments(c: Lowering, args: readonly Argument[], params: readonly CType[] | undefined): Value[] {
  return args.map((argument, i) => passArgument(c, argument, params?.[i]));
}

function passArgument(c: Lowering, argument: Argument, param: CType | undefined): Value {
  const { result, range } = argument;
  if (c.isExact && param !== undefined) {
    const exactly = c.item.visit.pass(c, argument, param);
    if (exactly !== undefined) return exactly;
  }
  if (param?.kind === "reference") {
    const isFitting =
      result.kind === "place" && (param.to.kind === result.type.kind || param.to.kind === "unknown" || result.type.kind === "unknown");
    if (isFitting) return c.addressOf(result, range).value;
    if (param.to.kind === "record" && result.type.kind !== "record" && result.type.kind !== "unknown") {
      return c.addressOf(c.item.visit.construct(c, param.to, result, range), range).value;
    }
    // `f(3)` for a `const int &`: the value gets an object of its own.
    const value = convert(c, c.item.visit.scalar(c, result, range, param.to), param.to, range);
    return c.addressOf(placeOf(c, { kind: "value", ...value }, range), range).value;
  }
  if (param?.kind === "record" && c.isCpp && result.type.kind !== "record" && result.type.kind !== "unknown") {
    return c.load(c.item.visit.construct(c, param, result, range), range).value;
  }
  if (param !== undefined) return convert(c, c.item.visit.scalar(c, result, range, param), param, range).value;
  const operand = operandOf(c, result, range);
  const type = operand.type.kind === "float" && operand.type.bits === 32 ? DOUBLE : promote(operand.type);
  return convert(c, operand, type, range).value;
}

export function emitCall(c: Lowering, parts: CallParts): Result {
  const values = passArguments(c, parts.args, parts.signature.params);
  return emitCallWith(c, parts, values);
}

/** The same with arguments that are values already. */
export function emitCallWith(
  c: Lowering,
  parts: Omit<CallParts, "args"> & { readonly args: readonly Pick<Argument, "range">[] },
  values: readonly Value[],
): Result {
  const type = parts.signature.result;
  const base = {
    kind: "call" as const,
    callee: parts.callee,
    args: values,
    argRanges: parts.args.map((a) => a.range),
    nameRange: parts.nameRange,
    type,
    discarded: parts.discarded,
    ...(parts.overload === undefined ? {} : { overload: parts.overload }),
    range: parts.range,
  };
  if (type.kind === "void") {
    c.emit(base);
    return { kind: "value", value: { kind: "unknown", text: "void", type }, type };
  }
  if (type.kind === "record") {
    const object = parts.into ?? c.temporary("result", type, parts.range);
    c.emit({ ...base, resultPlace: object.place });
    return c.isExact ? { kind: "place", place: object.place, type, isRvalue: true } : { kind: "place", place: object.place, type };
  }
  const target = c.temp();
  c.emit({ ...base, target });
  const value: Value = { kind: "temp", id: target };
  if (type.kind === "reference") {
    const place: Result = { kind: "place", place: { kind: "deref", pointer: value }, type: type.to };
    return c.isExact && type.rvalue === true ? { ...place, isRvalue: true } : place;
  }
  return { kind: "value", value, type };
}
