/** Findings as text: `FILE(LINE,COLUMN): error : MESSAGE [rule-id]`, which `$msCompile` and `$winsock-async` read. */
import type { Severity } from "../rules/types.ts";
import type { CheckReport, ReportedFinding } from "./findings.ts";

/** Colours a part of a line; the identity where the output is not a terminal. */
export type Paint = (style: "error" | "warning" | "info" | "dim" | "bold", text: string) => string;
export const plain: Paint = (_style, text) => text;

const WORD: Record<Severity, "error" | "warning" | "info"> = { error: "error", warning: "warning", information: "info", hint: "info" };

export function findingText(finding: ReportedFinding, paint: Paint = plain): string {
  const word = WORD[finding.severity];
  const hidden = finding.suppressed ? ` (suppressed: ${finding.suppressed.reason || finding.suppressed.kind})` : "";
  const lines = [
    `${paint("bold", `${finding.file}(${finding.line},${finding.column})`)}: ${paint(word, word)} : ${finding.message}${hidden} ${paint("dim", `[${finding.rule}]`)}`,
  ];
  for (const related of finding.related)
    lines.push(paint("dim", `    ${related.file}(${related.line},${related.column}): ${related.message}`));
  if (finding.witness) {
    const { entry, provider, schedule } = finding.witness;
    const word = finding.confidence === "proven" ? "proven" : "shown, with what is assumed below";
    lines.push(paint("dim", `    ${word}: simulate --entry ${entry} --provider ${provider} --schedule ${schedule}`));
  }
  if (finding.refutedBy) lines.push(paint("dim", `    refuted: ${finding.refutedBy}`));
  for (const assumption of finding.assumptions ?? []) lines.push(paint("dim", `    assumed: ${assumption.text}`));
  return lines.join("\n");
}

/** Findings, then what was not analysed, then one line of counts. */
export function checkText(
  report: CheckReport,
  options: {
    readonly quiet: boolean;
    readonly stats: boolean;
    readonly paint?: Paint;
    /** Why a search neither shows nor refutes a finding, by finding id. */
    readonly open?: ReadonlyMap<string, string>;
  },
): string {
  const out = report.findings.map((finding) => findingText(finding, options.paint));
  const { stats } = report;
  if (!options.quiet) {
    const count = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;
    const rest = stats.notAnalysed > 0 ? `, ${stats.notAnalysed} could not be analysed` : "";
    out.push(
      `${count(stats.findings, "finding")} in ${count(stats.files, "file")} (${stats.analysed} analysed, ${stats.passed} without these calls${rest})` +
        (stats.suppressed > 0 ? `, ${stats.suppressed} suppressed` : "") +
        (stats.refuted ? `, ${stats.refuted} refuted` : ""),
    );
  }
  if (options.stats) {
    out.push(...statsText(report));
    for (const { id, rule, file, line } of report.findings) {
      const why = options.open?.get(id);
      if (why !== undefined) out.push(`  not shown ${file}(${line}): ${why} [${rule}]`);
    }
  }
  return out.length > 0 ? `${out.join("\n")}\n` : "";
}

function statsText(report: CheckReport): string[] {
  const lines: string[] = [];
  for (const file of report.files) {
    if (file.status === "passed") continue;
    const share = file.parsedPercent === undefined ? "" : ` ${file.parsedPercent.toFixed(1)} % read`;
    const u = file.understood;
    const inside = u ? `, ${u.whole} of ${u.functions} functions whole, ${u.unknown} of ${u.statements} statements unknown` : "";
    lines.push(`  ${file.status} ${file.file}${share}${inside}${file.reason ? `: ${file.reason}` : ""}`);
  }
  const counts = new Map<string, number>();
  for (const finding of report.findings) counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
  for (const [rule, n] of [...counts].sort()) lines.push(`  ${rule}: ${n}`);
  if (report.stats.refuted !== undefined) lines.push(`  refuted: ${report.stats.refuted}`);
  for (const [rule, n] of Object.entries(report.stats.suppressedByUnknown ?? {}))
    lines.push(`  ${rule}: ${n} held back by an unknown fact`);
  return lines;
}
