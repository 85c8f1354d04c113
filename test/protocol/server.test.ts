/** The bundled server over stdio. The workspace pull is held open while the other requests run. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  CodeAction,
  CodeLens,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  WorkspaceDiagnosticReport,
} from "vscode-languageserver-protocol";
import { CancellationTokenSource, DiagnosticSeverity, WorkDoneProgress } from "vscode-languageserver-protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Client, PULLING, PUSHED, root, until, uriOf } from "./client.ts";

const WRONG = readFileSync(join(root, "examples", "lookup.c"), "utf8");
const RIGHT = readFileSync(join(root, "examples", "lookup-right.c"), "utf8");

let folder: string;
let client: Client;
/** What the workspace pulls have brought. As VS Code does, the next one is sent when one was answered: one is open while every test runs. */
const workspace = new Map<string, Diagnostic[]>();
async function holdWorkspacePull(): Promise<void> {
  const known = new Map<string, string>();
  for (;;) {
    const previousResultIds = [...known].map(([uri, value]) => ({ uri, value }));
    let report: WorkspaceDiagnosticReport;
    try {
      report = await client.connection.sendRequest("workspace/diagnostic", { identifier: "winsock-async", previousResultIds });
    } catch {
      return; // the connection ended
    }
    for (const item of report.items) {
      if (item.kind !== "full") continue;
      workspace.set(item.uri, item.items);
      if (item.resultId) known.set(item.uri, item.resultId);
    }
  }
}
let version = 1;
const uri = (): string => uriOf(join(folder, "lookup.c"));

const items = (report: DocumentDiagnosticReport): Diagnostic[] => (report.kind === "full" ? report.items : []);
/** Codes of the findings; hints (the calls are obsolete) stand in right programs too. */
const codes = (list: readonly Diagnostic[]): string[] =>
  list
    .filter((d) => d.severity !== DiagnosticSeverity.Hint)
    .map((d) => String(d.code))
    .sort();
const positionOf = (needle: string, shift = 1) => {
  const before = WRONG.slice(0, WRONG.indexOf(needle) + shift).split("\n");
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "winsock-async-protocol-"));
  cpSync(join(root, "examples"), folder, { recursive: true });
  client = await new Client().start(PULLING, folder);
  await client.open(uri(), WRONG);
  void holdWorkspacePull();
});
afterAll(() => {
  client.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe("a client that pulls", () => {
  beforeEach(() => client.change(uri(), ++version, WRONG));
  test("initialize tells what the server can do", () => {
    expect(client.result.capabilities).toMatchObject({
      diagnosticProvider: { identifier: "winsock-async", interFileDependencies: true, workspaceDiagnostics: true },
      hoverProvider: true,
    });
    expect(client.result.serverInfo?.name).toBe("winsock-async");
  });

  test("findings have code, link, related places and fixes that need no state", async () => {
    const list = items(await client.pull(uri()));
    expect(codes(list)).toEqual(
      expect.arrayContaining(["cancel-zero-handle", "einval-ealready-differ", "free-despite-failed-cancel", "unchecked-start"]),
    );
    const zero = list.find((d) => d.code === "cancel-zero-handle");
    expect(zero?.range.start).toEqual(positionOf("WSACancelAsyncRequest(g_lookup)", 0));
    expect(zero?.codeDescription?.href).toMatch(/docs\/rules\/cancel-zero-handle\.md$/);
    expect(zero?.relatedInformation?.length).toBeGreaterThan(0);
    expect(zero?.data).toMatchObject({ rule: "cancel-zero-handle", fixes: [{ preferred: true }] });
  });

  test("a second pull without a change is answered unchanged", async () => {
    const first = await client.pull(uri());
    const again = await client.pull(uri(), first.kind === "full" ? first.resultId : undefined);
    expect(again.kind).toBe("unchanged");
  });

  test("findings follow the unsaved text, and an overtaken pull is told to try again", async () => {
    await client.change(uri(), ++version, RIGHT);
    const overtaken = client.pull(uri());
    await client.change(uri(), ++version, WRONG);
    await expect(overtaken).rejects.toMatchObject({ code: -32802, data: { retriggerRequest: true } });
    await client.change(uri(), ++version, RIGHT);
    expect(codes(items(await client.pull(uri())))).toEqual([]);
    await client.change(uri(), ++version, WRONG);
    expect(codes(items(await client.pull(uri())))).toContain("cancel-zero-handle");
  });

  test("hover answers for our names and arguments, and for nothing else", async () => {
    const hover = (needle: string, shift = 1) =>
      client.connection.sendRequest<Hover | null>("textDocument/hover", {
        textDocument: { uri: uri() },
        position: positionOf(needle, shift),
      });
    expect(JSON.stringify(await hover("WSACancelAsyncRequest(g_lookup)"))).toContain("WSAEALREADY");
    expect(JSON.stringify(await hover("WSAEALREADY)"))).toContain("10037");
    expect(JSON.stringify(await hover("g_buffer, MAXGETHOSTSTRUCT"))).toContain("buf");
    expect(JSON.stringify(await hover("MAXGETHOSTSTRUCT);"))).toContain("1024");
    expect(await hover("GetMessage(&msg")).toBeNull();
    expect(await hover("Looks up a host name")).toBeNull();
  });

  test("a fix's edit removes the finding", async () => {
    const list = items(await client.pull(uri()));
    const zero = list.find((d) => d.code === "cancel-zero-handle");
    if (!zero) throw new Error("cancel-zero-handle is missing");
    const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri: uri() },
      range: zero.range,
      context: { diagnostics: [zero] },
    });
    expect(actions.filter((a) => a.isPreferred)).toHaveLength(1);
    expect(actions.map((a) => a.title)).toEqual(expect.arrayContaining([expect.stringMatching(/Silence cancel-zero-handle/)]));
    const edits = actions.find((a) => a.isPreferred)?.edit?.changes?.[uri()] ?? [];
    expect(edits.length).toBeGreaterThan(0);
    const lines = WRONG.split("\n");
    const offset = (p: { line: number; character: number }) => lines.slice(0, p.line).reduce((n, l) => n + l.length + 1, 0) + p.character;
    let fixed = WRONG;
    for (const edit of [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start))) {
      fixed = fixed.slice(0, offset(edit.range.start)) + edit.newText + fixed.slice(offset(edit.range.end));
    }
    await client.change(uri(), ++version, fixed);
    expect(codes(items(await client.pull(uri())))).not.toContain("cancel-zero-handle");
    await client.change(uri(), ++version, WRONG);
  });

  test("lenses stand on functions that start or cancel", async () => {
    const lenses = await client.connection.sendRequest<CodeLens[]>("textDocument/codeLens", { textDocument: { uri: uri() } });
    expect(lenses.map((l) => l.command?.arguments?.[1])).toEqual(expect.arrayContaining(["StartLookup", "StopLookup"]));
  });

  test("a simulation answers the order that breaks the code", async () => {
    const result = await client.connection.sendRequest<{ entry: string; runs: { violations: { rule: string; events: unknown[] }[] }[] }>(
      "winsockAsync/simulate",
      {
        uri: uri(),
        entry: "main",
        providers: ["documented"],
      },
    );
    expect(result.entry).toBe("main");
    expect(result.runs[0]?.violations.length).toBeGreaterThan(0);
    expect(result.runs[0]?.violations[0]?.events.length).toBeGreaterThan(3);
  });

  test("a simulation takes the scenario beside the source, or the one the settings name", async () => {
    interface Answer {
      readonly runs: readonly {
        readonly provider: string;
        readonly outcomes: readonly { readonly output: string }[];
        readonly assumptions: readonly { readonly text: string }[];
      }[];
      readonly problem?: string;
    }
    const simulate = () => client.connection.sendRequest<Answer>("winsockAsync/simulate", { uri: uri(), entry: "main" });
    const beside = join(folder, "lookup.winsock-scenario.json");
    try {
      writeFileSync(beside, JSON.stringify({ outcomes: [{ outcome: "WSATRY_AGAIN" }], user: [], providers: ["wine"] }));
      const { runs } = await simulate();
      expect(runs.map((run) => [run.provider, run.outcomes.map((one) => one.output.trim().split("\n").at(-1))])).toEqual([
        ["wine", ["not found, error 11002"]],
      ]);
      expect(runs[0]?.assumptions.map((one) => one.text)).toEqual(["how lookups end, what the user does: as pinned"]);

      writeFileSync(beside, '{ "usr": [] }');
      expect(await simulate()).toMatchObject({
        runs: [],
        problem: "lookup.winsock-scenario.json:1:3: usr: unknown member 'usr'; did you mean 'user'?",
      });

      writeFileSync(beside, JSON.stringify({ user: [{ entry: "OnStop" }] }));
      expect(await simulate()).toMatchObject({
        runs: [],
        problem: expect.stringMatching(/^lookup\.winsock-scenario\.json: user\[0\]\.entry: .*'OnStop'/),
      });

      client.settings = { simulation: { scenario: "chosen.winsock-scenario.json" } };
      await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
      await until(
        "the settings to be read",
        async () => (await simulate()).problem === "The scenario 'chosen.winsock-scenario.json' cannot be read.",
      );
      writeFileSync(join(folder, "chosen.winsock-scenario.json"), JSON.stringify({ user: [], providers: ["reactos"] }));
      expect((await simulate()).runs.map((run) => run.provider)).toEqual(["reactos"]);

      // what stands in the editor counts, saved or not
      const chosen = uriOf(join(folder, "chosen.winsock-scenario.json"));
      await client.open(chosen, '{ "user": [], "providers": ["wine"] }', "jsonc");
      expect((await simulate()).runs.map((run) => run.provider)).toEqual(["wine"]);
      await client.change(chosen, 2, '{ "user": [{ "entry": "close", "request": 1 }] }');
      const problem = "user[0].request: a request without 'when'";
      expect((await simulate()).problem).toBe(`chosen.winsock-scenario.json:1:43: ${problem}`);
      expect(items(await client.pull(chosen))).toMatchObject([
        { message: problem, range: { start: { line: 0, character: 42 }, end: { line: 0, character: 43 } } },
      ]);
      await client.close(chosen);
      expect((await simulate()).runs.map((run) => run.provider)).toEqual(["reactos"]);
    } finally {
      rmSync(beside, { force: true });
      client.settings = {};
      await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
      const runs = () =>
        simulate().then(
          (answer) => answer.runs.length,
          () => 0,
        );
      await until("the settings to be as they were", async () => (await runs()) > 1);
      rmSync(join(folder, "chosen.winsock-scenario.json"), { force: true });
    }
  });

  test("a simulation tells what it does; one that is cancelled answers what it has found until then", async () => {
    // six requests end in any order: more than a search can go through here
    const long = uriOf(join(folder, "long.c"));
    const starts = Array.from(
      { length: 6 },
      (_, i) => `    h[${i}] = WSAAsyncGetHostByName(w, WM_APP + ${i}, "n${i}.test", b[${i}], sizeof b[${i}]);`,
    );
    await client.open(
      long,
      `#include <winsock2.h>
#include <stdio.h>
static HANDLE h[6];
static char b[6][MAXGETHOSTSTRUCT];
static LRESULT CALLBACK proc(HWND w, UINT m, WPARAM p, LPARAM l)
{
    if (m >= WM_APP && m < WM_APP + 6) { printf("%u", m - WM_APP); WSACancelAsyncRequest(h[(m + 1) % 6]); return 0; }
    return DefWindowProc(w, m, p, l);
}
int main(void)
{
    WNDCLASS c = {0};
    MSG m;
    HWND w;
    WSADATA d;
    WSAStartup(MAKEWORD(2, 2), &d);
    c.lpfnWndProc = proc;
    c.lpszClassName = "c";
    RegisterClass(&c);
    w = CreateWindow("c", "c", 0, 0, 0, 0, 0, 0, 0, 0, 0);
${starts.join("\n")}
    while (GetMessage(&m, 0, 0, 0) > 0) DispatchMessage(&m);
    return 0;
}
`,
    );
    const source = new CancellationTokenSource();
    const said: string[] = [];
    const listening = client.connection.onProgress(WorkDoneProgress.type, "long", (value) => {
      if (value.kind !== "report" || value.message === undefined) return;
      said.push(value.message);
      source.cancel();
    });
    interface Answer {
      readonly runs: readonly { readonly provider: string; readonly exhaustive: boolean; readonly bounds: readonly { kind: string }[] }[];
    }
    const params = { uri: long, entry: "main", providers: ["wine", "reactos"], workDoneToken: "long" };
    const { runs } = await client.connection.sendRequest<Answer>("winsockAsync/simulate", params, source.token);
    listening.dispose();
    expect(said[0]).toMatch(/^wine: [\d,]+ states, \d+ mistakes? so far$/);
    expect(runs).toMatchObject([{ provider: "wine", exhaustive: false, bounds: [{ kind: "cancelled" }] }]);
    await client.close(long);
  });

  test("a simulation that is cancelled before it began says so", async () => {
    const source = new CancellationTokenSource();
    const running = client.connection.sendRequest("winsockAsync/simulate", { uri: uri(), entry: "main" }, source.token);
    source.cancel();
    await expect(running).rejects.toMatchObject({ code: -32800 });
  });

  test("unknown settings are named and the rest is used", async () => {
    client.settings = { profil: "strict", rules: { "cancel-zero-handel": "off", "cancel-zero-handle": "off" } };
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    const status = await until("the status", () => client.statuses.findLast((s) => s.state === "limited"));
    expect(status.detail).toContain("did you mean 'profile'");
    expect(status.detail).toContain("did you mean 'cancel-zero-handle'");
    client.settings = {};
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await until("the settings to be right again", () => client.statuses.at(-1)?.state === "ready");
  });

  test("a request about a document that is not there is answered", async () => {
    const gone = { textDocument: { uri: uriOf(join(folder, "gone.c")) }, position: { line: 0, character: 0 } };
    expect(await client.connection.sendRequest("textDocument/hover", gone)).toBeNull();
    expect(items(await client.pull(gone.textDocument.uri))).toEqual([]);
  });

  test("the held workspace pull answers when a closed file gets findings", async () => {
    const other = join(folder, "other.c");
    writeFileSync(other, WRONG);
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: uriOf(other), type: 1 }] });
    const found = await until("findings of the closed file", () => workspace.get(uriOf(other)));
    expect(codes(found)).toContain("cancel-zero-handle");
  });
});

describe("a client that cannot pull", () => {
  test("gets its diagnostics pushed, with the version they belong to", async () => {
    const old = await new Client().start(PUSHED, folder);
    try {
      expect(old.result.capabilities.diagnosticProvider).toBeUndefined();
      await old.open(uri(), WRONG);
      const first = await until("pushed diagnostics", () => old.published.get(uri()));
      expect(first.version).toBe(1);
      expect(codes(first.diagnostics)).toContain("cancel-zero-handle");
      await old.change(uri(), 2, RIGHT);
      const second = await until("diagnostics of version 2", () => old.published.get(uri())?.version === 2 && old.published.get(uri()));
      expect(codes(second.diagnostics)).toEqual([]);
      expect(await old.stop()).toBe(0);
    } finally {
      old.kill();
    }
  });
});
