/**
 * The lens above each function that starts or cancels a request: it runs the simulation, and then says what came of it. Beside it a lens
 * for the debugger.
 */
import type { CodeLens } from "vscode-languageserver";
import type { Entry, SimulateResult } from "./protocol.ts";

/** Command of the lens; its arguments are a document's uri and a function's name. */
export const SIMULATE_COMMAND = "winsockAsync.simulate";

export const DEBUG_COMMAND = "winsockAsync.debug";

export class Lenses {
  /** What the last simulations of each document found, while the document is as it was. */
  private readonly found = new Map<string, { readonly stamp: string; readonly texts: Map<string, string> }>();

  /** Takes a result; answers true if a lens says something else now. */
  async take(result: SimulateResult, stamp: string): Promise<boolean> {
    if (result.runs.length === 0) return false;
    const { resultSummary } = await import("./exports.ts");
    const known = this.found.get(result.uri);
    const texts = known?.stamp === stamp ? known.texts : new Map<string, string>();
    texts.set(result.entry, resultSummary(result));
    this.found.set(result.uri, { stamp, texts });
    return true;
  }

  forget(uri: string): void {
    this.found.delete(uri);
  }

  /** `symbol` stands before the title where the client shows such. */
  of(uri: string, stamp: string, entries: readonly Entry[], symbol: string): CodeLens[] {
    const known = this.found.get(uri);
    return entries.flatMap(({ name, range: { start } }) => {
      const text = known?.stamp === stamp ? known.texts.get(name) : undefined;
      const range = { start, end: start };
      const given = [uri, name];
      const title = `${symbol}Simulate this call sequence${text === undefined ? "" : ` (${text})`}`;
      const simulate = { range, command: { title, command: SIMULATE_COMMAND, arguments: given } };
      // the debugger belongs to the client that shows symbols
      if (symbol === "") return [simulate];
      return [simulate, { range, command: { title: "Debug", command: DEBUG_COMMAND, arguments: given } }];
    });
  }
}
