/**
 * A hand for what the extension's API cannot reach: the page of the timeline, dialogs, what is drawn. Whoever drives the window (see
 * runSuite.mjs) hears the lines that begin with `@person` and answers with files. An installed VS Code has no such driver.
 */
import * as vscode from "vscode";

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export class Hand {
  private static asked = 0;

  private constructor(private readonly folder: vscode.Uri) {}

  /** Undefined where nobody drives the window. */
  static async find(workspace: vscode.Uri): Promise<Hand | undefined> {
    const folder = vscode.Uri.joinPath(workspace, ".person");
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, "here"));
      return new Hand(folder);
    } catch {
      return undefined;
    }
  }

  async do<T = void>(name: string, ...args: readonly unknown[]): Promise<T> {
    const id = ++Hand.asked;
    console.log(`@person ${JSON.stringify({ id, name, args })}`);
    const answer = vscode.Uri.joinPath(this.folder, `${id}.json`);
    const end = Date.now() + 120_000;
    for (;;) {
      try {
        const { value, error } = JSON.parse(decode(await vscode.workspace.fs.readFile(answer))) as { value?: T; error?: string };
        if (error !== undefined) throw new HandError(`${name}: ${error}`);
        return value as T;
      } catch (error) {
        // not answered yet, or not whole
        if (error instanceof HandError || Date.now() > end) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

class HandError extends Error {}
