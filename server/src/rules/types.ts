/** Rules, findings and fixes as plain data. Offsets are absolute UTF-16 offsets in the file named by `uri`. */
import type { Unit } from "../program/types.ts";

export type Severity = "error" | "warning" | "information" | "hint";
export type Profile = "default" | "strict";
/** `proven` comes from a schedule, `likely` from flow analysis, `possible` crosses an unknown (strict profile only). */
export type Confidence = "proven" | "likely" | "possible";
/** What a fact relies on: see the section Confidence of docs/architecture.md. */
export type AssumptionKind = "branch" | "call" | "alias" | "layout" | "entry" | "config" | "bound";

export interface Assumption {
  readonly kind: AssumptionKind;
  /** In words, naming the things of the program. */
  readonly text: string;
}

export interface Location {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

export interface RelatedLocation extends Location {
  readonly message: string;
}

export interface TextEdit {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** At most one fix of a finding is preferred: suggestions change what the program does and are applied by hand alone. */
  readonly preferred: boolean;
}

export interface Finding extends Location {
  readonly rule: string;
  /** Rules that name the same mistake and are silent because this one speaks. */
  readonly also?: readonly string[];
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Qualified name of the function it stands in. */
  readonly function?: string;
  readonly message: string;
  readonly related: readonly RelatedLocation[];
  readonly assumptions?: readonly Assumption[];
  readonly fixes?: readonly Fix[];
}

export interface RuleDocumentation {
  /** One sentence. */
  readonly summary: string;
  /** What is wrong, the documented rule, and its source. Markdown. */
  readonly why: string;
  /** What is seen at run time and in which interleaving (rows R1 to R6). Markdown. */
  readonly seen: string;
  readonly wrong: string;
  readonly right: string;
}

/** A rule: documentation, check and fix in one file. */
export interface Rule<Context> {
  readonly id: string;
  /** Entry of the catalogue of mistakes ("H1"), or "-". */
  readonly catalogue: string;
  readonly severity: Severity;
  readonly profile: Profile;
  readonly documentation: RuleDocumentation;
  check(context: Context): readonly Finding[];
}

/** What every rule's check gets; `analysis/` supplies the facts. */
export interface RuleContextBase {
  readonly unit: Unit;
}

/** Level of a rule in the settings; `off` = it does not run. */
export type Level = Severity | "off";

/** A finding as `check` gives it. */
export interface CheckedFinding extends Finding {
  /** Hash that names the finding without line numbers. */
  readonly id: string;
  /** Silenced by a comment (`inSource`). */
  readonly suppressed?: { readonly kind: string; readonly reason: string };
}

/** Counts over the functions that were analysed. */
export interface Understood {
  readonly functions: number;
  /** Functions without any unknown statement. */
  readonly whole: number;
  readonly statements: number;
  readonly unknown: number;
}

export interface CheckResult {
  readonly findings: readonly CheckedFinding[];
  /** Reports per rule that the default profile holds back because a fact they need is unknown. */
  readonly suppressedByUnknown: Readonly<Record<string, number>>;
  /** By uri. */
  readonly understood: ReadonlyMap<string, Understood>;
  /** Bounds that cut the analysis, in words. */
  readonly cuts: readonly string[];
  /** Rules that ended with an error of their own, with its text. */
  readonly failed: readonly string[];
  /** Functions whose paths were run; those of the others were remembered from the version before. */
  readonly rerun: number;
}
