/**
 * A family of functions: rows of an effect and the prototypes it holds for. Parameters have a name where the effect speaks of them; the
 * position is what counts.
 */
import { type PlatformType, splitList, type Target } from "./ctypes.ts";
import type { Effect } from "./effects.ts";
import { parseType } from "./types.ts";

export type FunctionRow = readonly [effect: Effect, ...prototypes: string[]];

export interface PlatformFunction {
  /** Name as asked for (`MessageBoxW`). */
  readonly name: string;
  /** Name of the row (`MessageBox`). */
  readonly generic: string;
  readonly family: string;
  /** C prototype; types that depend on UNICODE are settled for names with A or W. */
  readonly prototype: string;
  readonly effect: Effect;
}

export interface Family {
  readonly name: string;
  /** Effects that hold for every row unless the row says otherwise. */
  readonly common: Effect;
  /** Functions as they are. */
  readonly plain: readonly FunctionRow[];
  /** Functions that also exist with A and W. */
  readonly variants: readonly FunctionRow[];
}

export function family(name: string, common: Effect, plain: readonly FunctionRow[], variants: readonly FunctionRow[] = []): Family {
  return { name, common, plain, variants };
}

/** Name of the function in a prototype. */
export function nameIn(prototype: string): string {
  const match = /(\w+)\s*\(/.exec(prototype);
  if (!match) throw new Error(`no function in: ${prototype}`);
  return match[1]!;
}

export interface Signature {
  readonly result: PlatformType;
  /** `name` is empty where the prototype gives none. */
  readonly params: readonly { readonly name: string; readonly type: PlatformType }[];
  readonly variadic: boolean;
}

/** Words that end a type, so that `unsigned int` has no name. */
const typeWords = new Set(["char", "short", "int", "long", "float", "double", "void", "unsigned", "signed"]);

/** Type and name of a parameter; the name is empty where there is none. */
function splitParameter(text: string): readonly [type: string, name: string] {
  const match = /^(.*[\s*&])(\w+)$/.exec(text);
  if (!match || typeWords.has(match[2]!) || /^(?:const|struct)$/.test(match[1]!.trim())) return [text, ""];
  return [match[1]!, match[2]!];
}

const signatures = new Map<string, Signature>();

/** Result and parameter types of a prototype on a target. */
export function signatureOf(fn: { readonly prototype: string }, target: Target, unicode = false): Signature {
  const key = `${target}${unicode ? "U" : "A"} ${fn.prototype}`;
  const known = signatures.get(key);
  if (known) return known;
  const open = fn.prototype.indexOf("(");
  const head = fn.prototype.slice(0, open).trimEnd();
  const environment = { target, unicode };
  const list = splitList(fn.prototype.slice(open + 1, fn.prototype.lastIndexOf(")"))).filter((p) => p !== "" && p !== "void");
  const params = list
    .filter((p) => p !== "...")
    .map((p) => {
      const [type, name] = splitParameter(p);
      return { name, type: parseType(type, environment) };
    });
  const result = parseType(head.slice(0, head.length - nameIn(fn.prototype).length), environment);
  const signature = { result, params, variadic: list.includes("...") };
  signatures.set(key, signature);
  return signature;
}
