/** Scenarios that are open in the editor: a simulation takes their text as it stands there, and their faults are shown in it. */
import { DiagnosticSeverity } from "vscode-languageserver";
import { type Checked, NOTHING } from "./checked.ts";
import { SOURCE } from "./convert.ts";

const ENDING = ".winsock-scenario.json";

export const isScenario = (uri: string): boolean => uri.endsWith(ENDING);

/** Two clients, or we and the client, may escape one path differently. */
function key(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

export class ScenarioDocuments {
  private readonly open = new Map<string, { readonly version: number; readonly text: string }>();

  set(uri: string, text: string, version: number): void {
    this.open.set(key(uri), { text, version });
  }

  delete(uri: string): void {
    this.open.delete(key(uri));
  }

  version(uri: string): number | undefined {
    return this.open.get(key(uri))?.version;
  }

  text(uri: string): string | undefined {
    return this.open.get(key(uri))?.text;
  }

  /** @param schema show also what the JSON schema says. */
  async check(uri: string, schema: boolean): Promise<Checked> {
    const document = this.open.get(key(uri));
    if (!document) return { version: null, diagnostics: [], resultId: NOTHING };
    const { parseScenario } = await import("./scenario.ts");
    const diagnostics = parseScenario(document.text)
      .problems.filter((problem) => schema || !problem.schema)
      .map(({ line, column, length, path, message }) => {
        const start = { line: line - 1, character: column - 1 };
        // a value of several lines is marked where it begins
        const rest = document.text.split("\n")[start.line]?.slice(start.character).trimEnd() ?? "";
        const end = { line: start.line, character: start.character + Math.max(1, Math.min(length, rest.length)) };
        return {
          range: { start, end },
          severity: DiagnosticSeverity.Error,
          source: SOURCE,
          message: path === "" ? message : `${path}: ${message}`,
        };
      });
    const resultId = diagnostics.length === 0 ? NOTHING : `scenario ${JSON.stringify(diagnostics.map((one) => [one.range, one.message]))}`;
    return { version: document.version, diagnostics, resultId };
  }
}
