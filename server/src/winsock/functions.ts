/** Every function of the API data, and the questions analysis asks about a name. */
import { cancelFunction, startFunctions } from "./starts.ts";
import { surroundingFunctions } from "./surroundings.ts";
import type { FunctionRole, ParameterRole, WinsockFunction } from "./types.ts";

export { cancelFunction, startFunctions };

export const functions: readonly WinsockFunction[] = [...startFunctions, cancelFunction, ...surroundingFunctions];

const byName = new Map(functions.map((f) => [f.name, f]));

/** The record of an exactly spelled name, or undefined. `GetAddrInfoEx` (the generic name) means the W function. */
export function winsockFunction(name: string): WinsockFunction | undefined {
  return byName.get(name) ?? (name === "GetAddrInfoEx" || name === "FreeAddrInfoEx" ? byName.get(name + "W") : undefined);
}

export function roleOf(name: string): FunctionRole | undefined {
  return winsockFunction(name)?.role;
}

export function isStart(name: string): boolean {
  return winsockFunction(name)?.role === "start";
}

export function isCancel(name: string): boolean {
  return name === cancelFunction.name;
}

/** Index of the argument with this role, from 0; undefined where the function has none. */
export function argumentIndex(name: string, role: ParameterRole): number | undefined {
  return winsockFunction(name)?.positions[role];
}

/** Names whose presence in a file (also inside a string) makes it worth reading: the six starts, the cancel, the modern cancel. */
export const seedNames: readonly string[] = [...startFunctions.map((f) => f.name), cancelFunction.name, "GetAddrInfoExCancel"];
