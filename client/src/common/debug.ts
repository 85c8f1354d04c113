/**
 * The debugger's part in the editor. The adapter itself is server code: the inline adapter here hands its messages on over the language
 * client, so that it works in both hosts and sees unsaved text.
 */
import * as vscode from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import {
  DEBUG,
  type DebugParams,
  type Entry,
  ENTRIES,
  type InlineHandles,
  type NextActors,
  WITNESS,
  type WitnessParams,
  type WitnessResult,
} from "../../../server/src/features/protocol.ts";

const TYPE = "winsock-async";

export interface DebugTarget {
  readonly uri: string;
  readonly entry?: string;
  readonly provider?: string;
  readonly schedule?: string;
  readonly scenario?: boolean;
}

/** Hands messages of one session on. */
class ForwardingAdapter implements vscode.DebugAdapter {
  private readonly sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.sent.event;

  constructor(
    private readonly send: (message: DebugParams["message"]) => void,
    private readonly ended: () => void,
  ) {}

  handleMessage(message: vscode.DebugProtocolMessage): void {
    this.send(message as DebugParams["message"]);
  }

  receive(message: DebugParams["message"]): void {
    if (message) this.sent.fire(message);
  }

  dispose(): void {
    this.send(null);
    this.ended();
    this.sent.dispose();
  }
}

class AdapterFactory implements vscode.DebugAdapterDescriptorFactory {
  private readonly adapters = new Map<string, ForwardingAdapter>();
  private made = 0;

  constructor(private readonly client: BaseLanguageClient) {
    client.onNotification(DEBUG, ({ session, message }: DebugParams) => this.adapters.get(session)?.receive(message));
    client.onDidChangeState(({ newState }) => {
      // a server that is gone takes its sessions with it
      if (newState !== State.Running)
        for (const adapter of this.adapters.values())
          adapter.receive({ seq: 0, type: "event", event: "terminated" } as DebugParams["message"]);
    });
  }

  createDebugAdapterDescriptor({ id }: vscode.DebugSession): vscode.DebugAdapterDescriptor {
    // a session that starts again keeps its id, and its old adapter may end after the new one has begun
    const session = `${id} ${++this.made}`;
    const adapter = new ForwardingAdapter(
      (message) => {
        if (this.client.isRunning()) void this.client.sendNotification(DEBUG, { session, message } satisfies DebugParams);
      },
      () => this.adapters.delete(session),
    );
    this.adapters.set(session, adapter);
    return new vscode.DebugAdapterInlineImplementation(adapter);
  }
}

class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  constructor(private readonly client: BaseLanguageClient) {}

  /** F5 without a configuration runs the function at the cursor, else the program of the file. */
  async resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    config: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    if (config.type || config.request) return config;
    const editor = vscode.window.activeTextEditor;
    if (!editor || !["c", "cpp"].includes(editor.document.languageId)) {
      void vscode.window.showInformationMessage(vscode.l10n.t("Open a C or C++ file first."));
      return undefined;
    }
    const uri = editor.document.uri.toString();
    const cursor = editor.selection.active.line;
    const entries = await this.client.sendRequest<Entry[]>(ENTRIES, { uri });
    const at = entries.find((entry) => entry.range.start.line <= cursor && cursor <= entry.range.end.line);
    return { type: TYPE, request: "launch", name: at?.name ?? "main", program: uri, ...(at ? { entry: at.name } : {}) };
  }

  /** A path becomes the address of its document: in the web host they differ in more than the scheme. */
  resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    config: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    const program: unknown = config["program"];
    if (typeof program !== "string" || /^[a-z][a-z0-9+.-]+:\/\//i.test(program)) return config;
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === program || uri.path === program);
    const base = folder?.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
    const absolute = /^(?:[a-z]:)?[\\/]/i.test(program);
    const uri =
      open?.uri ??
      (base && !absolute ? vscode.Uri.joinPath(base, program) : base ? base.with({ path: vscode.Uri.file(program).path }) : undefined) ??
      vscode.Uri.file(program);
    return { ...config, program: uri.toString() };
  }
}

/** States of handles at the ends of their lines while a session stands still. */
class HandleValues implements vscode.InlineValuesProvider {
  async provideInlineValues(
    _document: vscode.TextDocument,
    viewPort: vscode.Range,
    context: vscode.InlineValueContext,
  ): Promise<vscode.InlineValue[]> {
    const session = vscode.debug.activeDebugSession;
    if (session?.type !== TYPE) return [];
    const { values } = (await session.customRequest("inlineValues", { frameId: context.frameId })) as InlineHandles;
    return values.flatMap(({ line, column, endColumn, text }) => {
      const range = new vscode.Range(line - 1, column - 1, line - 1, endColumn - 1);
      return viewPort.intersection(range) ? [new vscode.InlineValueText(range, text)] : [];
    });
  }
}

export async function debugTarget({ uri, entry, provider, schedule, scenario }: DebugTarget): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri));
  return vscode.debug.startDebugging(folder, {
    type: TYPE,
    request: "launch",
    name: schedule ? vscode.l10n.t("{0}: one order", entry ?? "main") : (entry ?? "main"),
    program: uri,
    ...(entry ? { entry } : {}),
    ...(provider ? { provider } : {}),
    ...(schedule ? { schedule } : {}),
    ...(scenario === undefined ? {} : { scenario }),
  });
}

async function chooseNext(): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== TYPE) return;
  const { options } = (await session.customRequest("nextActors")) as NextActors;
  if (options.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Nobody has a choice from here on."));
    return;
  }
  const pick = await vscode.window.showQuickPick(
    options.map(({ index, text, goesNext }) => ({ label: text, description: goesNext ? vscode.l10n.t("goes next") : "", index })),
    { placeHolder: vscode.l10n.t("Who acts next?") },
  );
  if (pick) await session.customRequest("chooseNext", { option: pick.index });
}

/** Searches an order that shows a finding, and debugs it: up to the mistake with *Continue*. */
async function debugFinding(client: BaseLanguageClient, uri: string, rule: string, position: WitnessParams["position"]): Promise<boolean> {
  const params: WitnessParams = { uri, rule, position };
  const title = vscode.l10n.t("Searching an order that shows {0}", rule);
  const { text, witness } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => client.sendRequest<WitnessResult>(WITNESS, params, token),
  );
  if (witness) return debugTarget({ uri, ...witness, scenario: false });
  void vscode.window.showInformationMessage(text);
  return false;
}

export function registerDebugger(client: BaseLanguageClient): vscode.Disposable {
  const configurations = new ConfigurationProvider(client);
  return vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory(TYPE, new AdapterFactory(client)),
    vscode.debug.registerDebugConfigurationProvider(TYPE, configurations),
    vscode.languages.registerInlineValuesProvider([{ language: "c" }, { language: "cpp" }], new HandleValues()),
    vscode.commands.registerCommand("winsockAsync.debug", async (uri?: string, entry?: string, provider?: string, schedule?: string) => {
      if (typeof uri === "string") return debugTarget({ uri, entry, provider, schedule });
      const config = await configurations.resolveDebugConfiguration(undefined, {} as vscode.DebugConfiguration);
      return config && vscode.debug.startDebugging(undefined, config);
    }),
    vscode.commands.registerCommand("winsockAsync.debugFinding", (uri: string, rule: string, at: WitnessParams["position"]) =>
      debugFinding(client, uri, rule, at),
    ),
    vscode.commands.registerCommand("winsockAsync.chooseNext", chooseNext),
  );
}
