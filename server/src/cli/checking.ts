/** Gathers findings and file statuses over the units of a tree. */
import type { Configuration } from "../features/configuration.ts";
import type { UnitAnswer } from "../program/workspace.ts";
import type { ReportedFinding, ReportedRange } from "../report/findings.ts";
import { checkUnit } from "../rules/check.ts";
import type { CheckedFinding as Finding } from "../rules/types.ts";
import type { TraceEvent } from "../explorer/trace.ts";
import type { Unit } from "../program/types.ts";
import { judged } from "../prove/judged.ts";
import type { prove } from "../prove/prove.ts";
import type { Proof } from "../prove/types.ts";
import { type LineIndex, lineIndex } from "../source/lines.ts";
import { pathOf, type Tree } from "./tree.ts";

const keyOf = (finding: Finding): string => `${finding.rule} ${finding.uri} ${finding.start}`;

/** How findings are proven, if that was asked for. */
export interface Proving {
  readonly prove: typeof prove;
  readonly providers: readonly string[];
  /** For one entry. */
  readonly seconds: number;
  /** Whether the findings of a file are reported. */
  readonly isMine: (file: string) => boolean;
}

export class Checking {
  private readonly found = new Map<string, { readonly finding: Finding; readonly reported: ReportedFinding }>();
  private readonly lines = new Map<string, LineIndex>();
  readonly heldBack: Record<string, number> = {};

  constructor(
    private readonly tree: Tree,
    private readonly configuration: Configuration,
    private readonly providers: readonly string[],
    private readonly proving?: Proving,
  ) {}

  /** Events of the schedules that show findings, by finding id. */
  readonly traces = new Map<string, readonly TraceEvent[]>();

  get findings(): ReportedFinding[] {
    return [...this.found.values()].map(({ reported }) => reported);
  }

  /** Findings with a preferred fix that are not suppressed. */
  get fixable(): Finding[] {
    return [...this.found.values()].filter(({ reported }) => !reported.suppressed).map(({ finding }) => finding);
  }

  unit(answer: UnitAnswer): void {
    for (const { uri, message } of answer.failures) this.failed(uri, message);
    const { unit } = answer;
    if (!unit) return;
    try {
      const result = checkUnit(unit, {
        profile: this.configuration.profile ?? "default",
        levels: this.configuration.rules ?? {},
        providers: this.providers,
      });
      const proofs = this.proofs(unit, result.findings);
      for (const finding of result.findings) this.add(finding, proofs?.get(finding));
      // a rule that fails costs its reports; it is named with the files that hold calls
      for (const message of result.failed) for (const seed of answer.planned.seeds) this.failed(seed, message);
      for (const [rule, n] of Object.entries(result.suppressedByUnknown)) this.heldBack[rule] = (this.heldBack[rule] ?? 0) + n;
    } catch (error) {
      // one unit's failure is named with its files; the others are analysed
      const message = error instanceof Error ? error.message : String(error);
      if (process.env.WINSOCK_ASYNC_DEBUG) console.error(error);
      for (const seed of answer.planned.seeds) this.failed(seed, message);
      return;
    }
    for (const [uri, file] of unit.files) {
      const known = this.tree.status.get(uri);
      if (!known || known.status === "failed") continue;
      // of a file without calls only what a request can reach was read
      const isSeed = answer.planned.seeds.includes(uri);
      const functions = file.functions.filter((fn) => isSeed || fn.isLowered !== false).map((fn) => fn.ir.understood);
      const sum = (pick: (u: { statements: number; unknown: number }) => number): number => functions.reduce((n, u) => n + pick(u), 0);
      const understood = {
        functions: functions.length,
        whole: functions.filter((u) => u.unknown === 0).length,
        statements: sum((u) => u.statements),
        unknown: sum((u) => u.unknown),
      };
      const whole = file.source.errorRanges.length === 0 && understood.unknown === 0 && !answer.cut;
      this.tree.status.set(uri, {
        file: known.file,
        status: whole ? "analysed" : "partly",
        encoding: this.tree.encodings.get(uri),
        parsedPercent: Math.round(file.source.parsedPercent * 100) / 100,
        understood,
      });
    }
  }

  private proofs(unit: Unit, findings: readonly Finding[]): ReadonlyMap<object, Proof> | undefined {
    if (!this.proving) return undefined;
    const { providers, seconds, isMine } = this.proving;
    const asked = findings.filter(
      (finding) =>
        !finding.suppressed && !this.found.has(keyOf(finding)) && isMine(this.tree.status.get(finding.uri)?.file ?? pathOf(finding.uri)),
    );
    return this.proving.prove(unit, asked, { providers, seconds, now: () => performance.now() });
  }

  /** Our own failure: the file's status, and exit status 3. */
  failed(uri: string, reason: string): void {
    this.tree.status.set(uri, { file: this.tree.status.get(uri)?.file ?? pathOf(uri), status: "failed", reason });
  }

  /** A header is analysed in each unit that includes it and reported once. */
  private add(finding: Finding, proof: Proof | undefined): void {
    const key = keyOf(finding);
    const before = this.found.get(key);
    if (before && !(before.reported.suppressed && !finding.suppressed)) return;
    const { rule, also, severity, message, related, suppressed } = finding;
    const { confidence, assumptions, witness, refutedBy } = judged(finding, proof);
    if (proof && "events" in proof && finding.id) this.traces.set(finding.id, proof.events);
    const reported: ReportedFinding = {
      id: finding.id ?? key,
      rule,
      ...(also?.length ? { also } : {}),
      severity,
      confidence,
      ...this.range(finding.uri, finding.start, finding.end),
      ...(finding.function === undefined ? {} : { function: finding.function }),
      message,
      related: related.map((r) => ({ ...this.range(r.uri, r.start, r.end), message: r.message })),
      ...(assumptions?.length ? { assumptions } : {}),
      ...(refutedBy === undefined ? {} : { refutedBy }),
      ...(witness ? { witness } : {}),
      ...(suppressed ? { suppressed } : {}),
    };
    this.found.set(key, { finding, reported });
  }

  private range(uri: string, start: number, end: number): ReportedRange {
    let index = this.lines.get(uri);
    if (!index) {
      index = lineIndex(this.tree.text(uri) ?? "");
      this.lines.set(uri, index);
    }
    const a = index.position(start);
    const b = index.position(end);
    return {
      file: this.tree.status.get(uri)?.file ?? pathOf(uri),
      line: a.line + 1,
      column: a.column + 1,
      endLine: b.line + 1,
      endColumn: b.column + 1,
    };
  }
}
