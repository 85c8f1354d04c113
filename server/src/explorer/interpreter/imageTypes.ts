/** What the image of a program is built with. */
import type { Statement } from "../../ir/types.ts";

export type CallStatement = Extract<Statement, { kind: "call" }>;

export interface ProgramImageOptions {
  /** Whether a library function of this name has a model. */
  hasModel(name: string): boolean;
  /** Size of an object of a class that a library model implements. */
  modelledSize(record: string): number | undefined;
}
