/**
 * The workspace pull: held open until a file that is not open has new findings. It has one holder; a second pull takes over and the first is
 * answered at once. It works in pieces of one unit, so it never keeps other requests waiting for long.
 */
import {
  type CancellationToken,
  DocumentDiagnosticReportKind,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { type Checked, NOTHING } from "./checked.ts";
import { Cancelled } from "./guard.ts";

type Check = (token: { readonly isCancellationRequested: boolean }, done: (uri: string, checked: Checked) => void) => Promise<void>;

const PARTIAL = 20;

export class WorkspacePull {
  /** Counts pulls: only the latest goes on. */
  private holder = 0;
  /** Counts changes of files. */
  private state = 0;
  private wake: (() => void) | undefined;

  constructor(private readonly check: Check) {}

  /** Findings of files that are not open may have changed. */
  changed(): void {
    this.state++;
    this.wake?.();
  }

  /** Answers what differs from the results the client has (`previous`, by uri); waits while nothing does. */
  async pull(
    previous: ReadonlyMap<string, string>,
    open: () => readonly string[],
    token: CancellationToken,
    partial?: (report: WorkspaceDiagnosticReport) => void,
  ): Promise<WorkspaceDiagnosticReport> {
    const mine = ++this.holder;
    this.wake?.();
    const overtaken = (): boolean => mine !== this.holder;
    // stops the check when another pull took over
    const going = {
      get isCancellationRequested() {
        return token.isCancellationRequested || overtaken();
      },
    };
    const told = new Map(previous);
    for (;;) {
      // these are pulled one by one
      for (const uri of open()) told.delete(uri);
      const { state } = this;
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      let reported = false;
      const report = (uri: string, checked: Pick<Checked, "version" | "resultId" | "diagnostics">): void => {
        const before = told.get(uri);
        // a file that never had findings needs no empty report
        if (before === checked.resultId || (before === undefined && checked.diagnostics.length === 0)) return;
        told.set(uri, checked.resultId);
        const { version, resultId, diagnostics } = checked;
        items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items: [...diagnostics] });
        reported = true;
        if (partial && items.length >= PARTIAL) partial({ items: items.splice(0) });
      };
      const met = new Set<string>();
      try {
        await this.check(going, (uri, checked) => {
          met.add(uri);
          report(uri, checked);
        });
      } catch (error) {
        if (overtaken() && error instanceof Cancelled && !token.isCancellationRequested) return { items };
        throw error;
      }
      if (token.isCancellationRequested) throw new Cancelled();
      // files that are gone, or no longer part of any program
      for (const uri of told.keys()) if (!met.has(uri)) report(uri, { version: null, resultId: NOTHING, diagnostics: [] });
      if (reported || overtaken()) return { items };
      while (state === this.state && !overtaken() && !token.isCancellationRequested) await this.hold(token);
      if (token.isCancellationRequested) throw new Cancelled();
      if (overtaken()) return { items: [] };
    }
  }

  private async hold(token: CancellationToken): Promise<void> {
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      token.onCancellationRequested(() => resolve());
    });
  }
}
