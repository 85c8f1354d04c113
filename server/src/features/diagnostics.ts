/**
 * Diagnostics: answered when the client pulls, pushed to clients that cannot. The client pulls on every keystroke, so the server waits an
 * adaptive 20 to 150 ms before it works, and an overtaken pull is cancelled. The workspace pull is held open until a file that is not open
 * has new findings.
 */
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { Cancelled, guarded } from "./guard.ts";

export interface Checked {
  /** Version of the document that was read; null for a file that is not open. */
  readonly version: number | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Changes exactly when the diagnostics do. */
  readonly resultId: string;
}

/** What the diagnostics ask of the service. */
export interface Checker {
  version(uri: string): number | undefined;
  check(uri: string, token: { readonly isCancellationRequested: boolean }): Promise<Checked>;
  /** Findings of files that are not open; reads the workspace the first time. Reports each file as it is done. */
  checkWorkspace(token: { readonly isCancellationRequested: boolean }, done: (uri: string, checked: Checked) => void): Promise<void>;
  now(): number;
}

const LEAST = 20;
const MOST = 150;

const stop = (): ResponseError<{ retriggerRequest: boolean }> =>
  new ResponseError(LSPErrorCodes.ServerCancelled, "the document has changed", { retriggerRequest: true });

export class DiagnosticsManager {
  /** How long the last checks took, in milliseconds: quick files are checked almost at once. */
  private recent = 40;
  private readonly pushed = new Map<string, ReturnType<typeof setTimeout>>();
  /** The one held workspace pull. */
  private holder: { wake(): void } | undefined;
  private dirty = true;

  constructor(
    private readonly connection: Connection,
    private readonly checker: Checker,
    readonly pulls: boolean,
    private readonly canRefresh: boolean,
  ) {
    if (!pulls) return;
    connection.languages.diagnostics.on(
      guarded<DocumentDiagnosticParams, DocumentDiagnosticReport, DiagnosticServerCancellationData>(
        connection,
        "textDocument/diagnostic",
        { kind: DocumentDiagnosticReportKind.Full, items: [] },
        (params, token) => this.pull(params.textDocument.uri, params.previousResultId, token),
      ),
    );
    connection.languages.diagnostics.onWorkspace((params, token, _work, partial) =>
      guarded<WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, DiagnosticServerCancellationData>(
        connection,
        "workspace/diagnostic",
        { items: [] },
        () =>
          this.pullWorkspace(
            new Map(params.previousResultIds.map((p) => [p.uri, p.value])),
            token,
            partial ? (report) => partial.report(report) : undefined,
          ),
      )(params, token),
    );
  }

  private get delay(): number {
    return Math.max(LEAST, Math.min(MOST, this.recent));
  }

  private async wait(ms: number, token: CancellationToken): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      token.onCancellationRequested(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    if (token.isCancellationRequested) throw new Cancelled();
  }

  private async pull(uri: string, previous: string | undefined, token: CancellationToken): Promise<DocumentDiagnosticReport> {
    const version = this.checker.version(uri);
    await this.wait(this.delay, token);
    if (this.checker.version(uri) !== version) throw stop();
    const started = this.checker.now();
    const checked = await this.checker.check(uri, token);
    this.recent = 0.7 * this.recent + 0.3 * (this.checker.now() - started);
    if (token.isCancellationRequested) throw new Cancelled();
    if (this.checker.version(uri) !== version) throw stop();
    if (checked.resultId === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: checked.resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId: checked.resultId, items: [...checked.diagnostics] };
  }

  /** Answers what is new since the client's last result ids; waits when nothing is. */
  private async pullWorkspace(
    previous: ReadonlyMap<string, string>,
    token: CancellationToken,
    partial: ((report: { items: WorkspaceDocumentDiagnosticReport[] }) => void) | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    this.holder?.wake();
    const told = new Map(previous);
    for (;;) {
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      if (this.dirty || previous.size === 0) {
        this.dirty = false;
        await this.checker.checkWorkspace(token, (uri, checked) => {
          const before = told.get(uri);
          // a file that never had findings needs no empty report
          if (before === checked.resultId || (before === undefined && checked.diagnostics.length === 0)) return;
          told.set(uri, checked.resultId);
          items.push({
            kind: DocumentDiagnosticReportKind.Full,
            uri,
            version: checked.version,
            resultId: checked.resultId,
            items: [...checked.diagnostics],
          });
          if (partial && items.length >= 20) partial({ items: items.splice(0) });
        });
      }
      if (token.isCancellationRequested) throw new Cancelled();
      if (items.length > 0) return { items };
      const overtaken = await this.hold(token);
      if (token.isCancellationRequested) throw new Cancelled();
      if (overtaken) return { items: [] };
    }
  }

  /** Waits until something changed (false) or another workspace pull took over (true). */
  private hold(token: CancellationToken): Promise<boolean> {
    return new Promise((resolve) => {
      const mine = {
        wake: () => {
          if (this.holder === mine) this.holder = undefined;
          resolve(!this.dirty);
        },
      };
      this.holder = mine;
      token.onCancellationRequested(() => mine.wake());
    });
  }

  /** A document or file changed. `others` says that findings of further files may have changed. */
  changed(uri: string, others: boolean): void {
    if (this.pulls) {
      if (others) {
        this.dirty = true;
        this.holder?.wake();
      }
      return;
    }
    clearTimeout(this.pushed.get(uri));
    this.pushed.set(
      uri,
      setTimeout(() => void this.push(uri), this.delay),
    );
  }

  /** Settings or another file changed what open documents show. */
  async refresh(open: readonly string[]): Promise<void> {
    this.dirty = true;
    this.holder?.wake();
    if (!this.pulls) for (const uri of open) this.changed(uri, false);
    else if (this.canRefresh) await this.connection.languages.diagnostics.refresh();
  }

  private async push(uri: string): Promise<void> {
    this.pushed.delete(uri);
    const version = this.checker.version(uri);
    if (version === undefined) return;
    const token = { isCancellationRequested: false };
    try {
      const checked = await this.checker.check(uri, token);
      if (this.checker.version(uri) !== version) return;
      await this.connection.sendDiagnostics({ uri, version, diagnostics: [...checked.diagnostics] });
    } catch (error) {
      this.connection.console.error(`diagnostics of ${uri} failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  closed(uri: string): void {
    clearTimeout(this.pushed.get(uri));
    this.pushed.delete(uri);
    if (!this.pulls) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    else {
      this.dirty = true;
      this.holder?.wake();
    }
  }
}
