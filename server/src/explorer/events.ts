/**
 * What happens in a run, for monitors and traces: the emulator's events, and those of the program itself. Plain data, built only while
 * somebody listens.
 */
import type { EmulatorEvent } from "../emulator/index.ts";

export type ProgramEvent =
  | {
      readonly kind: "alloc" | "free" | "scope-end" | "mismatched-free";
      readonly address: number;
      readonly length: number;
      readonly object: string;
      readonly how: string;
    }
  | { readonly kind: "buffer-read" | "buffer-write"; readonly address: number; readonly length: number; readonly object: string }
  | { readonly kind: "uninitialised-read"; readonly object: string; readonly offset: number }
  /** A variable that held the handle of a live request gets another value. */
  | { readonly kind: "handle-lost"; readonly request: number; readonly variable: string; readonly value: number }
  /** A variable that several threads use gets the handle of a request whose message was handled before. */
  | { readonly kind: "handle-late"; readonly request: number; readonly variable: string }
  /** A variable gets or loses the handle of a request; told in a run that is heard alone. */
  | { readonly kind: "handle-set"; readonly variable: string; readonly before: number; readonly value: number }
  | { readonly kind: "print" | "debug-print"; readonly text: string }
  | {
      readonly kind: "fault";
      readonly fault: string;
      readonly text: string;
      readonly address: number | undefined;
      readonly base: number | undefined;
      readonly object: string | undefined;
    }
  | { readonly kind: "exit"; readonly how: "returned" | "exited" | "hang" | "fault" | "cut"; readonly code: number; readonly text: string }
  | { readonly kind: "entry"; readonly name: string; readonly actor: "user" | "system" }
  | { readonly kind: "model"; readonly what: string; readonly data: Readonly<Record<string, number | string>> }
  | { readonly kind: "assume"; readonly text: string };

export type RunEvent = ProgramEvent | (EmulatorEvent & { readonly emulator?: true });
