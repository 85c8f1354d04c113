/** What the parts of the program model share: the indexes of one unit. Everything is computed on first use. */
import type { Value } from "../ir/types.ts";
import type { MessageTable, Names, VariableDeclaration } from "../names/types.ts";
import type { DeclaredEntry } from "./declared.ts";
import type { ClassIndex } from "./classes.ts";
import type { FunctionIndex } from "./functions.ts";
import type { PointerIndex } from "./pointers.ts";
import type { CallStatement, Resolver } from "./resolve.ts";
import type { CallSite, ProgramFunction } from "./types.ts";

export interface ProgramContext {
  readonly functions: FunctionIndex;
  readonly classes: ClassIndex;
  readonly pointers: PointerIndex;
  readonly resolver: Resolver;
  /** Macros of message maps that the settings declare. */
  readonly messageMaps: ReadonlyMap<string, DeclaredEntry>;
  readonly tables: readonly (MessageTable & { readonly uri: string })[];
  readonly variables: readonly { readonly uri: string; readonly variable: VariableDeclaration }[];
  names(uri: string): Names;
  /** Text between two offsets of a function's file, relative to its item. */
  sourceText(fn: ProgramFunction, start: number, end: number): string;
  callers(fn: ProgramFunction): readonly CallSite[];
  /** Every file of the program was read and is in the unit. */
  readonly closed: boolean;
}

export function callSite(fn: ProgramFunction, block: number, index: number, statement: CallStatement): CallSite {
  return { function: fn, block, index, statement };
}

/** What a call gives for a parameter: a constructor's first argument is the object. */
export function argumentFor(call: CallStatement, parameter: number): Value | undefined {
  return call.args[parameter + (call.callee.kind === "constructor" ? 1 : 0)];
}
