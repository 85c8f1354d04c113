/** What a search says about a finding of the checker. */
import type { TraceEvent } from "../explorer/trace.ts";
import type { Assumption } from "../rules/types.ts";

export interface Witness {
  readonly entry: string;
  readonly provider: string;
  readonly schedule: string;
}

export type Proof =
  /** A schedule shows it; it is proven if what the schedule relies on is at most which `#if` was chosen. */
  | {
      readonly kind: "proven" | "shown";
      readonly witness: Witness;
      /** What the violation says. */
      readonly message: string;
      readonly assumptions: readonly Assumption[];
      readonly events: readonly TraceEvent[];
    }
  /** Every order was tried, nothing was assumed, and none shows it. */
  | { readonly kind: "refuted"; readonly by: string }
  /** Neither; why, in words. */
  | { readonly kind: "open"; readonly why: string };

export interface ProveOptions {
  /** Profiles of the emulator, by name. A finding is refuted only under all of them. */
  readonly providers: readonly string[];
  /** For one entry under all providers together. */
  readonly seconds: number;
  /** For one entry under one provider. */
  readonly maxStates?: number;
  /** Milliseconds, monotone. */
  readonly now: () => number;
}
