/** A finding as it is reported after a search: its place and severity stay. */
import type { Assumption, Confidence, Finding } from "../rules/types.ts";
import type { Proof, Witness } from "./types.ts";

export interface Judged {
  readonly confidence: Confidence;
  readonly assumptions?: readonly Assumption[];
  readonly witness?: Witness;
  readonly refutedBy?: string;
}

export function judged(finding: Finding, proof: Proof | undefined): Judged {
  const { confidence, assumptions } = finding;
  switch (proof?.kind) {
    case "proven":
      return { confidence: "proven", assumptions: proof.assumptions, witness: proof.witness };
    case "shown":
      return { confidence: "likely", assumptions: proof.assumptions, witness: proof.witness };
    case "refuted":
      return { confidence: "possible", ...(assumptions ? { assumptions } : {}), refutedBy: proof.by };
    default:
      return { confidence, ...(assumptions ? { assumptions } : {}) };
  }
}
