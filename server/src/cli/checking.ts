/** Gathers findings and file statuses over the units of a tree, in the order of the plan. */
import type { TraceEvent } from "../explorer/trace.ts";
import type { ReportedFinding } from "../report/findings.ts";
import type { CheckedFinding } from "../rules/types.ts";
import type { Tree } from "./tree.ts";
import { keyOf, type UnitReport } from "./unitReport.ts";

export class Checking {
  private readonly found = new Map<string, UnitReport["findings"][number]>();
  private readonly failures = new Map<string, Set<string>>();
  readonly heldBack: Record<string, number> = {};
  /** Why a search neither shows nor refutes a finding, by finding id. */
  readonly open = new Map<string, string>();
  /** Events of the schedules that show findings, by finding id. */
  readonly traces = new Map<string, readonly TraceEvent[]>();

  constructor(private readonly tree: Tree) {}

  get findings(): ReportedFinding[] {
    return [...this.found.values()].map(({ reported }) => reported);
  }

  /** Findings with a preferred fix that are not suppressed. */
  get fixable(): CheckedFinding[] {
    return [...this.found.values()].filter(({ reported }) => !reported.suppressed).map(({ finding }) => finding);
  }

  /** Takes what a report says of the files that `isHere`; what was held back counts for the unit's first file. */
  add(report: UnitReport, isHere: (file: string) => boolean = () => true): void {
    for (const each of report.findings) {
      const { finding, reported, trace, open } = each;
      if (this.tree.pathOf(finding.uri) === undefined || !isHere(reported.file)) continue;
      // a header is analysed in each unit that includes it and reported once
      const key = keyOf(finding);
      const before = this.found.get(key);
      if (before && !(before.reported.suppressed && !reported.suppressed)) continue;
      this.found.set(key, each);
      if (trace) this.traces.set(finding.id, trace);
      if (open !== undefined) this.open.set(finding.id, open);
    }
    for (const [uri, status] of report.status) if (isHere(status.file)) this.tree.status.set(uri, status);
    const first = report.status[0]?.[1].file;
    if (first === undefined || isHere(first))
      for (const [rule, n] of Object.entries(report.heldBack)) this.heldBack[rule] = (this.heldBack[rule] ?? 0) + n;
    for (const { uri, message } of report.failures) {
      const known = this.failures.get(uri);
      if (known) known.add(message);
      else this.failures.set(uri, new Set([message]));
    }
  }

  /** Our own failures become the status of their files, and exit status 3. */
  finish(): void {
    for (const [uri, messages] of this.failures) {
      const file = this.tree.pathOf(uri);
      if (file !== undefined) this.tree.status.set(uri, { file, status: "failed", reason: [...messages].sort()[0] ?? "" });
    }
  }
}
