/** Answers the browser server's questions about files: only the extension host can read a virtual workspace. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  FIND_FILES,
  type FindFilesParams,
  READ_FILES,
  type ReadFilesParams,
  type ReadFilesResult,
} from "../../../server/src/features/protocol.ts";
import { SOURCES } from "../../../server/src/features/watched.ts";

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}

async function read(uri: string): Promise<string | null> {
  try {
    return toBase64(await vscode.workspace.fs.readFile(vscode.Uri.parse(uri)));
  } catch {
    return null;
  }
}

export function serveFiles(client: BaseLanguageClient): vscode.Disposable {
  return vscode.Disposable.from(
    client.onRequest(READ_FILES, (params: ReadFilesParams): Promise<ReadFilesResult> => Promise.all(params.uris.map(read))),
    client.onRequest(FIND_FILES, async (params: FindFilesParams): Promise<string[]> => {
      const found = await vscode.workspace.findFiles(SOURCES, undefined, params.limit);
      return found.map((uri) => uri.toString());
    }),
  );
}
