/**
 * Entry of the web extension host. A worker cannot be started from an extension's address when it lies on a remote, so the server's
 * script is fetched and started from a blob; it gets the bytes of the parsers and the text of the search script in its first message.
 */
import * as vscode from "vscode";
import { LanguageClient } from "vscode-languageclient/browser";
import type { BrowserStart } from "../../../server/src/features/protocol.ts";
import { type Api, clientOptions, start } from "../common/extension.ts";

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const output = vscode.window.createOutputChannel("Winsock Async", { log: true });
  const read = (name: string) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, "dist", name));
  const [server, search, runtime, c, cpp] = await Promise.all([
    read("server.browser.js"),
    read("search.browser.js"),
    read("web-tree-sitter.wasm"),
    read("tree-sitter-c.wasm"),
    read("tree-sitter-cpp.wasm"),
  ]);
  const address = URL.createObjectURL(new Blob([server as BlobPart], { type: "text/javascript" }));
  const worker = new Worker(address);
  const first: BrowserStart = { kind: "winsockAsync/start", wasm: { runtime, c, cpp }, searchScript: new TextDecoder().decode(search) };
  worker.postMessage(first);
  const client = new LanguageClient("winsockAsync", "Winsock Async", worker, clientOptions(output));
  context.subscriptions.push({
    dispose: () => {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  });
  return start(context, client, output);
}

export function deactivate(): void {}
