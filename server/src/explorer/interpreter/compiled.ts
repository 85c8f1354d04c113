/** Functions of the program as closures: layouts, offsets and call targets are settled once, not at each step. */
import type { Range } from "../../ir/types.ts";
import type { ProgramFunction } from "../../program/types.ts";
import type { CType } from "../../names/ctype.ts";
import type { Scalar, Value } from "../values.ts";
import type { CodeFrame } from "./frame.ts";
import type { World } from "./world.ts";

/** What happens after a statement. */
export const NEXT = 0;
/** A frame was pushed or popped, or the block changed. */
export const SWITCH = 1;
/** The thread waits; the statement is done again when it can go on. */
export const BLOCKED = 2;
/** Others may act before this statement. */
export const POINT = 3;
/** The run is over. */
export const OVER = 4;
export type Control = typeof NEXT | typeof SWITCH | typeof BLOCKED | typeof POINT | typeof OVER;

export type Get = (world: World, frame: CodeFrame) => Value;
export type AddressOf = (world: World, frame: CodeFrame) => number;
export type Run = (world: World, frame: CodeFrame) => Control;

export interface Op {
  readonly run: Run;
  readonly range: Range;
}

export interface CompiledBlock {
  readonly ops: readonly Op[];
  /** Sets the frame's block, or returns. */
  readonly end: Op;
}

/** A parameter or local. */
export interface Variable {
  readonly name: string;
  readonly type: CType;
  /** In memory: index into `bases`; else index into `regs`. */
  readonly memory: boolean;
  readonly index: number;
  readonly scalar: Scalar | undefined;
  readonly size: number;
  readonly fuzzy: boolean;
  readonly synthetic: boolean;
}

export interface CompiledFunction {
  readonly index: number;
  readonly program: ProgramFunction;
  readonly name: string;
  readonly params: readonly Variable[];
  readonly locals: readonly Variable[];
  readonly regCount: number;
  readonly baseCount: number;
  readonly blocks: readonly CompiledBlock[];
  readonly result: Scalar | undefined;
  /** Temps and registers that are read later on, at this place. */
  live(block: number, pc: number): { readonly temps: readonly number[]; readonly regs: readonly number[] };
}
