/**
 * Diagnostics: answered when the client pulls, pushed to clients that cannot. The client pulls on every keystroke, so the server waits an
 * adaptive 20 to 150 ms before it works, and an overtaken pull is cancelled. Findings that change without an edit of their own document
 * (settings, another file, a syntax error that stays) are pushed or asked to be pulled again, only if they did change.
 */
import {
  type CancellationToken,
  type Connection,
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
} from "vscode-languageserver";
import type { Checked } from "./checked.ts";
import { Cancelled, guarded } from "./guard.ts";
import { WorkspacePull } from "./workspacePull.ts";

/** What the diagnostics ask of the service. */
export interface Checker {
  version(uri: string): number | undefined;
  /** Documents that are open. */
  open(): readonly string[];
  /** Changes when an answer about the document is no longer what the client waits for. */
  stamp(uri: string): string;
  /** From now on the current state is shown, also of text with a new syntax error. */
  settle(uri: string): void;
  check(uri: string, token: { readonly isCancellationRequested: boolean }): Promise<Checked>;
  /** Findings of files that are not open; reads the workspace the first time. Reports each file as it is done. */
  checkWorkspace(token: { readonly isCancellationRequested: boolean }, done: (uri: string, checked: Checked) => void): Promise<void>;
  now(): number;
}

const LEAST = 20;
const MOST = 150;
/** Milliseconds without an edit after which a syntax error is shown with what it leads to. */
const SETTLE = 2000;
/** Milliseconds after an edit until the documents beside it are looked at. */
const OTHERS = 300;

const stop = (): ResponseError<{ retriggerRequest: boolean }> =>
  new ResponseError(LSPErrorCodes.ServerCancelled, "the document has changed", { retriggerRequest: true });

export class DiagnosticsManager {
  /** How long the last checks took, in milliseconds: quick files are checked almost at once. */
  private recent = 40;
  private readonly pushes = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly settling = new Map<string, ReturnType<typeof setTimeout>>();
  /** Result that each open document shows. */
  private readonly told = new Map<string, string>();
  /** Documents edited since the others were looked at. */
  private readonly edited = new Set<string>();
  private looking: ReturnType<typeof setTimeout> | undefined;
  private readonly workspace: WorkspacePull | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly checker: Checker,
    readonly pulls: boolean,
    private readonly canRefresh: boolean,
  ) {
    if (!pulls) return;
    const workspace = new WorkspacePull((token, done) => checker.checkWorkspace(token, done));
    this.workspace = workspace;
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
        ({ previousResultIds }) =>
          workspace.pull(
            new Map(previousResultIds.map((p) => [p.uri, p.value])),
            () => checker.open(),
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
    const stamp = this.checker.stamp(uri);
    await this.wait(this.delay, token);
    if (this.checker.stamp(uri) !== stamp) throw stop();
    const checked = await this.timed(uri, token);
    if (token.isCancellationRequested) throw new Cancelled();
    if (this.checker.stamp(uri) !== stamp) throw stop();
    this.show(uri, checked);
    if (checked.resultId === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: checked.resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId: checked.resultId, items: [...checked.diagnostics] };
  }

  private async timed(uri: string, token: { readonly isCancellationRequested: boolean }): Promise<Checked> {
    const started = this.checker.now();
    const checked = await this.checker.check(uri, token);
    this.recent = 0.7 * this.recent + 0.3 * (this.checker.now() - started);
    return checked;
  }

  /** Remembers what a document shows, and when a syntax error in it is to be believed. */
  private show(uri: string, checked: Checked): void {
    if (this.checker.version(uri) === undefined) return;
    this.told.set(uri, checked.resultId);
    if (!checked.held || this.settling.has(uri)) return;
    const timer = setTimeout(() => this.settle(uri), SETTLE);
    this.settling.set(uri, timer);
  }

  /** The document was saved, or not edited for a while: its current state is shown. */
  settle(uri: string): void {
    if (!this.unsettle(uri)) return;
    this.checker.settle(uri);
    void this.look([uri]);
  }

  private unsettle(uri: string): boolean {
    clearTimeout(this.settling.get(uri));
    return this.settling.delete(uri);
  }

  /** A document was opened or edited. `others` says that findings of further files may have changed with it. */
  changed(uri: string, others: boolean): void {
    this.unsettle(uri);
    if (!this.pulls) {
      clearTimeout(this.pushes.get(uri));
      this.pushes.set(
        uri,
        setTimeout(() => {
          this.pushes.delete(uri);
          void this.look([uri], true);
        }, this.delay),
      );
    }
    if (!others) return;
    this.edited.add(uri);
    this.lookAround();
  }

  /** Looks, a little later, at what shows findings and was not edited itself. */
  lookAround(): void {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => {
      const edited = new Set(this.edited);
      this.edited.clear();
      this.workspace?.changed();
      void this.look(this.checker.open().filter((uri) => !edited.has(uri)));
    }, OTHERS);
  }

  /** Checks documents and tells the client of those whose findings are no longer what it shows. */
  private async look(uris: readonly string[], always = false): Promise<void> {
    let changed = false;
    for (const uri of uris) {
      // what was never pulled will be when it is shown
      if (this.pulls && !this.told.has(uri)) continue;
      const stamp = this.checker.stamp(uri);
      try {
        const checked = await this.timed(uri, { isCancellationRequested: false });
        // an edit brings its own pull or push
        if (this.checker.stamp(uri) !== stamp) continue;
        const differs = this.told.get(uri) !== checked.resultId;
        if (!differs && !always) continue;
        this.show(uri, checked);
        changed ||= differs;
        if (!this.pulls && checked.version !== null)
          await this.connection.sendDiagnostics({ uri, version: checked.version, diagnostics: [...checked.diagnostics] });
      } catch (error) {
        if (error instanceof Cancelled) continue;
        this.connection.console.error(`diagnostics of ${uri} failed: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
    if (!changed || !this.pulls || !this.canRefresh) return;
    // a client that answers with an error has been told all the same
    await this.connection.languages.diagnostics.refresh().catch(() => undefined);
  }

  closed(uri: string): void {
    clearTimeout(this.pushes.get(uri));
    this.pushes.delete(uri);
    this.unsettle(uri);
    this.told.delete(uri);
    if (!this.pulls) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    this.lookAround();
  }
}
