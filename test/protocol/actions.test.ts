/** Code actions as a person who uses other linters expects them, and the lens where the client has no command of its own. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CodeAction, CodeLens, Diagnostic, TextEdit } from "vscode-languageserver-protocol";
import { TextDocument } from "vscode-languageserver-textdocument";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client, codes, find, items, PULLING, root, until, uriOf } from "./client.ts";

const WRONG = readFileSync(join(root, "examples", "lookup.c"), "utf8");
const RULE = "cancel-zero-handle";
let folder: string;
/** VS Code's own client, which has commands of its own, and any other. */
let own: Client;
let other: Client;
let version = 1;
const uri = (): string => uriOf(join(folder, "lookup.c"));

async function show(client: Client, text: string): Promise<Diagnostic[]> {
  await client.change(uri(), ++version, text);
  return items(await client.pull(uri()));
}
const actions = (client: Client, diagnostics: Diagnostic[], only?: string[]): Promise<CodeAction[]> =>
  client.connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri: uri() },
    range: diagnostics[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    context: { diagnostics, ...(only ? { only } : {}) },
  });
const apply = (text: string, edits: TextEdit[]): string => TextDocument.applyEdits(TextDocument.create(uri(), "c", 1, text), edits);
const editsOf = (action: CodeAction | undefined): TextEdit[] => action?.edit?.changes?.[uri()] ?? [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "winsock-async-actions-"));
  own = await new Client({ initializationOptions: { pageScheme: "winsock-async" } }).start(PULLING, folder);
  other = await new Client().start(PULLING, folder);
  for (const client of [own, other]) await client.open(uri(), WRONG);
});
afterAll(() => {
  own.kill();
  other.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe("code actions", () => {
  test("their kinds are told when the client starts", () => {
    expect(own.result.capabilities.codeActionProvider).toEqual({ codeActionKinds: ["quickfix", "source.fixAll.winsock-async"] });
  });

  test("a finding with a fix has one preferred fix, which belongs to it", async () => {
    const list = await show(own, WRONG);
    for (const diagnostic of list) {
      const offered = await actions(own, [diagnostic]);
      const preferred = offered.filter((action) => action.isPreferred);
      const fixes = (diagnostic.data as { fixes: unknown[] }).fixes;
      expect(preferred, String(diagnostic.code)).toHaveLength(fixes.length > 0 ? 1 : 0);
      for (const action of offered.filter(({ kind }) => kind === "quickfix"))
        expect(action.diagnostics).toMatchObject([{ code: diagnostic.code }]);
    }
  });

  test("fix-all leaves nothing that has a safe fix, and is offered only where it is asked for or fits", async () => {
    const list = await show(own, WRONG);
    const fixable = list.filter((d) => (d.data as { fixes: { preferred: boolean }[] }).fixes.some((fix) => fix.preferred));
    expect(fixable.length).toBeGreaterThan(1);
    const [all, ...more] = await actions(own, [], ["source.fixAll"]);
    expect(more).toEqual([]);
    expect(all?.kind).toBe("source.fixAll.winsock-async");
    const left = codes(await show(own, apply(WRONG, editsOf(all))));
    expect(left.length).toBeLessThan(list.length);
    expect(left).not.toContain(RULE);
    await show(own, WRONG);
    expect((await actions(own, list, ["quickfix"])).every((action) => action.kind === "quickfix")).toBe(true);
    expect(await actions(own, list, ["refactor"])).toEqual([]);
  });

  test.each([
    ["a plain line", WRONG],
    ["lines that end in CRLF", WRONG.replaceAll("\n", "\r\n")],
    [
      "the inside of a macro",
      `${WRONG}\n#define STOP(h) \\\n  do { WSACancelAsyncRequest(0); } while (0)\nvoid stopped(void) { STOP(g_lookup); }\n`,
    ],
  ])("the silencing comment silences its finding and nothing else: %s", async (_, text) => {
    const list = await show(own, text);
    const finding = list.filter((d) => d.code === RULE).at(-1);
    if (!finding) throw new Error(`${RULE} is missing`);
    const silence = (await actions(own, [finding])).find((action) => action.title.startsWith("Silence"));
    const edited = apply(text, editsOf(silence));
    if (text.includes("\r\n")) expect(edited.replaceAll("\r\n", "")).not.toContain("\n");
    const after = await show(own, edited);
    expect(codes(after)).toEqual(
      codes(list).filter(
        (() => {
          let gone = 0;
          return (code: string) => code !== RULE || gone++ > 0;
        })(),
      ),
    );
  });

  test("a page of the rule is offered where the client shows it, and linked everywhere", async () => {
    const [mine, theirs] = [find(await show(own, WRONG), RULE), find(await show(other, WRONG), RULE)];
    if (!mine || !theirs) throw new Error(`${RULE} is missing`);
    expect(mine.codeDescription?.href).toBe(`winsock-async:/rules/${RULE}.md`);
    expect(await own.connection.sendRequest("winsockAsync/rulePage", { rule: RULE })).toContain("## Why it is wrong");
    const titles = async (client: Client, d: Diagnostic) => (await actions(client, [d])).map((action) => action.title);
    expect(await titles(own, mine)).toContain(`Explain ${RULE}`);
    expect(await titles(other, theirs)).not.toContain(`Explain ${RULE}`);
  });
});

describe("the lens", () => {
  const lenses = (client: Client): Promise<CodeLens[]> =>
    client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: uri() } });

  test("runs on the server where the client has no command of that name", async () => {
    await show(other, WRONG);
    expect(own.result.capabilities.executeCommandProvider?.commands).toEqual(["winsockAsync.prove"]);
    expect(other.result.capabilities.executeCommandProvider?.commands).toEqual(["winsockAsync.prove", "winsockAsync.simulate"]);
    const command = (await lenses(other)).find((lens) => lens.command?.arguments?.[1] === "StopLookup")?.command;
    expect(command?.title).toBe("Simulate this call sequence");
    const text = await other.connection.sendRequest("workspace/executeCommand", {
      command: command?.command,
      arguments: command?.arguments,
    });
    expect(text).toMatch(/^StopLookup under documented/);
    await until("the result to be shown", () => other.messages.some((message) => message === text));
  });

  test("says what came of the simulation until the document changes", async () => {
    await show(own, WRONG);
    await own.connection.sendRequest("winsockAsync/simulate", { uri: uri(), entry: "StopLookup" });
    const titles = (await lenses(own)).map((lens) => lens.command?.title ?? "");
    expect(titles.filter((title) => /\(.*orders? tried, \d+ mistakes? found/.test(title))).toHaveLength(1);
    await show(own, `${WRONG}\n`);
    const after = (await lenses(own)).map((lens) => lens.command?.title ?? "").filter((title) => title !== "Debug");
    expect(after.length).toBeGreaterThan(1);
    for (const title of after) expect(title).toMatch(/Simulate this call sequence$/);
  });

  test("has the editor's symbol in our own client", async () => {
    await show(own, WRONG);
    expect((await lenses(own)).map((lens) => lens.command?.title)).toEqual(
      expect.arrayContaining(["$(debug-alt) Simulate this call sequence"]),
    );
  });
});
