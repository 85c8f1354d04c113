/** Overload resolution as far as the types of the arguments decide it. Overriders of one virtual function are kept together. */
import type { CType } from "../../ir/types.ts";
import type { ProgramFunction } from "../../program/types.ts";

/** How well an argument fits a parameter: 0 exactly, larger is worse, Infinity not at all. */
function distance(from: CType | undefined, to: CType, isNull: boolean): number {
  if (to.kind === "reference") return distance(from?.kind === "pointer" ? from.to : from, to.to, false);
  if (!from || from.kind === "unknown" || to.kind === "unknown") return 3;
  if (from.kind === "reference") return distance(from.to, to, isNull);
  const source: CType = from.kind === "array" ? { kind: "pointer", to: from.of } : from;
  switch (to.kind) {
    case "pointer":
    case "array": {
      const target = to.kind === "pointer" ? to.to : to.of;
      if (isNull) return 2;
      if (source.kind !== "pointer") return source.kind === "function" && target.kind === "function" ? 0 : Number.POSITIVE_INFINITY;
      if (target.kind === "void") return source.to.kind === "void" ? 0 : 2;
      if (source.to.kind === "void") return 3;
      if (target.kind === "record" && source.to.kind === "record") return target.name === source.to.name ? 0 : 1;
      return target.kind === source.to.kind && JSON.stringify(target) === JSON.stringify(source.to)
        ? 0
        : target.kind === source.to.kind
          ? 4
          : Number.POSITIVE_INFINITY;
    }
    case "record":
      return source.kind === "record"
        ? source.name === to.name
          ? 0
          : 4
        : source.kind === "pointer" && source.to.kind === "record"
          ? source.to.name === to.name
            ? 0
            : 5
          : 6;
    case "float":
      return source.kind === "float"
        ? source.bits === to.bits
          ? 0
          : 1
        : source.kind === "int" || source.kind === "bool" || source.kind === "enum"
          ? 3
          : Number.POSITIVE_INFINITY;
    case "int":
    case "bool":
    case "enum":
      if (source.kind === to.kind) {
        if (source.kind === "int" && to.kind === "int")
          return source.bits === to.bits && source.signed === to.signed ? 0 : to.bits === 32 && source.bits < 32 ? 1 : 2;
        return source.kind === "enum" && to.kind === "enum" && source.name !== to.name ? Number.POSITIVE_INFINITY : 0;
      }
      if (source.kind === "pointer") return to.kind === "bool" ? 5 : Number.POSITIVE_INFINITY;
      return source.kind === "record" ? Number.POSITIVE_INFINITY : 2;
    default:
      return 4;
  }
}

export function bestOverloads(
  functions: readonly ProgramFunction[],
  types: readonly (CType | undefined)[],
  nulls: readonly boolean[],
): readonly ProgramFunction[] {
  if (functions.length < 2) return functions;
  const rank = (fn: ProgramFunction): number => {
    const { params, variadic } = fn.ir;
    if (types.length > params.length && !variadic) return Number.POSITIVE_INFINITY;
    let sum = variadic ? 50 : 0;
    types.forEach((type, i) => {
      const param = params[i];
      if (param) sum += distance(type, param.type, nulls[i]!);
    });
    return sum + Math.max(0, params.length - types.length) * 0.1;
  };
  // One function of each class: the others of the class are overloads.
  const byRecord = new Map<string, ProgramFunction>();
  for (const fn of functions) {
    const record = fn.ir.record ?? "";
    const known = byRecord.get(record);
    if (!known || rank(fn) < rank(known)) byRecord.set(record, fn);
  }
  const best = [...byRecord.values()];
  const finite = best.filter((fn) => Number.isFinite(rank(fn)));
  return finite.length > 0 ? finite : best;
}
