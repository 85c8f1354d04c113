/** A trace of a simulation in one of the export formats. */
import { simulationSarif } from "../report/sarif.ts";
import { simulationText, summary, traceText } from "../report/simulation.ts";
import { layoutTimeline } from "../report/timeline.ts";
import { timelineMermaid } from "../report/timelineMermaid.ts";
import { timelineSvg } from "../report/timelineSvg.ts";
import { VERSION } from "./version.ts";
import type { ExportParams, SimulateResult } from "./protocol.ts";

/** A whole result as text, for clients without a timeline. */
export function resultText(result: SimulateResult): string {
  return result.problem ?? result.runs.map((run) => simulationText(run)).join("\n");
}

/** A result in a few words: `34 orders tried, 1 mistake found`, by provider where they differ. */
export function resultSummary({ runs }: SimulateResult): string {
  const texts = runs.map((run) => ({ provider: run.provider, text: summary(run) }));
  const [first] = texts;
  return first && texts.every(({ text }) => text === first.text)
    ? first.text
    : texts.map(({ provider, text }) => `${provider}: ${text}`).join("; ");
}

export function exportTrace({ result, run: index, violation: which, format, trace }: ExportParams): string {
  const run = result.runs[index];
  if (!run) return "";
  const violation = run.violations[which];
  const shown = trace ?? violation ?? run.trace;
  const events = shown?.events ?? [];
  const title = violation ? `${result.entry}: ${violation.message}` : result.entry;
  switch (format) {
    case "svg":
      return timelineSvg(layoutTimeline(events), title);
    case "mermaid":
      return timelineMermaid(layoutTimeline(events));
    case "text":
      return `${title}\n${traceText(events)}\n`;
    case "sarif":
      return `${JSON.stringify(simulationSarif([{ ...run, violations: violation ? [violation] : [] }], VERSION, [], violation ? undefined : shown), null, 2)}\n`;
    case "json":
      return `${JSON.stringify({ schedule: shown?.schedule, events }, null, 2)}\n`;
  }
}
