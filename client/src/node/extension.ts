/** Entry of the desktop host: the server is a process of its own. */
import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { type Api, clientOptions, start } from "../common/extension.ts";

export function activate(context: vscode.ExtensionContext): Api {
  const output = vscode.window.createOutputChannel("Winsock Async", { log: true });
  const module = context.asAbsolutePath("dist/server.mjs");
  const client = new LanguageClient(
    "winsockAsync",
    "Winsock Async",
    { run: { module, transport: TransportKind.ipc }, debug: { module, transport: TransportKind.ipc } },
    clientOptions(output),
  );
  return start(context, client, output);
}

export function deactivate(): void {}
