/** Answers belong to the text and the settings the client has; what is overtaken or cancelled says so. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CancellationTokenSource, type CodeAction, type CodeLens } from "vscode-languageserver-protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Client, codes, find, items, PULLING, positionOf, root, until, uriOf, wait } from "./client.ts";

const WRONG = readFileSync(join(root, "examples", "lookup.c"), "utf8");

let folder: string;
let client: Client;
const uri = (name = "lookup.c"): string => uriOf(join(folder, name));
const lens = (): Promise<CodeLens[]> => client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: uri() } });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "winsock-async-fresh-"));
  cpSync(join(root, "examples", "lookup.c"), join(folder, "lookup.c"));
});
afterEach(() => {
  client.kill();
  rmSync(folder, { recursive: true, force: true });
});

test("an answer whose document changed meanwhile is thrown away", async () => {
  client = await new Client().start(PULLING, folder);
  await client.open(uri(), WRONG);
  // the folder is not read yet, so both wait
  const answers = Promise.allSettled([lens(), client.pull(uri())]);
  await client.change(uri(), 2, `\n${WRONG}`);
  expect(await answers).toMatchObject([
    { status: "rejected", reason: { code: -32801 } },
    { status: "rejected", reason: { code: -32802, data: { retriggerRequest: true } } },
  ]);
  expect((await lens()).length).toBeGreaterThan(0);
});

test("requests that are cancelled in the queue are answered, every one, and the next is answered at once", async () => {
  client = await new Client().start(PULLING, folder);
  await client.open(uri(), WRONG);
  await client.pull(uri());
  const source = new CancellationTokenSource();
  const position = positionOf(WRONG, "WSACancelAsyncRequest(");
  const queued = Array.from({ length: 200 }, (_, i) =>
    i % 2
      ? client.connection.sendRequest("textDocument/hover", { textDocument: { uri: uri() }, position }, source.token)
      : client.connection.sendRequest("textDocument/diagnostic", { textDocument: { uri: uri() } }, source.token),
  );
  const settled = Promise.allSettled(queued);
  source.cancel();
  expect(await client.hover(uri(), position)).not.toBeNull();
  const errors = (await settled).flatMap((s) => (s.status === "rejected" ? [(s.reason as { code: number }).code] : []));
  expect(new Set(errors)).toEqual(new Set([-32800]));
  // hovers may have been answered before the cancel came; a pull waits before it works
  expect(errors.length).toBeGreaterThan(50);
});

test("a fix asked for with an older finding edits the text as it is now", async () => {
  client = await new Client().start(PULLING, folder);
  await client.open(uri(), WRONG);
  const old = find(items(await client.pull(uri())), "cancel-zero-handle");
  if (!old) throw new Error("cancel-zero-handle is missing");
  const text = WRONG.replace("WSACancelAsyncRequest(g_lookup)", "/* now */ WSACancelAsyncRequest(g_lookup)");
  await client.change(uri(), 2, text);
  const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri: uri() },
    range: old.range,
    context: { diagnostics: [old] },
  });
  const now = find(items(await client.pull(uri())), "cancel-zero-handle");
  if (!now) throw new Error("cancel-zero-handle is missing");
  const { fixes } = now.data as { fixes: { preferred: boolean; edit: unknown }[] };
  const edit = fixes.find((fix) => fix.preferred)?.edit;
  expect(edit).toBeDefined();
  expect(actions.find((a) => a.isPreferred)?.edit).toEqual(edit);
});

describe("a refresh is asked for", () => {
  const HEADER = "#define CHECK(h) if ((h) == 0) return FALSE\n";
  const USER = `#include <winsock.h>\n#include "check.h"\nchar buffer[MAXGETHOSTSTRUCT];\nHANDLE g_handle;
BOOL start(HWND w) {\n    g_handle = WSAAsyncGetHostByName(w, WM_USER + 1, "host", buffer, sizeof buffer);\n    CHECK(g_handle);\n    return TRUE;\n}\n`;

  test("when another file changed an open file's findings, and not when it changed nothing", async () => {
    writeFileSync(join(folder, "check.h"), HEADER);
    writeFileSync(join(folder, "user.c"), USER);
    client = await new Client().start(PULLING, folder);
    await client.open(uri("user.c"), USER);
    expect(codes(items(await client.pull(uri("user.c"))))).not.toContain("unchecked-start");
    await wait(800);
    const before = client.refreshes;
    writeFileSync(join(folder, "check.h"), `/* longer */\n${HEADER}`);
    await client.watched(uri("check.h"), 2);
    writeFileSync(join(folder, "unrelated.c"), "int x;\n");
    await client.watched(uri("unrelated.c"), 1);
    await wait(1500);
    expect(client.refreshes).toBe(before);
    writeFileSync(join(folder, "check.h"), "#define CHECK(h)\n");
    await client.watched(uri("check.h"), 2);
    await until("the refresh", () => client.refreshes === before + 1);
    expect(codes(items(await client.pull(uri("user.c"))))).toContain("unchecked-start");
  });

  test("when the open header of another open file changed it", async () => {
    writeFileSync(join(folder, "check.h"), HEADER);
    writeFileSync(join(folder, "user.c"), USER);
    client = await new Client().start(PULLING, folder);
    await client.open(uri("user.c"), USER);
    await client.open(uri("check.h"), HEADER);
    expect(codes(items(await client.pull(uri("user.c"))))).not.toContain("unchecked-start");
    const before = client.refreshes;
    await client.change(uri("check.h"), 2, "#define CHECK(h)\n");
    await until("the refresh", () => client.refreshes > before);
    expect(codes(items(await client.pull(uri("user.c"))))).toContain("unchecked-start");
    // closed without saving: the file on the disk counts again
    await client.close(uri("check.h"));
    await until("the second refresh", () => client.refreshes > before + 1);
    expect(codes(items(await client.pull(uri("user.c"))))).not.toContain("unchecked-start");
  });

  test("when settings changed the findings, and not when they did not", async () => {
    client = await new Client().start(PULLING, folder);
    await client.open(uri(), WRONG);
    await client.pull(uri());
    await wait(800);
    const before = client.refreshes;
    await client.configure({ simulation: { maxStates: 1000 } });
    await wait(1500);
    expect(client.refreshes).toBe(before);
    await client.configure({ rules: { "cancel-zero-handle": "off" } });
    await until("the refresh", () => client.refreshes > before);
    expect(codes(items(await client.pull(uri())))).not.toContain("cancel-zero-handle");
  });
});
