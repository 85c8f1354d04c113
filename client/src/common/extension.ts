/** What both hosts share: commands, the panel, the status item and the rule pages. The hosts differ in how they start the server. */
import * as vscode from "vscode";
import { type BaseLanguageClient, type LanguageClientOptions, WorkDoneProgress } from "vscode-languageclient";
import {
  type Entry,
  ENTRIES,
  EXPORT,
  type ExportParams,
  type Replay,
  RULE_PAGE,
  SIMULATE,
  type SimulateParams,
  type SimulateResult,
  STATUS,
  type StatusParams,
} from "../../../server/src/features/protocol.ts";
import { debugTarget, registerDebugger } from "./debug.ts";
import { serveFiles } from "./files.ts";
import { type PanelHost, SimulationPanel, VIEW_TYPE } from "./simulationPanel.ts";

/** Scheme of the rule pages that this extension shows. */
const PAGES = "winsock-async";
export const LANGUAGES = ["c", "cpp"];

/** Answered by `activate`, for tests and other extensions. */
export interface Api {
  /** Resolves when the server has answered its first request. */
  readonly ready: Promise<void>;
  readonly timeline: () => { readonly events: number; readonly lanes: number } | undefined;
  /** The simulation that runs now. */
  readonly simulating: () => Running | undefined;
}

export function clientOptions(output: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    // every scheme: documents of `git` and the like get hover only, which the server decides
    documentSelector: [...LANGUAGES.map((language) => ({ language })), { pattern: "**/*.winsock-scenario.json" }],
    outputChannel: output,
    initializationOptions: { pageScheme: PAGES },
    diagnosticPullOptions: { onChange: true, onSave: true },
    progressOnInitialization: false,
  };
}

function statusItem(): (status: StatusParams) => void {
  const item = vscode.languages.createLanguageStatusItem(
    "winsockAsync.status",
    LANGUAGES.map((language) => ({ language })),
  );
  item.name = "Winsock Async";
  item.command = { title: vscode.l10n.t("Show log"), command: "winsockAsync.showLog" };
  return (status) => {
    item.text = status.text;
    item.detail = status.detail;
    item.busy = status.state === "busy";
    item.severity =
      status.state === "failed"
        ? vscode.LanguageStatusSeverity.Error
        : status.state === "limited"
          ? vscode.LanguageStatusSeverity.Warning
          : vscode.LanguageStatusSeverity.Information;
  };
}

/** A simulation that goes on. */
export interface Running {
  readonly entry: string | undefined;
  /** What it has done so far, in a sentence; empty at first. */
  readonly progress: string;
}

class Simulation implements PanelHost {
  private source: vscode.CancellationTokenSource | undefined;
  private tokens = 0;
  running: Running | undefined;

  constructor(
    readonly extensionUri: vscode.Uri,
    private readonly client: BaseLanguageClient,
  ) {}

  /** Runs and shows; the panel opens at once so that the person sees that something happens. */
  async run(params: SimulateParams): Promise<SimulateResult | undefined> {
    this.cancel();
    const source = new vscode.CancellationTokenSource();
    this.source = source;
    // another one may have begun meanwhile: the panel is its then
    const current = (): boolean => this.source === source;
    const panel = SimulationPanel.show(this);
    const told = (progress: string): void => {
      if (!current()) return;
      this.running = { entry: params.entry, progress };
      panel.setBusy([vscode.l10n.t("Trying every order …"), progress].join(" ").trim(), true);
    };
    told("");
    try {
      const result = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Simulating the call sequence") },
        async (window) => {
          const workDoneToken = `simulation ${++this.tokens}`;
          const listening = this.client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
            if (value.kind !== "report" || !value.message) return;
            window.report({ message: value.message });
            told(value.message);
          });
          try {
            return await this.client.sendRequest<SimulateResult>(SIMULATE, { ...params, workDoneToken }, source.token);
          } finally {
            listening.dispose();
          }
        },
      );
      if (current()) SimulationPanel.show(this).setResult(result);
      return result;
    } catch (error) {
      if (!current()) return undefined;
      if (source.token.isCancellationRequested) panel.setBusy(vscode.l10n.t("Cancelled before the first order was tried."), false);
      else {
        const message = error instanceof Error ? error.message : String(error);
        panel.setBusy(message, false);
        void vscode.window.showErrorMessage(vscode.l10n.t("The simulation failed: {0}", message));
      }
      return undefined;
    } finally {
      if (current()) this.source = this.running = undefined;
    }
  }

  /** What was found until then is shown. */
  cancel(): void {
    this.source?.cancel();
  }

  again(result: SimulateResult): void {
    void this.run({ uri: result.uri, entry: result.entry });
  }

  replay(result: SimulateResult, provider: string, replays: readonly Replay[]): Promise<SimulateResult> {
    return this.client.sendRequest<SimulateResult>(SIMULATE, { uri: result.uri, entry: result.entry, providers: [provider], replays });
  }

  debug(result: SimulateResult, provider: string, schedule: string): void {
    void debugTarget({ uri: result.uri, entry: result.entry, provider, schedule });
  }

  export(params: ExportParams): Promise<string> {
    return this.client.sendRequest<string>(EXPORT, params);
  }
}

/** The entry meant by a call of the command: named by a lens, else the function at the cursor, else chosen from a list. */
async function chooseEntry(client: BaseLanguageClient, uri?: string, entry?: string): Promise<SimulateParams | undefined> {
  const editor = vscode.window.activeTextEditor;
  const where = uri ?? editor?.document.uri.toString();
  if (!where) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Open a C or C++ file first."));
    return undefined;
  }
  if (entry) return { uri: where, entry };
  const entries = await client.sendRequest<Entry[]>(ENTRIES, { uri: where });
  const cursor = editor?.document.uri.toString() === where ? editor.selection.active : undefined;
  const at = cursor && entries.find((e) => e.range.start.line <= cursor.line && cursor.line <= e.range.end.line);
  if (at) return { uri: where, entry: at.name };
  if (entries.length === 0 && cursor) return { uri: where, position: { line: cursor.line, character: cursor.character } };
  const pick = await vscode.window.showQuickPick(
    entries.map((e) => ({ label: e.name, description: vscode.l10n.t("line {0}", e.range.start.line + 1), entry: e.name })),
    { placeHolder: vscode.l10n.t("Function that starts or cancels a request") },
  );
  return pick && { uri: where, entry: pick.entry };
}

/** Registers everything and starts the client. */
export function start(context: vscode.ExtensionContext, client: BaseLanguageClient, output: vscode.LogOutputChannel): Api {
  const simulation = new Simulation(context.extensionUri, client);
  const setStatus = statusItem();
  setStatus({ state: "busy", text: vscode.l10n.t("Winsock Async is starting") });

  context.subscriptions.push(
    output,
    client.onNotification(STATUS, setStatus),
    // before the start: the server asks as soon as it runs
    serveFiles(client),
    vscode.commands.registerCommand("winsockAsync.simulate", async (uri?: string, entry?: string) => {
      const params = await chooseEntry(client, typeof uri === "string" ? uri : undefined, entry);
      return params && simulation.run(params);
    }),
    vscode.commands.registerCommand("winsockAsync.cancelSimulation", () => simulation.cancel()),
    vscode.commands.registerCommand("winsockAsync.showTimeline", () => {
      if (!SimulationPanel.reopen(simulation)) void vscode.window.showInformationMessage(vscode.l10n.t("Nothing was simulated yet."));
    }),
    vscode.commands.registerCommand("winsockAsync.restart", async () => {
      await client.stop();
      await client.start();
    }),
    vscode.commands.registerCommand("winsockAsync.showLog", () => output.show(true)),
    vscode.commands.registerCommand("winsockAsync.explainRule", async (rule: string) => {
      await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.from({ scheme: PAGES, path: `/rules/${rule}.md` }));
    }),
    vscode.workspace.registerTextDocumentContentProvider(PAGES, {
      provideTextDocumentContent: (uri) => client.sendRequest<string>(RULE_PAGE, { rule: uri.path.replace(/^\/rules\/|\.md$/g, "") }),
    }),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        SimulationPanel.restore(panel, simulation, state);
      },
    }),
    vscode.window.onDidChangeTextEditorSelection((event) => {
      const panel = SimulationPanel.get();
      const uri = event.textEditor.document.uri.toString();
      const line = event.selections[0]?.active.line;
      if (panel && line !== undefined && event.kind !== undefined) panel.select(uri, line + 1);
    }),
    registerDebugger(client),
    { dispose: () => void client.stop() },
  );
  const ready = client.start();
  ready.catch((error: unknown) => {
    setStatus({ state: "failed", text: vscode.l10n.t("Winsock Async did not start"), detail: String(error) });
  });
  return { ready, timeline: () => SimulationPanel.get()?.rendered, simulating: () => simulation.running };
}
