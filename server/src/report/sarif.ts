/** Findings and traces as SARIF 2.1.0. */
import type * as Sarif from "sarif";
import type { SimulationRun, Trace, TraceEvent } from "../explorer/trace.ts";
import type { RuleDocumentation, Severity } from "../rules/types.ts";
import type { CheckReport, ReportedFinding, ReportedRange } from "./findings.ts";

export interface RuleInformation {
  readonly id: string;
  readonly severity: Severity;
  readonly profile: "default" | "strict";
  readonly documentation: RuleDocumentation;
  /** The rule's page, as Markdown. */
  readonly help: string;
}

const LEVEL: Record<Severity, Sarif.Result.level> = { error: "error", warning: "warning", information: "note", hint: "note" };

/** Absolute path with `/` to a file URI; a path that is a URI already stays. */
export function fileUri(path: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return path;
  const encoded = path.split("/").map(encodeURIComponent).join("/").replaceAll("%3A", ":");
  return path.startsWith("/") ? `file://${encoded}` : `file:///${encoded}`;
}

const physical = (range: ReportedRange): Sarif.PhysicalLocation => ({
  artifactLocation: { uri: fileUri(range.file) },
  region: { startLine: range.line, startColumn: range.column, endLine: range.endLine, endColumn: range.endColumn },
});

function result(finding: ReportedFinding, events: readonly TraceEvent[] | undefined): Sarif.Result {
  return {
    ruleId: finding.rule,
    level: LEVEL[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: physical(finding),
        ...(finding.function ? { logicalLocations: [{ fullyQualifiedName: finding.function, kind: "function" }] } : {}),
      },
    ],
    ...(finding.related.length > 0
      ? { relatedLocations: finding.related.map((r, id) => ({ id, physicalLocation: physical(r), message: { text: r.message } })) }
      : {}),
    partialFingerprints: { "winsockAsync/v1": finding.id },
    ...(events ? { codeFlows: codeFlows(events) } : {}),
    ...(finding.suppressed
      ? {
          suppressions: [
            { kind: finding.suppressed.kind === "baseline" ? "external" : "inSource", justification: finding.suppressed.reason },
          ],
        }
      : {}),
    properties: {
      confidence: finding.confidence,
      ...(finding.also ? { also: finding.also } : {}),
      ...(finding.assumptions ? { assumptions: finding.assumptions } : {}),
      ...(finding.refutedBy ? { refutedBy: finding.refutedBy } : {}),
      ...(finding.witness ? { witness: finding.witness } : {}),
    },
  };
}

const driver = (version: string, rules: readonly RuleInformation[]): Sarif.ToolComponent => ({
  name: "winsock-async",
  version,
  semanticVersion: version,
  rules: rules.map((rule) => ({
    id: rule.id,
    shortDescription: { text: rule.documentation.summary },
    fullDescription: { text: rule.documentation.why },
    // a page that can be read anywhere; a link would need a place on the web
    help: { text: rule.documentation.why, markdown: rule.help },
    defaultConfiguration: { level: LEVEL[rule.severity], enabled: rule.profile === "default" },
    properties: { profile: rule.profile },
  })),
});

/**
 * @param rules those that the report names, with their documentation.
 * @param traces events of the schedules that show findings, by finding id.
 */
export function checkSarif(
  report: CheckReport,
  rules: readonly RuleInformation[],
  traces: ReadonlyMap<string, readonly TraceEvent[]> = new Map(),
): Sarif.Log {
  const unread = report.files.filter((file) => file.reason !== undefined);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: driver(report.tool.version, rules) },
        columnKind: "utf16CodeUnits",
        results: report.findings.map((finding) => result(finding, traces.get(finding.id))),
        artifacts: report.files
          .filter((file) => file.status !== "passed")
          .map((file) => ({
            location: { uri: fileUri(file.file) },
            properties: { status: file.status, ...(file.parsedPercent === undefined ? {} : { parsedPercent: file.parsedPercent }) },
          })),
        invocations: [
          {
            executionSuccessful: report.files.every((file) => file.status !== "failed"),
            toolExecutionNotifications: unread.map((file) => ({
              level: file.status === "failed" ? "error" : "warning",
              descriptor: { id: file.status },
              message: { text: `${file.status}: ${file.reason}` },
              locations: [{ physicalLocation: { artifactLocation: { uri: fileUri(file.file) } } }],
            })),
          },
        ],
      },
    ],
  };
}

const step = (event: TraceEvent, order: number): Sarif.ThreadFlowLocation => ({
  executionOrder: order,
  kinds: [event.kind],
  ...(event.changes && event.changes.length > 0 ? { state: Object.fromEntries(event.changes.map((c, i) => [`${i}`, { text: c }])) } : {}),
  location: {
    message: { text: event.text },
    ...(event.uri && event.line
      ? {
          physicalLocation: {
            artifactLocation: { uri: fileUri(event.uri) },
            region: { startLine: event.line, startColumn: event.column ?? 1 },
          },
        }
      : {}),
  },
});

/**
 * Each violation twice: one thread flow in execution order, because viewers show only the first, and one thread flow per actor,
 * which is what the standard means.
 */
function codeFlows(events: readonly TraceEvent[]): Sarif.CodeFlow[] {
  const numbered = events.map((event, i) => ({ event, location: step(event, i + 1) }));
  const actors = [...new Set(events.map((event) => event.actor))];
  return [
    { message: { text: "in execution order" }, threadFlows: [{ locations: numbered.map((n) => n.location) }] },
    {
      message: { text: "by actor" },
      threadFlows: actors.map((actor) => ({
        id: actor,
        locations: numbered.filter((n) => n.event.actor === actor).map((n) => n.location),
      })),
    },
  ];
}

function informational(run: SimulationRun, order: Trace): Sarif.Result {
  return {
    ruleId: "order",
    kind: "informational",
    level: "none",
    message: { text: `One order of ${run.entry} under ${run.provider}.` },
    codeFlows: codeFlows(order.events),
    properties: { schedule: order.schedule },
  };
}

/** @param order an order that breaks nothing, told as an informational result of each run. */
export function simulationSarif(
  runs: readonly SimulationRun[],
  version: string,
  rules: readonly RuleInformation[],
  order?: Trace,
): Sarif.Log {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: runs.map((run) => ({
      tool: { driver: driver(version, rules) },
      columnKind: "utf16CodeUnits",
      properties: { provider: run.provider, exhaustive: run.exhaustive, states: run.states, executions: run.executions },
      results: [
        ...(order ? [informational(run, order)] : []),
        ...run.violations.map((violation): Sarif.Result => {
          const last = violation.events.findLast((event) => event.uri !== undefined && event.line !== undefined);
          return {
            ruleId: violation.rule,
            level: "error",
            message: { text: violation.message },
            locations: last?.uri
              ? [
                  {
                    physicalLocation: {
                      artifactLocation: { uri: fileUri(last.uri) },
                      region: { startLine: last.line ?? 1, startColumn: last.column ?? 1 },
                    },
                  },
                ]
              : [],
            codeFlows: codeFlows(violation.events),
            properties: { schedule: violation.schedule },
          };
        }),
      ],
    })),
  };
}
