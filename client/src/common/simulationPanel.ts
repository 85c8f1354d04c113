/** The panel with the timeline: one per window, restored with its content after a reload. */
import * as vscode from "vscode";
import type { ExportParams, FromPage, Replay, SimulateResult, ToPage } from "../../../server/src/features/protocol.ts";

export const VIEW_TYPE = "winsockAsync.timeline";

export interface PanelHost {
  readonly extensionUri: vscode.Uri;
  export(params: ExportParams): Promise<string>;
  again(result: SimulateResult): void;
  debug(result: SimulateResult, provider: string, schedule: string): void;
  /** Runs schedules again, each with its events and choices. */
  replay(result: SimulateResult, provider: string, replays: readonly Replay[]): Promise<SimulateResult>;
  cancel(): void;
}

const EXTENSION: Record<ExportParams["format"], string> = { json: "json", sarif: "sarif", svg: "svg", mermaid: "mmd", text: "txt" };

export class SimulationPanel {
  private static current: SimulationPanel | undefined;
  /** What the last panel showed, and how. */
  private static kept: { readonly result: SimulateResult; readonly state: unknown } | undefined;
  private result: SimulateResult | undefined;
  private ready = false;
  private waiting: ToPage[] = [];
  /** What the page said it drew last: tests and the status read it. */
  rendered: { events: number; lanes: number } | undefined;
  /** The line that the marker stands on, from 1. */
  private marked: { readonly uri: string; readonly line: number } | undefined;
  private readonly marker = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.findMatchHighlightBackground"),
    overviewRulerColor: new vscode.ThemeColor("editorInfo.foreground"),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });

  static get(): SimulationPanel | undefined {
    return SimulationPanel.current;
  }

  /** Shows the panel beside the editor, made when it is not there. */
  static show(host: PanelHost): SimulationPanel {
    if (SimulationPanel.current) {
      SimulationPanel.current.panel.reveal(undefined, true);
      return SimulationPanel.current;
    }
    const panel = vscode.window.createWebviewPanel(
      VIEW_TYPE,
      vscode.l10n.t("Winsock timeline"),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(host.extensionUri, "dist")] },
    );
    return new SimulationPanel(panel, host);
  }

  /** Shows again what the last panel showed; false if there was none. */
  static reopen(host: PanelHost): boolean {
    const kept = SimulationPanel.kept;
    if (!SimulationPanel.current && !kept) return false;
    const had = SimulationPanel.current !== undefined;
    const panel = SimulationPanel.show(host);
    if (!had && kept) panel.setResult(kept.result, true, kept.state);
    return true;
  }

  /** Fills a panel that VS Code restored; the page kept the result in its own state. */
  static restore(panel: vscode.WebviewPanel, host: PanelHost, state: unknown): SimulationPanel {
    const restored = new SimulationPanel(panel, host);
    const result = (state as { result?: SimulateResult } | undefined)?.result;
    if (result) restored.setResult(result, true);
    return restored;
  }

  private constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly host: PanelHost,
  ) {
    SimulationPanel.current = this;
    panel.webview.onDidReceiveMessage((message: FromPage) => void this.receive(message));
    panel.onDidDispose(() => {
      SimulationPanel.current = undefined;
      this.marker.dispose();
    });
    panel.webview.html = this.html();
  }

  /** @param cancellable a search runs that the person can end. */
  setBusy(text: string, cancellable: boolean): void {
    this.send({ kind: "busy", text, cancellable });
  }

  setResult(result: SimulateResult, restored = false, state: unknown = undefined): void {
    this.result = result;
    SimulationPanel.kept = { result, state };
    this.rendered = undefined;
    this.panel.title = vscode.l10n.t("Timeline: {0}", result.entry);
    this.send({ kind: "result", result, restored, state });
  }

  /** The other direction: a line of the source selects its events. */
  select(uri: string, line: number): void {
    // who goes elsewhere is not at the event's line any more
    if (this.marked?.uri === uri && this.marked.line !== line) {
      this.marked = undefined;
      for (const editor of vscode.window.visibleTextEditors) editor.setDecorations(this.marker, []);
    }
    this.send({ kind: "select", uri, line });
  }

  get hasResultFor(): string | undefined {
    return this.result?.uri;
  }

  private send(message: ToPage): void {
    if (this.ready) void this.panel.webview.postMessage(message);
    else this.waiting.push(message);
  }

  private async receive(message: FromPage): Promise<void> {
    switch (message.kind) {
      case "ready":
        this.ready = true;
        for (const waiting of this.waiting.splice(0)) void this.panel.webview.postMessage(waiting);
        return;
      case "rendered":
        this.rendered = { events: message.events, lanes: message.lanes };
        return;
      case "reveal":
        return this.reveal(message.uri, message.line, message.column ?? 1, message.focus);
      case "again":
        if (this.result) this.host.again(this.result);
        return;
      case "cancel":
        this.host.cancel();
        return;
      case "debug":
        if (this.result) this.host.debug(this.result, message.provider, message.schedule);
        return;
      case "state":
        if (this.result) SimulationPanel.kept = { result: this.result, state: message.state };
        return;
      case "replay":
        return this.replay(message.run, message.replays);
      case "export":
        return this.export(message);
    }
  }

  private async replay(run: number, asked: readonly Replay[]): Promise<void> {
    const { result } = this;
    const provider = result?.runs[run]?.provider;
    if (!result || provider === undefined) return;
    try {
      const { runs, problem } = await this.host.replay(result, provider, asked);
      this.send({ kind: "replayed", run, asked, runs, problem });
    } catch (error) {
      this.send({ kind: "replayed", run, asked, runs: [], problem: error instanceof Error ? error.message : String(error) });
    }
  }

  private async reveal(uri: string, line: number, column: number, focus: boolean): Promise<void> {
    const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
    try {
      const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri), {
        viewColumn: vscode.ViewColumn.One,
        preserveFocus: !focus,
        preview: true,
      });
      editor.setDecorations(this.marker, [new vscode.Range(position, position)]);
      this.marked = { uri: editor.document.uri.toString(), line: position.line + 1 };
      if (focus) editor.selection = new vscode.Selection(position, position);
      editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    } catch {
      void vscode.window.showWarningMessage(vscode.l10n.t("{0} cannot be opened.", uri));
    }
  }

  private async export({ run, violation, format, trace }: Extract<FromPage, { kind: "export" }>): Promise<void> {
    if (!this.result) return;
    const text = await this.host.export({ result: this.result, run, violation, format, trace });
    const name = `${this.result.entry.replace(/\W+/g, "_")}.${EXTENSION[format]}`;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({ defaultUri: folder ? vscode.Uri.joinPath(folder, name) : undefined });
    if (!target) return;
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    await vscode.window.showTextDocument(target, { preview: true });
  }

  private html(): string {
    const script = this.panel.webview.asWebviewUri(vscode.Uri.joinPath(this.host.extensionUri, "dist", "timeline.js"));
    const source = this.panel.webview.cspSource;
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${source} 'unsafe-inline'; script-src ${source};">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Winsock timeline</title>
</head>
<body><main id="timeline"></main><script src="${script}"></script></body>
</html>`;
  }
}
