/** Which definitions of one name fit a call, by the number of arguments. */
import type { FunctionEntry } from "./functions.ts";

/** A call with so many arguments can mean it; -1 for any number. */
export function accepts(entry: FunctionEntry, args: number): boolean {
  const { params, variadic } = entry.declaration;
  // defaults stand in the declaration, which the definition of another file does not show
  return args < 0 || params.length === args || (variadic && args >= params.length) || params.length > args;
}

/** Overloads that fit the number of arguments: exactly, else with defaults left out, else all. */
export function byArguments(candidates: readonly FunctionEntry[], args: number): readonly FunctionEntry[] {
  if (args < 0 || candidates.length <= 1) return candidates;
  const exact = candidates.filter((c) => c.declaration.params.length === args);
  if (exact.length > 0) return exact;
  const fitting = candidates.filter((c) => accepts(c, args));
  return fitting.length > 0 ? fitting : candidates;
}
