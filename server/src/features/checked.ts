/** Findings of one file as the protocol carries them. */
import type { Diagnostic } from "vscode-languageserver";

export interface Checked {
  /** Version of the document that was read; null for a file that is not open. */
  readonly version: number | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Changes exactly when the diagnostics do. */
  readonly resultId: string;
  /** A new syntax error: these are the findings of the text before, moved; see typing.ts. */
  readonly held?: boolean;
}

/** Result of every document without findings. */
export const NOTHING = "none";
