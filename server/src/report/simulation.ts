/** A simulation as text that is read in a terminal. */
import { type BoundHit, boundText, type Outcome, type SimulationRun, type TraceEvent, type Violation } from "../explorer/trace.ts";
import { type Paint, plain } from "./text.ts";

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;
const orders = (run: SimulationRun): string => `${run.exhaustive ? "" : "at least "}${count(run.executions, "order")} tried`;

/** "412 orders tried, 3 break": one line that the lens and the terminal share. */
export function summary(run: SimulationRun): string {
  const broken = run.violations.length;
  return `${orders(run)}, ${broken === 0 ? "none breaks" : `${count(broken, "mistake")} found`}`;
}

function eventLine(event: TraceEvent, paint: Paint): string {
  const place = event.line ? `line ${event.line}` : "";
  const text = event.kind === "violation" || event.kind === "fault" ? paint("error", event.text) : event.text;
  return `  ${String(event.step).padStart(4)}  ${event.actor.padEnd(12)} ${place.padEnd(10)} ${text}`;
}

export const traceText = (events: readonly TraceEvent[], paint: Paint = plain): string =>
  events.map((event) => eventLine(event, paint)).join("\n");

function exitText(outcome: Outcome): string {
  const { kind, code } = outcome.exit;
  return code === undefined ? kind : `${kind} ${code}`;
}

function outcomeText(outcome: Outcome): string {
  const printed = outcome.output.trimEnd().split("\n").slice(0, 6).join(" / ");
  return `  ${exitText(outcome).padEnd(12)} ${printed ? `prints: ${printed}` : "prints nothing"}  (${outcome.schedule})`;
}

function violationText(violation: Violation, shortest: boolean, paint: Paint): string {
  return [
    "",
    `${paint("error", "broken")}: ${violation.message} ${paint("dim", `[${violation.rule}]`)}`,
    paint("dim", `  ${shortest ? "the shortest order" : "an order"} that shows it, schedule ${violation.schedule}:`),
    traceText(violation.events, paint),
  ].join("\n");
}

/** ` at file.c:12`, or nothing. */
const placeText = ({ uri, line }: BoundHit): string =>
  line ? ` at ${uri ? decodeURIComponent(uri.slice(uri.lastIndexOf("/") + 1)) : "line"}:${line}` : "";

/** Whether a provider breaks a rule: `cut` says that it was not found, and not everything was tried. */
export type Standing = "broken" | "holds" | "cut";

/** Which providers break which rules, over the runs of one entry. */
export interface ProviderRow {
  readonly rule: string;
  readonly providers: Readonly<Record<string, Standing>>;
}

export function providerTable(runs: readonly SimulationRun[]): readonly ProviderRow[] {
  const rules = [...new Set(runs.flatMap((run) => run.violations.map((violation) => violation.rule)))];
  const standing = (run: SimulationRun, rule: string): Standing =>
    run.violations.some((violation) => violation.rule === rule) ? "broken" : run.exhaustive ? "holds" : "cut";
  return rules.map((rule) => ({ rule, providers: Object.fromEntries(runs.map((run) => [run.provider, standing(run, rule)])) }));
}

/** The table as text; empty for one provider. */
export function providerTableText(runs: readonly SimulationRun[], paint: Paint = plain): string {
  if (runs.length < 2) return "";
  const rows = providerTable(runs);
  if (rows.length === 0) return `${runs.map((run) => `${run.provider}: ${run.exhaustive ? "holds" : "cut"}`).join(", ")}\n`;
  const first = Math.max(...rows.map(({ rule }) => rule.length));
  const columns = runs.map(({ provider }) => ({ provider, width: Math.max(provider.length, "broken".length) }));
  const head = ["".padEnd(first), ...columns.map(({ provider, width }) => provider.padEnd(width))].join("  ").trimEnd();
  const lines = rows.map(({ rule, providers }) =>
    [
      rule.padEnd(first),
      ...columns.map(({ provider, width }) => {
        const text = (providers[provider] ?? "").padEnd(width);
        return providers[provider] === "broken" ? paint("error", text) : text;
      }),
    ]
      .join("  ")
      .trimEnd(),
  );
  return `${[head, ...lines].join("\n")}\n`;
}

export function simulationText(run: SimulationRun, options: { readonly quiet?: boolean; readonly paint?: Paint } = {}): string {
  const paint = options.paint ?? plain;
  const lines = [
    `${paint("bold", run.entry)} under ${run.provider} (${run.target}): ${summary(run)}; ${count(run.states, "state")}, ${count(run.transitions, "transition")}`,
  ];
  if (run.outcomes.length > 0) lines.push(`${count(run.outcomes.length, "outcome")}:`, ...run.outcomes.map(outcomeText));
  for (const violation of run.violations) lines.push(violationText(violation, run.shortest, paint));
  if (run.trace) lines.push("", `Trace of schedule ${run.trace.schedule}:`, traceText(run.trace.events, paint));
  if (!options.quiet) {
    for (const assumption of run.assumptions) lines.push(paint("dim", `assumed: ${assumption.text}`));
    for (const bound of run.bounds) lines.push(paint("dim", `cut: ${boundText(bound)}${placeText(bound)}`));
    if (run.exhaustive) lines.push(paint("dim", "Every order was tried."));
  }
  return `${lines.join("\n")}\n`;
}
