/** Overload resolution: by kinds where code is analysed, as the standard ranks conversions where it is lowered to be run. */
import { type CType, isLong, sameType } from "../names/ctype.ts";
import type { FunctionDeclaration } from "../names/types.ts";
import { type Argument, bestOverload } from "./callEmit.ts";
import type { Lowering } from "./context.ts";

/** Worst conversion that is still one. */
const NONE = Number.POSITIVE_INFINITY;

/** The declaration that a call means; templates among the candidates are instantiated. `explicit`: `f<int>(…)`. */
export function choose(
  c: Lowering,
  candidates: readonly FunctionDeclaration[],
  args: readonly Argument[],
  explicit: readonly CType[] = [],
): FunctionDeclaration | undefined {
  const { exact } = c.names;
  const results = args.map((a) => a.result);
  if (exact === undefined) return bestOverload(candidates, results);
  const types = args.map((a) => (a.braces === undefined ? categorised(a) : undefined));
  let best: FunctionDeclaration | undefined;
  let least = NONE;
  let fallback: FunctionDeclaration | undefined;
  for (const candidate of candidates) {
    const isTemplate = exact.isTemplate(candidate);
    const concrete = isTemplate ? exact.instantiate(candidate, types, explicit, c.record) : candidate;
    if (concrete === undefined) continue;
    fallback ??= concrete;
    const cost = rank(c, concrete, args) + (isTemplate ? 0.5 : 0);
    if (cost < least) {
      best = concrete;
      least = cost;
    }
  }
  return (
    best ??
    bestOverload(
      candidates.filter((one) => !exact.isTemplate(one)),
      results,
    ) ??
    fallback
  );
}

/** The candidate that takes the arguments, with what the conversions cost; undefined if none does. Where code is lowered to be run. */
export function fitting(
  c: Lowering,
  candidates: readonly FunctionDeclaration[],
  args: readonly Argument[],
): { readonly declaration: FunctionDeclaration; readonly cost: number } | undefined {
  const types = args.map((a) => (a.braces === undefined ? categorised(a) : undefined));
  let best: { readonly declaration: FunctionDeclaration; readonly cost: number } | undefined;
  for (const candidate of candidates) {
    const isTemplate = c.names.exact?.isTemplate(candidate) === true;
    const declaration = isTemplate ? c.names.exact?.instantiate(candidate, types, [], c.record) : candidate;
    if (declaration === undefined) continue;
    const cost = rank(c, declaration, args) + (isTemplate ? 0.5 : 0);
    if (cost < (best?.cost ?? NONE)) best = { declaration, cost };
  }
  return best;
}

/** The type of an argument, as a reference that says whether it may be moved from. */
function categorised({ result }: Argument): CType {
  if (result.kind === "value" || result.isRvalue === true) return { kind: "reference", to: result.type, rvalue: true };
  return { kind: "reference", to: result.type };
}

function rank(c: Lowering, candidate: FunctionDeclaration, args: readonly Argument[]): number {
  const { params, variadic } = candidate;
  if (args.length > params.length && !variadic) return NONE;
  if (params.slice(args.length).some((param) => param.default === undefined)) return NONE;
  let sum = variadic ? 20 : 0;
  for (const [i, arg] of args.entries()) {
    const param = params[i]?.type;
    if (param !== undefined) sum += conversion(c, arg, param);
  }
  return sum;
}

/** What it costs to pass the argument: 0 for nothing at all, `NONE` if it cannot be. */
function conversion(c: Lowering, arg: Argument, param: CType): number {
  const { result } = arg;
  const to = param.kind === "reference" ? param.to : param;
  if (arg.braces !== undefined) return to.kind === "record" ? (isList(c, to) ? 2 : 3) : to.kind === "array" ? 2 : 6;
  const isRvalue = result.kind === "value" || result.isRvalue === true;
  let cost = 0;
  if (param.kind === "reference") {
    if (param.rvalue === true) {
      if (!isRvalue) return NONE;
    } else if (isRvalue) cost = 0.25;
  }
  return cost + between(c, result.type, to, result.kind === "value" && result.value.kind === "int" ? result.value : undefined, 0);
}

export function isList(c: Lowering, type: CType): boolean {
  return type.kind === "record" && c.names.exact?.instanceOf(type.name)?.template === "std::initializer_list";
}

function ofLong(type: CType): boolean {
  if (type.kind === "pointer" || type.kind === "reference") return ofLong(type.to);
  return type.kind === "array" ? ofLong(type.of) : isLong(type);
}

function between(
  c: Lowering,
  from: CType,
  to: CType,
  literal: { readonly value: bigint; readonly name?: string } | undefined,
  depth: number,
): number {
  if (from.kind === "reference") return between(c, from.to, to, undefined, depth);
  const source: CType =
    from.kind === "array" && to.kind !== "array"
      ? { kind: "pointer", to: from.of }
      : from.kind === "function"
        ? { kind: "pointer", to: from }
        : from;
  if (to.kind === "unknown" && /(?:^|::)nullptr_t$/.test(to.text)) return literal?.name === "nullptr" ? 0 : NONE;
  if (sameType(source, to)) return ofLong(source) === ofLong(to) ? 0 : 1.5;
  if (source.kind === "unknown" || to.kind === "unknown") return 3;
  if (to.kind === "record") {
    if (source.kind === "record") {
      const up = distance(c, source.name, to.name, 0);
      if (up !== undefined) return up;
    }
    return depth === 0 && converts(c, source, to.name, literal) ? 8 : NONE;
  }
  if (source.kind === "record") return depth === 0 && hasConversion(c, source.name, 0) ? 8 : NONE;
  switch (to.kind) {
    case "pointer": {
      if (source.kind === "pointer") {
        if (to.to.kind === "void") return source.to.kind === "void" ? 0 : 2;
        if (literal?.value === 0n) return 2;
        if (source.to.kind === "record" && to.to.kind === "record") {
          const up = distance(c, source.to.name, to.to.name, 0);
          return up ?? NONE;
        }
        if (source.to.kind === "function" && to.to.kind === "function") return 1;
        if (source.to.kind === "void") return 4;
        return source.to.kind === to.to.kind && source.to.kind !== "int" ? 4 : NONE;
      }
      return literal?.value === 0n ? 3 : NONE;
    }
    case "bool":
      return source.kind === "pointer" ? 5 : source.kind === "float" || source.kind === "int" || source.kind === "enum" ? 3 : NONE;
    case "int":
      if (source.kind === "int" || source.kind === "bool")
        return to.bits === 32 && to.signed && (source.kind === "bool" || source.bits < 32) ? 1 : 2;
      return source.kind === "enum" ? 2 : source.kind === "float" ? 3 : NONE;
    case "float":
      return source.kind === "float" ? 1 : source.kind === "int" || source.kind === "bool" || source.kind === "enum" ? 3 : NONE;
    case "enum":
      return source.kind === "int" ? 6 : NONE;
    case "array":
      return source.kind === "array" && sameType(source.of, to.of) ? 0 : NONE;
    default:
      return 4;
  }
}

/** Steps from a class up to a base; undefined if it is none. */
export function distance(c: Lowering, from: string, to: string, depth: number): number | undefined {
  if (from === to) return 0;
  if (depth > 12) return undefined;
  for (const base of c.names.record(from)?.bases ?? []) {
    const up = distance(c, base, to, depth + 1);
    if (up !== undefined) return up + 1;
  }
  return undefined;
}

/** A constructor of the class takes such a value. */
function converts(
  c: Lowering,
  source: CType,
  record: string,
  literal: { readonly value: bigint; readonly name?: string } | undefined,
): boolean {
  const declaration = c.names.record(record);
  if (declaration === undefined || declaration.external === true) return true;
  return declaration.methods.some((method) => {
    if (!method.isConstructor || method.params.length === 0) return false;
    if (method.params.slice(1).some((param) => param.default === undefined)) return false;
    if (c.names.exact?.isTemplate(method)) {
      const made = c.names.exact.instantiate(method, [{ kind: "reference", to: source }], [], c.record);
      return made !== undefined;
    }
    const param = method.params[0]!.type;
    return Number.isFinite(between(c, source, param.kind === "reference" ? param.to : param, literal, 1));
  });
}

function hasConversion(c: Lowering, record: string, depth: number): boolean {
  const declaration = depth > 12 ? undefined : c.names.record(record);
  if (declaration === undefined) return false;
  return (
    declaration.external === true ||
    declaration.methods.some((m) => /(?:^|::)operator [\w:]/.test(m.name) && m.params.length === 0) ||
    declaration.bases.some((base) => hasConversion(c, base, depth + 1))
  );
}

/** Name and place of a declaration, which tells the interpreter what was chosen. */
export function overloadKey(c: Lowering, declaration: FunctionDeclaration | undefined): { readonly overload?: string } {
  return c.isExact && declaration !== undefined ? { overload: `${declaration.name}@${declaration.offset}` } : {};
}
