/** The language server: joins the protocol with the service. Order comes from versions; `maxParallelism` stays unset (see docs/architecture.md). */
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type CodeLens,
  type CodeLensParams,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type ExecuteCommandParams,
  FileChangeType,
  type Hover,
  type HoverParams,
  type InitializeParams,
  type InitializeResult,
  MarkupKind,
  MessageType,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { codeActions, FIX_ALL, PROVE_COMMAND } from "./codeActions.ts";
import { NOTHING } from "./checked.ts";
import { answerQuery } from "./debug/query.ts";
import { DebugRelay } from "./debug/relay.ts";
import { DiagnosticsManager } from "./diagnostics.ts";
import { guarded, type Handler, Stale } from "./guard.ts";
import type { Host } from "./host.ts";
import { Lenses, SIMULATE_COMMAND } from "./lenses.ts";
import {
  DEBUG,
  type DebugParams,
  ENTRIES,
  type EntriesParams,
  type Entry,
  EXPORT,
  type ExportParams,
  RULE_PAGE,
  type RulePageParams,
  SIMULATE,
  type SimulateParams,
  type SimulateResult,
  STATUS,
  type StatusParams,
  WITNESS,
  type WitnessParams,
  type WitnessResult,
} from "./protocol.ts";
import { Proving } from "./proving.ts";
import type { EditorSettings } from "./scopes.ts";
import { isScenario } from "./scenarioDocuments.ts";
import { LanguageService } from "./service.ts";
import { WATCHED } from "./watched.ts";
import { VERSION } from "./version.ts";

/** Schemes whose documents are copies or output. */
const HOVER_ONLY = new Set(["git", "gitfs", "output", "vscode-scm", "review", "comment", "vscode-local-history"]);
const LARGEST = 16 * 1024 * 1024;

/** Why a document gets hover only; undefined for the others. */
function hoverOnly(uri: string, text: string): string | undefined {
  const scheme = uri.slice(0, uri.indexOf(":"));
  if (HOVER_ONLY.has(scheme)) return `${nameOf(uri)} is a document of '${scheme}': hover only.`;
  return text.length > LARGEST ? `${nameOf(uri)} has more than 16 MB: hover only.` : undefined;
}

function nameOf(uri: string): string {
  return decoded(uri.slice(uri.lastIndexOf("/") + 1).replace(/[?#].*$/, ""));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Uri of a folder without the slash at its end. */
const bare = (uri: string): string => uri.replace(/\/+$/, "");

interface Client {
  readonly pulls: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  readonly folders: boolean;
  readonly related: boolean;
  /** Scheme under which the client shows our pages itself. */
  readonly pageScheme: string | undefined;
}

function readClient(params: InitializeParams): Client {
  const { textDocument, workspace } = params.capabilities;
  const options = params.initializationOptions as { pageScheme?: unknown } | undefined;
  return {
    pulls: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    folders: workspace?.workspaceFolders === true,
    related: textDocument?.publishDiagnostics?.relatedInformation === true || textDocument?.diagnostic?.relatedInformation === true,
    pageScheme: typeof options?.pageScheme === "string" ? options.pageScheme : undefined,
  };
}

export function startServer(connection: Connection, host: Host): void {
  const documents = new TextDocuments(TextDocument);
  let client: Client | undefined;
  let diagnostics: DiagnosticsManager | undefined;
  let folders: string[] = [];

  const service = new LanguageService({
    host,
    log: (text) => connection.console.warn(text),
    related: () => client?.related ?? false,
    settingsMet: () => tellStatus(),
    ruleHref: (rule) => (client?.pageScheme ? `${client.pageScheme}:/rules/${rule}.md` : host.ruleHref(rule)),
  });
  /** Documents that get hover only, with the reason. */
  const aside = new Map<string, string>();
  const warned = new Set<string>();
  let lastStatus = "";
  function tellStatus(): void {
    const { problems, settingsFiles } = service;
    for (const problem of problems) {
      if (!warned.has(problem)) connection.console.warn(problem);
      warned.add(problem);
    }
    const limits = [...problems, ...(host.limited ? ["Only open files and the files they include are read."] : []), ...aside.values()];
    const source = settingsFiles.length === 0 ? [] : [`Settings: ${settingsFiles.map(shortName).sort().join(", ")}.`];
    const detail = [...limits, ...source].join(" ");
    const params: StatusParams = {
      state: limits.length > 0 ? "limited" : "ready",
      text: problems.length > 0 ? "Winsock Async: settings" : "Winsock Async",
      ...(detail ? { detail } : {}),
    };
    if (JSON.stringify(params) === lastStatus) return;
    lastStatus = JSON.stringify(params);
    void connection.sendNotification(STATUS, params);
  }
  /** A file's path within its workspace folder. */
  function shortName(uri: string): string {
    const folder = folders.find((f) => uri.startsWith(`${f}/`));
    return folder === undefined ? nameOf(uri) : decoded(uri.slice(folder.length + 1));
  }
  function setAside(uri: string, reason: string | undefined): void {
    if (aside.get(uri) === reason) return;
    if (reason === undefined) aside.delete(uri);
    else aside.set(uri, reason);
    tellStatus();
  }
  const plain = (uri: string): boolean => !aside.has(uri) && !isScenario(uri);
  const shown = (uri: string): boolean => !aside.has(uri);
  /** The answer is thrown away if the document or the settings changed while it was made. */
  const fresh =
    <P, R>(uriOf: (params: P) => string, handler: Handler<P, R>): Handler<P, R> =>
    async (params, token) => {
      const uri = uriOf(params);
      const stamp = service.stamp(uri);
      const answer = await handler(params, token);
      if (service.stamp(uri) !== stamp) throw new Stale();
      return answer;
    };
  const ofDocument = (params: { readonly textDocument: { readonly uri: string } }): string => params.textDocument.uri;

  connection.onInitialize((params): InitializeResult => {
    client = readClient(params);
    folders = (params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : [])).map(bare);
    diagnostics = new DiagnosticsManager(
      connection,
      {
        version: (uri) => documents.get(uri)?.version,
        open: () => documents.keys().filter(shown),
        stamp: (uri) => service.stamp(uri),
        settle: (uri) => service.settle(uri),
        check: async (uri, token) =>
          isScenario(uri)
            ? // our own client has the schema's faults from the editor
              service.scenarios.check(uri, client?.pageScheme === undefined)
            : plain(uri)
              ? service.check(uri, token)
              : { version: documents.get(uri)?.version ?? null, diagnostics: [], resultId: NOTHING },
        checkWorkspace: (token, done) => service.checkWorkspace(token, done),
        now: () => host.now(),
      },
      client.pulls,
      client.refreshesDiagnostics,
    );
    return {
      serverInfo: { name: "winsock-async", version: VERSION },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
        ...(client.pulls
          ? { diagnosticProvider: { identifier: "winsock-async", interFileDependencies: true, workspaceDiagnostics: !host.limited } }
          : {}),
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        codeLensProvider: { resolveProvider: false },
        // our own client registers the command itself, and shows the result on its timeline
        executeCommandProvider: { commands: [PROVE_COMMAND, ...(client.pageScheme === undefined ? [SIMULATE_COMMAND] : [])] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  /** Settings of a client that sends them and cannot be asked. */
  let pushedSettings: unknown = {};
  let configuring: Promise<void> = Promise.resolve();
  /** One after the other, so that the last settings win. `again`: a settings file changed. */
  function configure(again = false): void {
    configuring = configuring.then(() => applySettings(again)).catch(failing("configuration"));
  }
  async function applySettings(again: boolean): Promise<void> {
    const of = folders;
    const scopes = [undefined, ...of];
    let values: readonly unknown[] = scopes.map(() => pushedSettings);
    if (client?.configuration) {
      const section = "winsockAsync";
      const items = scopes.map((scopeUri) => (scopeUri === undefined ? { section } : { scopeUri, section }));
      values = await connection.workspace.getConfiguration(items).catch((error: unknown) => {
        failing("workspace/configuration")(error);
        return [];
      });
    }
    const settings = scopes.map((folder, i): EditorSettings => ({ folder, value: values[i] ?? {} }));
    if (!(await service.configure(of, settings, again))) return;
    diagnostics?.lookAround();
    if (client?.refreshesLenses) await connection.sendRequest("workspace/codeLens/refresh");
  }

  const failing = (what: string) => (error: unknown) =>
    connection.console.error(`${what} failed: ${error instanceof Error ? error.stack : String(error)}`);

  connection.onInitialized(() => {
    if (client?.registersConfiguration)
      connection.client.register(DidChangeConfigurationNotification.type, { section: "winsockAsync" }).catch(failing("registration"));
    if (client?.registersWatchers)
      connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHED }).catch(failing("registration"));
    if (client?.folders) {
      connection.workspace.onDidChangeWorkspaceFolders((event) => {
        const removed = new Set(event.removed.map((folder) => bare(folder.uri)));
        folders = [...folders.filter((uri) => !removed.has(uri)), ...event.added.map((folder) => bare(folder.uri))];
        configure();
      });
    }
    configure();
  });
  connection.onDidChangeConfiguration(({ settings }: { readonly settings?: { readonly winsockAsync?: unknown } | null }) => {
    pushedSettings = settings?.winsockAsync ?? {};
    configure();
  });

  // opening a document reports its content as changed, too
  documents.onDidChangeContent(({ document }) => {
    const { uri, version } = document;
    proving.edited();
    const text = document.getText();
    if (isScenario(uri)) {
      service.scenarios.set(uri, text, version);
      diagnostics?.changed(uri, false);
      return;
    }
    const reason = hoverOnly(uri, text);
    const others = service.files.open(uri, text, version, reason !== undefined);
    const before = plain(uri);
    setAside(uri, reason);
    if (reason === undefined) diagnostics?.changed(uri, others);
    else if (before) diagnostics?.closed(uri);
  });
  const proving = new Proving(service, (text) => connection.console.error(text));
  documents.onDidSave(({ document }) => {
    diagnostics?.settle(document.uri);
    if (plain(document.uri)) void proving.saved(document.uri, () => diagnostics?.lookAround());
  });
  documents.onDidClose(({ document }) => {
    const { uri } = document;
    if (isScenario(uri)) {
      service.scenarios.delete(uri);
      diagnostics?.closed(uri);
      return;
    }
    service.close(uri);
    lenses.forget(uri);
    if (plain(uri)) diagnostics?.closed(uri);
    setAside(uri, undefined);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const settings = service.filesChanged(changes.map(({ uri, type }) => ({ uri, listed: type === FileChangeType.Changed })));
    if (settings) configure(true);
    diagnostics?.lookAround();
  });

  connection.onHover(
    guarded<HoverParams, Hover | null>(
      connection,
      "hover",
      null,
      fresh<HoverParams, Hover | null>(ofDocument, async ({ textDocument, position }) => {
        const card = await service.hover(textDocument.uri, position);
        return card ? { contents: { kind: MarkupKind.Markdown, value: card.markdown }, range: card.range } : null;
      }),
    ),
  );
  connection.onCodeAction(
    guarded<CodeActionParams, CodeAction[]>(
      connection,
      "codeAction",
      [],
      fresh<CodeActionParams, CodeAction[]>(ofDocument, async (params, token) => {
        const { uri } = params.textDocument;
        if (!plain(uri)) return [];
        const checked = await service.check(uri, token);
        const proves = service.proves(uri) !== "off";
        // our own client has a debugger
        const shows = proves && client?.pageScheme !== undefined ? (await import("../prove/shownBy.ts")).shownBy : undefined;
        return codeActions(params, checked.diagnostics, {
          lineText: (line) => service.files.lineText(uri, line),
          eol: service.files.text(uri)?.includes("\r\n") ? "\r\n" : "\n",
          explains: client?.pageScheme !== undefined,
          proves,
          debugs: (rule) => shows !== undefined && shows(rule).size > 0,
        });
      }),
    ),
  );
  connection.onCodeLens(
    guarded<CodeLensParams, CodeLens[]>(
      connection,
      "codeLens",
      [],
      fresh<CodeLensParams, CodeLens[]>(ofDocument, async ({ textDocument: { uri } }, token) => {
        if (!plain(uri) || !service.lensesEnabled(uri)) return [];
        const entries = await service.entries(uri, token);
        return lenses.of(uri, service.stamp(uri), entries, client?.pageScheme === undefined ? "" : "$(debug-alt) ");
      }),
    ),
  );
  connection.onRequest(
    ENTRIES,
    guarded<EntriesParams, readonly Entry[]>(
      connection,
      ENTRIES,
      [],
      fresh(
        ({ uri }) => uri,
        ({ uri }, token) => (plain(uri) ? service.entries(uri, token) : []),
      ),
    ),
  );
  const lenses = new Lenses();
  /** Runs a function, and has its lens say what came of it. A replay says nothing new. */
  async function simulate(params: SimulateParams, token: CancellationToken, progress: (text: string) => void): Promise<SimulateResult> {
    const stamp = service.stamp(params.uri);
    const result = await service.simulate(params, token, progress);
    if (params.schedule === undefined && params.replays === undefined && (await lenses.take(result, stamp)) && client?.refreshesLenses)
      connection.sendRequest("workspace/codeLens/refresh").catch(failing("refresh"));
    return result;
  }
  connection.onRequest(
    SIMULATE,
    guarded<SimulateParams, SimulateResult>(
      connection,
      SIMULATE,
      { entry: "", uri: "", runs: [], problem: "The simulation failed; see the log." },
      async (params, token) => {
        const { workDoneToken } = params;
        const progress = (value: object): void => {
          if (workDoneToken !== undefined) void connection.sendNotification("$/progress", { token: workDoneToken, value });
        };
        progress({ kind: "begin", title: "Simulating the call sequence", cancellable: true });
        try {
          return await simulate(params, token, (message) => progress({ kind: "report", message }));
        } finally {
          progress({ kind: "end" });
        }
      },
    ),
  );
  connection.onRequest(
    WITNESS,
    guarded<WitnessParams, WitnessResult>(connection, WITNESS, { text: "The search failed; see the log." }, async (params, token) => {
      const answer = await proving.witness(params, token);
      diagnostics?.lookAround();
      return answer;
    }),
  );
  connection.onExecuteCommand(
    guarded<ExecuteCommandParams, string | null>(connection, "executeCommand", null, async ({ command, arguments: given = [] }, token) => {
      const [uri, entry] = given as readonly unknown[];
      if (command === PROVE_COMMAND) {
        const text = await proving.asked(given, token);
        diagnostics?.lookAround();
        if (text !== undefined) await connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: text });
        return text ?? null;
      }
      if (command !== SIMULATE_COMMAND || typeof uri !== "string" || typeof entry !== "string") return null;
      const result = await simulate({ uri, entry }, token, () => undefined);
      const text = (await import("./exports.ts")).resultText(result);
      await connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message: text });
      return text;
    }),
  );
  const never = { isCancellationRequested: false };
  const sessions = new DebugRelay({
    worker: (listener) => host.debug(listener),
    program: (query) => answerQuery(query, (params) => service.searchRequest(params, never)),
    send: (session, message) => void connection.sendNotification(DEBUG, { session, message } satisfies DebugParams),
    log: (text) => connection.console.error(text),
  });
  connection.onNotification(DEBUG, ({ session, message }: DebugParams) => sessions.receive(session, message));
  connection.onShutdown(() => sessions.dispose());
  connection.onRequest(
    EXPORT,
    guarded<ExportParams, string>(connection, EXPORT, "", async (params) => (await import("./exports.ts")).exportTrace(params)),
  );
  connection.onRequest(
    RULE_PAGE,
    guarded<RulePageParams, string>(connection, RULE_PAGE, "", async ({ rule }) => (await import("./rulePages.ts")).rulePage(rule)),
  );

  documents.listen(connection);
  connection.listen();
}
