/** What the check of one unit gives, as plain data: threads hand it over. */
import type { Configuration } from "../features/configuration.ts";
import type { TraceEvent } from "../explorer/trace.ts";
import type { Unit } from "../program/types.ts";
import type { UnitAnswer } from "../program/workspace.ts";
import { judged } from "../prove/judged.ts";
import type { prove as Prove } from "../prove/prove.ts";
import type { Proof } from "../prove/types.ts";
import type { ReportedFile, ReportedFinding, ReportedRange } from "../report/findings.ts";
import { checkUnit } from "../rules/check.ts";
import type { CheckedFinding } from "../rules/types.ts";
import { type LineIndex, lineIndex } from "../source/lines.ts";
import { pathOf, type Tree } from "./tree.ts";

export interface Failure {
  readonly uri: string;
  readonly message: string;
}

export interface UnitFinding {
  readonly finding: CheckedFinding;
  readonly reported: ReportedFinding;
  /** Events of the schedule that shows it. */
  readonly trace?: readonly TraceEvent[];
  /** Why a search neither shows nor refutes it. */
  readonly open?: string;
}

export interface UnitReport {
  readonly findings: readonly UnitFinding[];
  /** Status of each file of the unit that could be read. */
  readonly status: readonly (readonly [uri: string, status: ReportedFile])[];
  readonly failures: readonly Failure[];
  /** Reports held back because something was unknown, by rule. */
  readonly heldBack: Readonly<Record<string, number>>;
}

export interface CheckSettings {
  readonly configuration: Configuration;
  readonly providers: readonly string[];
  /** How long to look for a schedule for each entry, and the files whose findings are reported if not all are. */
  readonly prove?: { readonly seconds: number; readonly mine: readonly string[] | undefined };
}

/** One mistake, whichever unit it is found in. */
export const keyOf = (finding: CheckedFinding): string => `${finding.rule} ${finding.uri} ${finding.start}`;

/** UTF-16 units of a file with calls of which every function is read, to say how much was understood. */
const LONGEST_READ = 1_000_000;

/** Checks units of one tree; offsets become lines of its texts. */
export class UnitChecker {
  private readonly lines = new Map<string, LineIndex>();
  private readonly mine: ReadonlySet<string> | undefined;
  /** What was proven once needs no second search in another unit. */
  private readonly asked = new Set<string>();

  /** `prove` if `settings.prove` asks for it: it is loaded on first use. */
  constructor(
    private readonly tree: Tree,
    private readonly settings: CheckSettings,
    private readonly prove?: typeof Prove,
  ) {
    const mine = settings.prove?.mine;
    this.mine = mine && new Set(mine);
  }

  check(answer: UnitAnswer): UnitReport {
    const failures: Failure[] = [...answer.failures];
    const { unit } = answer;
    const { configuration, providers } = this.settings;
    if (!unit) return { findings: [], status: [], failures, heldBack: {} };
    // a rule that fails costs its reports, a unit that fails its own; they are named with the files that hold calls
    const failed = (message: string): void => {
      for (const uri of answer.planned.seeds) failures.push({ uri, message });
    };
    try {
      const result = checkUnit(unit, {
        profile: configuration.profile ?? "default",
        levels: configuration.rules ?? {},
        providers,
      });
      for (const message of result.failed) failed(message);
      const proofs = this.proofs(unit, result.findings);
      const findings = result.findings.map((finding): UnitFinding => {
        const proof = proofs?.get(finding);
        return {
          finding,
          reported: this.reported(finding, proof),
          ...(proof && "events" in proof ? { trace: proof.events } : {}),
          ...(proof?.kind === "open" ? { open: proof.why } : {}),
        };
      });
      return { findings, status: this.statusOf(answer), failures, heldBack: result.suppressedByUnknown };
    } catch (error) {
      if (process.env.WINSOCK_ASYNC_DEBUG) console.error(error);
      failed(error instanceof Error ? error.message : String(error));
      return { findings: [], status: [], failures, heldBack: {} };
    }
  }

  private statusOf(answer: UnitAnswer): [string, ReportedFile][] {
    const found: [string, ReportedFile][] = [];
    for (const [uri, file] of answer.unit?.files ?? []) {
      const path = this.tree.pathOf(uri);
      if (path === undefined) continue;
      // of a file without calls, and of a very long one, only what a request can reach was read
      const all = answer.planned.seeds.includes(uri) && file.source.text.length <= LONGEST_READ;
      const functions = file.functions.filter((fn) => all || fn.isLowered !== false).map((fn) => fn.ir.understood);
      const sum = (pick: (u: { statements: number; unknown: number }) => number): number => functions.reduce((n, u) => n + pick(u), 0);
      const understood = {
        functions: functions.length,
        whole: functions.filter((u) => u.unknown === 0).length,
        statements: sum((u) => u.statements),
        unknown: sum((u) => u.unknown),
      };
      const whole = file.source.errorRanges.length === 0 && understood.unknown === 0 && !answer.cut;
      found.push([
        uri,
        {
          file: path,
          status: whole ? "analysed" : "partly",
          encoding: this.tree.encodings.get(uri),
          parsedPercent: file.source.parsedPercent(),
          understood,
        },
      ]);
    }
    return found;
  }

  private proofs(unit: Unit, findings: readonly CheckedFinding[]): ReadonlyMap<object, Proof> | undefined {
    const { prove, providers } = this.settings;
    if (!this.prove || !prove) return undefined;
    const asked = findings.filter(
      (finding) =>
        !finding.suppressed &&
        !this.asked.has(keyOf(finding)) &&
        (this.mine?.has(this.tree.pathOf(finding.uri) ?? pathOf(finding.uri)) ?? true),
    );
    for (const finding of asked) this.asked.add(keyOf(finding));
    return this.prove(unit, asked, { providers, seconds: prove.seconds, now: () => performance.now() });
  }

  private reported(finding: CheckedFinding, proof: Proof | undefined): ReportedFinding {
    const { rule, also, severity, message, related, suppressed } = finding;
    const { confidence, assumptions, witness, refutedBy } = judged(finding, proof);
    return {
      id: finding.id ?? keyOf(finding),
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
      ...(proof?.kind === "open" ? { unproven: proof.why } : {}),
      ...(witness ? { witness } : {}),
      ...(suppressed ? { suppressed } : {}),
    };
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
      file: this.tree.pathOf(uri) ?? pathOf(uri),
      line: a.line + 1,
      column: a.column + 1,
      endLine: b.line + 1,
      endColumn: b.column + 1,
    };
  }
}
