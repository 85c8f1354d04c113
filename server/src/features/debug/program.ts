/** The program of a debug session. */
import type { SimulateOptions } from "../../explorer/simulateTypes.ts";
import type { ProgramFunction, Unit } from "../../program/types.ts";

export interface DebuggedProgram {
  readonly unit: Unit;
  readonly entry: ProgramFunction;
  /** Provider, schedule, and what a scenario pins. */
  readonly options: SimulateOptions;
}
