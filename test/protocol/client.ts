/** A small language client that talks to the bundled server process over stdio. */
import { type ChildProcess, spawn } from "node:child_process";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type Hover,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";

export const root = resolve(import.meta.dirname, "..", "..");
/** The build that is judged; WINSOCK_ASYNC_DIST names another one than dist/. */
export const dist = process.env["WINSOCK_ASYNC_DIST"] ?? join(root, "dist");
export const SERVER = [join(dist, "winsock-async.mjs"), "serve", "--stdio"];
export const uriOf = (path: string): string => pathToFileURL(path).href;

export const PULLING: ClientCapabilities = {
  textDocument: {
    diagnostic: { dynamicRegistration: false, relatedDocumentSupport: false },
    publishDiagnostics: { relatedInformation: true },
  },
  workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
};
/** As Neovim 0.7 and Emacs 28 with eglot say: no pull. */
export const PUSHED: ClientCapabilities = {
  textDocument: { publishDiagnostics: { relatedInformation: true } },
  workspace: { configuration: true },
};

export interface ClientOptions {
  /** Process whose end ends the server; this one if not given. */
  readonly processId?: number | null;
  readonly initializationOptions?: unknown;
  /** Script and arguments of the server, if not those of the command line. */
  readonly program?: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** User and group the server runs as. */
  readonly user?: number;
}

export class Client {
  readonly connection: ProtocolConnection;
  readonly published = new Map<string, PublishDiagnosticsParams>();
  readonly log: string[] = [];
  /** What was shown to the person. */
  readonly messages: string[] = [];
  readonly statuses: { state: string; detail?: string }[] = [];
  refreshes = 0;
  /** Settings of everything, and of single folders by their uri. */
  settings: unknown = {};
  readonly folderSettings = new Map<string, unknown>();
  /** Registrations the server asked for: method to options. */
  readonly registered = new Map<string, unknown>();
  result!: InitializeResult;
  private readonly process: ChildProcess;
  readonly exited: Promise<number | null>;

  constructor(private readonly options: ClientOptions = {}) {
    const { user, env, program = SERVER } = options;
    this.process = spawn(process.execPath, program, {
      stdio: ["pipe", "pipe", "pipe"],
      ...(env === undefined ? {} : { env: { ...process.env, ...env } }),
      ...(user === undefined ? {} : { uid: user, gid: user }),
    });
    this.process.stderr?.on("data", (data) => this.log.push(String(data)));
    this.exited = new Promise((done) => this.process.once("exit", done));
    if (!this.process.stdout || !this.process.stdin) throw new Error("the server has no pipes");
    this.connection = createProtocolConnection(new StreamMessageReader(this.process.stdout), new StreamMessageWriter(this.process.stdin));
    this.connection.onNotification(
      "textDocument/publishDiagnostics",
      (params: PublishDiagnosticsParams) => void this.published.set(params.uri, params),
    );
    this.connection.onNotification("window/logMessage", (params: { message: string }) => void this.log.push(params.message));
    this.connection.onNotification("window/showMessage", (params: { message: string }) => void this.messages.push(params.message));
    this.connection.onNotification("winsockAsync/status", (params: { state: string; detail?: string }) => void this.statuses.push(params));
    this.connection.onRequest("workspace/configuration", (params: { items: { scopeUri?: string }[] }) =>
      params.items.map(({ scopeUri = "" }) => this.folderSettings.get(scopeUri) ?? this.settings),
    );
    this.connection.onRequest("workspace/diagnostic/refresh", () => {
      this.refreshes++;
      return null;
    });
    this.connection.onRequest(
      "client/registerCapability",
      ({ registrations }: { registrations: { method: string; registerOptions?: unknown }[] }) => {
        for (const { method, registerOptions } of registrations) this.registered.set(method, registerOptions);
        return null;
      },
    );
    this.connection.listen();
  }

  async start(capabilities: ClientCapabilities, ...folders: string[]): Promise<this> {
    const [folder] = folders;
    const ended = this.exited.then((status) => {
      throw new Error(`the server ended with status ${status}: ${this.log.join("")}`);
    });
    const answered = this.connection.sendRequest<InitializeResult>("initialize", {
      processId: this.options.processId === undefined ? process.pid : this.options.processId,
      rootUri: folder ? uriOf(folder) : null,
      capabilities,
      initializationOptions: this.options.initializationOptions,
      workspaceFolders: folder ? folders.map((path) => ({ uri: uriOf(path), name: basename(path) })) : null,
    });
    this.result = await Promise.race([answered, ended]);
    ended.catch(() => undefined);
    await this.connection.sendNotification("initialized", {});
    return this;
  }

  open(uri: string, text: string, languageId = "c"): Promise<void> {
    return this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  change(uri: string, version: number, text: string): Promise<void> {
    return this.connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
  }

  save(uri: string): Promise<void> {
    return this.connection.sendNotification("textDocument/didSave", { textDocument: { uri } });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  /** Tells of a file of the disk: 1 created, 2 changed, 3 deleted. */
  watched(uri: string, type: 1 | 2 | 3): Promise<void> {
    return this.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type }] });
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.connection.sendRequest("textDocument/hover", { textDocument: { uri }, position });
  }

  /** Takes new settings into use. */
  configure(settings: unknown): Promise<void> {
    this.settings = settings;
    return this.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  }

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest("textDocument/diagnostic", { textDocument: { uri }, identifier: "winsock-async", previousResultId });
  }

  /** Asks the server to end and answers its exit status. */
  async stop(): Promise<number | null> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    const status = await this.exited;
    this.connection.dispose();
    return status;
  }

  /** Closes the server's standard input, as the end of a client's process does. */
  hangUp(): void {
    this.process.stdin?.end();
  }

  kill(): void {
    this.connection.dispose();
    this.process.kill();
  }
}

export const items = (report: DocumentDiagnosticReport): Diagnostic[] => (report.kind === "full" ? report.items : []);
export const codes = (list: readonly Diagnostic[]): string[] => list.map((d) => String(d.code)).sort();
export const find = (list: readonly Diagnostic[], code: string): Diagnostic | undefined => list.find((d) => d.code === code);
export const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
/** Position of the first character of a piece of text. */
export function positionOf(text: string, needle: string): Position {
  const before = text.slice(0, text.indexOf(needle)).split("\n");
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

export async function until<T>(what: string, probe: () => T | undefined | false | Promise<T | undefined | false>, ms = 15_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`time ran out waiting for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
