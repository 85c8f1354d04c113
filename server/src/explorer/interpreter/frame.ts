/** Stacks of the simulated threads. A frame belongs to one run; another run that shares it copies it before it goes on. */
import type { RunValue } from "../../platform/run/types.ts";
import type { Value } from "../values.ts";
import type { CompiledFunction } from "./compiled.ts";

export interface CodeFrame {
  owner: object;
  readonly kind: "code";
  readonly fn: CompiledFunction;
  block: number;
  pc: number;
  temps: (Value | undefined)[];
  /** Scalars whose address is never taken: parameters, then locals. `undefined` = never written. */
  regs: (Value | undefined)[];
  /** Address of each variable that lives in memory; 0 = not alive now. */
  bases: number[];
  /** Temp of the caller that gets the result, or -1. */
  readonly resultTemp: number;
  /** Where a record result is built, or 0. */
  readonly resultAddress: number;
  /** Iterations of loops on unknown conditions, by block. Not part of the state: they only cut. */
  unknownIterations: Map<number, number> | undefined;
}

/** A library function that called back into the program. */
export interface ModelFrame {
  owner: object;
  readonly kind: "model";
  readonly model: string;
  readonly data: readonly RunValue[];
  readonly resultTemp: number;
  readonly resultAddress: number;
  /** What the result of the callback is for. */
  /** `resume`: waits for the callback; `ready`: has its result; `start`: the model is called itself; the rest end a thread's stack. */
  readonly purpose: "resume" | "ready" | "start" | "discard" | "entry" | "thread";
  readonly result?: RunValue;
}

export type Frame = CodeFrame | ModelFrame;

export interface Thread {
  owner: object;
  /** Number of the emulator. */
  readonly id: number;
  frames: Frame[];
  /** The thread has passed the scheduling point of its next statement. */
  passed: boolean;
  /** Answers to questions that the next statement asked and the search decided, in order. */
  answers: number[];
  ended: boolean;
  /** `run`: to be advanced to its next point; `point`: stopped before a statement that others may precede; `blocked`: waits. */
  status: "run" | "point" | "blocked";
  /** Statements done since the last point; a thread that never reaches one is stopped now and then. */
  sincePoint: number;
}
