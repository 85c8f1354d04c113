/** Scenario files in the editor: completed, checked, and taken as they stand there. */
import * as vscode from "vscode";
import { closeTabs, equal, example, until, write } from "./checks.ts";
import type { Simulated } from "./simulation.ts";

export async function scenarios(source: vscode.TextDocument): Promise<void> {
  const uri = example("lookup.winsock-scenario.json");
  await write(uri, "{}\n");
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  const replace = async (text: string): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end), text);
    equal(await vscode.workspace.applyEdit(edit), true, "the scenario was edited");
  };
  try {
    equal(document.languageId, "jsonc", "the language of a scenario");
    /** `|` is where the cursor stands. */
    const set = async (text: string): Promise<vscode.Position> => {
      await replace(text.replace("|", ""));
      return document.positionAt(Math.max(0, text.indexOf("|")));
    };
    const labels = async (text: string): Promise<string[]> => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        uri,
        await set(text),
      );
      return items.map(({ label }) => (typeof label === "string" ? label : label.label).replaceAll('"', ""));
    };
    const offers = (text: string, ...wanted: string[]): Promise<unknown> =>
      until(`${wanted.join(", ")} to be offered in ${text}`, async () => {
        const found = await labels(text);
        return wanted.every((one) => found.includes(one));
      });
    await offers("{ | }", "hosts", "outcomes", "user", "knobs", "providers");
    await offers('{ "knobs": { | } }', "cancelStub", "swapInvalAlready", "queueLimit");
    await offers('{ "providers": [ | ] }', "documented", "reactos", "wine", "winsock11");
    const problems = (): string[] => vscode.languages.getDiagnostics(uri).map(({ message }) => message);
    await set('{ "usr": [] }');
    await until("the schema to refuse a member", () => problems().some((message) => /usr/.test(message)));
    await set('{ "user": [{ "entry": "close", "request": 1 }] }');
    await until("what no schema can say", () => problems().includes("user[0].request: a request without 'when'"));
    equal(problems().length, 1, "problems of the contradiction");
    const simulate = () =>
      vscode.commands.executeCommand<Simulated & { problem?: string }>("winsockAsync.simulate", source.uri.toString(), "main");
    equal((await simulate()).problem, "lookup.winsock-scenario.json:1:43: user[0].request: a request without 'when'", "the answer");
    await set('{ "providers": ["wine"], "user": [] }');
    await until("the problem to go", () => problems().length === 0);
    equal(document.isDirty, true, "the scenario is not saved");
    equal(
      (await simulate()).runs.map((run) => run.provider),
      ["wine"],
      "providers of the scenario that is not saved",
    );
  } finally {
    // the editor may keep the document for a while after its tab is closed: it pins nothing then
    await replace("{}");
    equal(await document.save(), true, "the scenario was saved");
    await closeTabs(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
    await vscode.workspace.fs.delete(uri);
    await vscode.window.showTextDocument(source, vscode.ViewColumn.One);
  }
}
