/** The language server: joins the protocol with the service. Order comes from versions; `maxParallelism` stays unset (see docs/architecture.md). */
import {
  CodeActionKind,
  type CodeLens,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  MarkupKind,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { codeActions, FIX_ALL } from "./codeActions.ts";
import { DiagnosticsManager } from "./diagnostics.ts";
import { guarded } from "./guard.ts";
import type { Host } from "./host.ts";
import {
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
} from "./protocol.ts";
import { LanguageService } from "./service.ts";
import { VERSION } from "./version.ts";

/** Schemes whose documents are copies or output: hover only. */
const HOVER_ONLY = new Set(["git", "gitfs", "output", "vscode-scm", "review", "comment"]);
const LARGEST = 16 * 1024 * 1024;

interface Client {
  readonly pulls: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
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
    ruleHref: (rule) => (client?.pageScheme ? `${client.pageScheme}:/rules/${rule}.md` : host.ruleHref(rule)),
  });
  const status = (params: StatusParams): void => void connection.sendNotification(STATUS, params);
  const plain = (uri: string): boolean =>
    !HOVER_ONLY.has(uri.slice(0, uri.indexOf(":"))) && (documents.get(uri)?.getText().length ?? 0) <= LARGEST;

  connection.onInitialize((params): InitializeResult => {
    client = readClient(params);
    folders = params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
    diagnostics = new DiagnosticsManager(
      connection,
      {
        version: (uri) => documents.get(uri)?.version,
        check: async (uri, token) =>
          plain(uri)
            ? service.check(uri, token)
            : { version: documents.get(uri)?.version ?? null, diagnostics: [], resultId: "hover-only" },
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
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  async function configure(): Promise<void> {
    let settings: unknown = {};
    if (client?.configuration) settings = await connection.workspace.getConfiguration("winsockAsync");
    const problems = await service.configure(folders, settings);
    for (const problem of problems) connection.console.warn(problem);
    status(
      problems.length > 0
        ? { state: "limited", text: "Winsock Async: settings", detail: problems.join("; ") }
        : host.limited
          ? { state: "limited", text: "Winsock Async", detail: "Only open files and the files they include are read." }
          : { state: "ready", text: "Winsock Async" },
    );
    await diagnostics?.refresh(documents.keys());
    if (client?.refreshesLenses) await connection.sendRequest("workspace/codeLens/refresh");
  }

  const failing = (what: string) => (error: unknown) =>
    connection.console.error(`${what} failed: ${error instanceof Error ? error.stack : String(error)}`);

  connection.onInitialized(() => {
    if (client?.registersConfiguration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: "winsockAsync" });
    if (client?.folders) {
      connection.workspace.onDidChangeWorkspaceFolders((event) => {
        const removed = new Set(event.removed.map((folder) => folder.uri));
        folders = [...folders.filter((uri) => !removed.has(uri)), ...event.added.map((folder) => folder.uri)];
        configure().catch(failing("configuration"));
      });
    }
    configure().catch(failing("configuration"));
  });
  connection.onDidChangeConfiguration(() => void configure().catch(failing("configuration")));

  documents.onDidOpen(({ document }) => service.open(document.uri, document.getText(), document.version));
  documents.onDidChangeContent(({ document }) => {
    const others = service.open(document.uri, document.getText(), document.version);
    if (plain(document.uri)) diagnostics?.changed(document.uri, others);
  });
  documents.onDidClose(({ document }) => {
    service.close(document.uri);
    diagnostics?.closed(document.uri);
  });
  connection.onDidChangeWatchedFiles((params) => {
    const affectsOpen = service.filesChanged(params.changes.map((change) => change.uri));
    if (affectsOpen === "settings") void configure().catch(failing("configuration"));
    else if (affectsOpen) void diagnostics?.refresh(documents.keys()).catch(failing("refresh"));
  });

  connection.onHover(
    guarded(connection, "hover", null, async ({ textDocument, position }) => {
      const card = await service.hover(textDocument.uri, position);
      return card ? { contents: { kind: MarkupKind.Markdown, value: card.markdown }, range: card.range } : null;
    }),
  );
  connection.onCodeAction(
    guarded(connection, "codeAction", [], async (params, token) => {
      const checked = await service.check(params.textDocument.uri, token);
      return codeActions(params, checked.diagnostics, (line) => service.lineText(params.textDocument.uri, line));
    }),
  );
  connection.onCodeLens(
    guarded(connection, "codeLens", [], async ({ textDocument }): Promise<CodeLens[]> => {
      if (!plain(textDocument.uri) || !service.lensesEnabled) return [];
      const entries = await service.entries(textDocument.uri);
      return entries.map((entry) => ({
        range: { start: entry.range.start, end: entry.range.start },
        command: {
          title: "$(debug-alt) Simulate this call sequence",
          command: "winsockAsync.simulate",
          arguments: [textDocument.uri, entry.name],
        },
      }));
    }),
  );
  connection.onRequest(
    ENTRIES,
    guarded<EntriesParams, readonly Entry[]>(connection, ENTRIES, [], ({ uri }) => service.entries(uri)),
  );
  connection.onRequest(
    SIMULATE,
    guarded<SimulateParams, SimulateResult>(
      connection,
      SIMULATE,
      { entry: "", uri: "", runs: [], problem: "The simulation failed; see the log." },
      async (params, token) =>
        service.simulate(params, token, (text) => {
          if (params.workDoneToken !== undefined)
            void connection.sendNotification("$/progress", { token: params.workDoneToken, value: { kind: "report", message: text } });
        }),
    ),
  );
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
