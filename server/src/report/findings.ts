/** The result of `check` as plain data: the JSON format of the command line, which text and SARIF are made from. */
import type { Assumption, Confidence, Severity } from "../rules/types.ts";

/** Lines and columns count from 1; a column counts UTF-16 code units; the end is exclusive. */
export interface ReportedRange {
  /** Absolute path with `/`, as reached from the given PATH. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface ReportedFinding extends ReportedRange {
  readonly id: string;
  readonly rule: string;
  readonly also?: readonly string[];
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly function?: string;
  readonly message: string;
  readonly related: readonly (ReportedRange & { readonly message: string })[];
  readonly assumptions?: readonly Assumption[];
  readonly refutedBy?: string;
  /** With `--prove`: why a search neither shows nor refutes it. */
  readonly unproven?: string;
  readonly witness?: { readonly entry: string; readonly provider: string; readonly schedule: string };
  readonly suppressed?: { readonly kind: string; readonly reason: string };
}

export type FileStatus = "analysed" | "partly" | "passed" | "unreadable" | "binary" | "too-large" | "failed";

export interface ReportedFile {
  readonly file: string;
  readonly status: FileStatus;
  /** Why, for `unreadable`, `binary`, `too-large` and `failed`. */
  readonly reason?: string;
  readonly encoding?: string;
  /** 100 × bytes that were read as code / bytes. */
  readonly parsedPercent?: number;
  readonly understood?: { readonly functions: number; readonly whole: number; readonly statements: number; readonly unknown: number };
}

export interface CheckStats {
  readonly files: number;
  readonly analysed: number;
  readonly passed: number;
  readonly notAnalysed: number;
  readonly findings: number;
  readonly suppressed: number;
  /** Findings that a search refuted; the default profile hides them. Absent without `--prove`. */
  readonly refuted?: number;
  /** Reports per rule that an unknown fact held back. */
  readonly suppressedByUnknown?: Readonly<Record<string, number>>;
}

export interface CheckReport {
  readonly version: 1;
  readonly tool: { readonly name: "winsock-async"; readonly version: string };
  readonly target: "win32" | "win64";
  readonly profile: "default" | "strict";
  readonly providers: readonly string[];
  readonly findings: readonly ReportedFinding[];
  readonly files: readonly ReportedFile[];
  readonly stats: CheckStats;
}

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order of every output: file, line, column, rule. */
export const compareFindings = (a: ReportedFinding, b: ReportedFinding): number =>
  text(a.file, b.file) || a.line - b.line || a.column - b.column || text(a.rule, b.rule) || text(a.id, b.id);

const SEVERITIES: readonly Severity[] = ["hint", "information", "warning", "error"];

/** True if `severity` is at least `level`; nothing is at least `off`. */
export function atLeast(severity: Severity, level: Severity | "off"): boolean {
  return level !== "off" && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(level);
}
