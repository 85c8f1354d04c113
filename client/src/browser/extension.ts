/**
 * Entry of the web extension host. A worker cannot be started from an extension's address when it lies on a remote, so the bootstrap's
 * script is fetched and started from a blob; it gets the server's modules and the bytes of the parsers in its first message.
 */
import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/browser";
import type { Boot } from "../../../server/src/features/browserModules.ts";
import { type BrowserStart, READ_MODULES, type ReadModulesParams } from "../../../server/src/features/protocol.ts";
import { type Api, clientOptions, start } from "../common/extension.ts";
import { Modules } from "./modules.ts";

const ENTRY = "server.browser.mjs";

async function startWorker(modules: Modules, failed: (message: string) => void, ended: (dispose: () => void) => void): Promise<Worker> {
  const [boot, server, runtime, c, cpp] = await Promise.all([
    modules.text("boot.browser.js"),
    modules.read(ENTRY),
    modules.bytes("web-tree-sitter.wasm"),
    modules.bytes("tree-sitter-c.wasm"),
    modules.bytes("tree-sitter-cpp.wasm"),
  ]);
  const address = URL.createObjectURL(new Blob([boot], { type: "text/javascript" }));
  const worker = new Worker(address);
  const first: Boot<BrowserStart> = {
    entry: ENTRY,
    modules: server,
    start: { wasm: { runtime, c, cpp }, boot, given: server.map(({ name }) => name) },
  };
  worker.onerror = (event) => failed(event.message || "the language server's worker failed");
  worker.postMessage(first);
  ended(() => {
    worker.terminate();
    URL.revokeObjectURL(address);
  });
  return worker;
}

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const output = vscode.window.createOutputChannel("Winsock Async", { log: true });
  const modules = new Modules(vscode.Uri.joinPath(context.extensionUri, "dist"));
  let end = (): void => undefined;
  // called again when the server is restarted
  const worker = (): Promise<Worker> => {
    end();
    return startWorker(
      modules,
      (message) => output.error(message),
      (dispose) => {
        end = dispose;
      },
    );
  };
  const client = new LanguageClient("winsockAsync", "Winsock Async", worker, clientOptions(output));
  context.subscriptions.push(
    client.onRequest(READ_MODULES, ({ entry, known }: ReadModulesParams) => modules.read(entry, new Set(known))),
    { dispose: () => end() },
  );
  return start(context, client, output);
}

export function deactivate(): void {}
