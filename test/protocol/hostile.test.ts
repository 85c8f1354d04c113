/** Bad documents, bad requests, bad folders: each is answered, and the server goes on. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client, codes, items, PULLING, positionOf, root, until, uriOf } from "./client.ts";

const WRONG = readFileSync(join(root, "examples", "lookup.c"), "utf8");
const CANCEL = "WSACancelAsyncRequest(g_lookup)";

let folder: string;
let client: Client;
const uri = (name: string): string => uriOf(join(folder, name));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "winsock-async-hostile-"));
  cpSync(join(root, "examples", "lookup.c"), join(folder, "lookup.c"));
  client = await new Client().start(PULLING, folder);
  await client.open(uri("lookup.c"), WRONG);
});
afterAll(() => {
  client.kill();
  rmSync(folder, { recursive: true, force: true });
});
const alive = async (): Promise<void> => {
  expect(await client.hover(uri("lookup.c"), positionOf(WRONG, CANCEL))).not.toBeNull();
};

describe("a request whose feature fails", () => {
  test.each([
    ["textDocument/hover", { textDocument: null, position: null }, "hover failed", null],
    ["textDocument/codeAction", { textDocument: { uri: 1 }, range: null, context: null }, "codeAction failed", []],
    ["winsockAsync/export", { result: null, run: 0, violation: 0, format: "text" }, "winsockAsync/export failed", ""],
  ])("%s is answered, logged with its name, and the server goes on", async (method, params, logged, answer) => {
    expect(await client.connection.sendRequest(method, params)).toEqual(answer);
    await until(`'${logged}' in the log`, () => client.log.some((line) => line.includes(logged)));
    await alive();
  });

  test("a search that fails says so", async () => {
    const params = { uri: uri("lookup.c"), entry: "NoSuchFunction" };
    expect(await client.connection.sendRequest("winsockAsync/simulate", params)).toMatchObject({ runs: [], problem: expect.any(String) });
    await alive();
  });
});

describe("a document that is no program", () => {
  const junk = Array.from({ length: 20_000 }, (_, i) => String.fromCharCode((i * 7919) % 0x600)).join("");
  test.each([
    ["binary junk", `${junk}WSACancelAsyncRequest(h)${junk}`],
    ["nothing", ""],
    ["zeros", "\0".repeat(5000)],
    ["brackets", `void f(void) { WSACancelAsyncRequest(${"(".repeat(20_000)}`],
    ["blocks", `void f(HANDLE h) { ${"if (h) {".repeat(3000)} WSACancelAsyncRequest(h); ${"}".repeat(3000)} }`],
    ["a lone surrogate", "/* \ud800 */ void f(HANDLE h) { WSACancelAsyncRequest(h); }"],
    ["a function cut short", WRONG.slice(0, WRONG.indexOf(CANCEL) + 10)],
    ["a macro of itself", "#define f f(f\n#define g g(g)\nvoid h(void) { WSACancelAsyncRequest(f(g(f)); }"],
    ["a file that includes itself", `#include "bad.c"\n${WRONG}`],
  ])("%s", async (_, text) => {
    const bad = uri("bad.c");
    await client.open(bad, text);
    expect((await client.pull(bad)).kind).toBe("full");
    await client.hover(bad, { line: 0, character: Math.min(10, text.length) });
    await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: bad } });
    await client.close(bad);
    await alive();
  });

  test("100,000 lines with the calls at their end", async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `int function${i}(int a) { return a * ${i}; }\n/* line */\n`).join("");
    await client.open(uri("long.c"), lines + WRONG);
    expect(codes(items(await client.pull(uri("long.c"))))).toContain("cancel-zero-handle");
    await client.close(uri("long.c"));
    await alive();
  }, 300_000);
});

describe("documents that get hover only", () => {
  test.each([
    ["a copy of source control", "git:/repo/lookup.c?%7B%22ref%22%3A%22HEAD%22%7D", "", "'git'"],
    ["output", "output:lookup.c", "", "'output'"],
    ["more than 16 MB", "", " ".repeat(100).concat("\n").repeat(170_000), "16 MB"],
  ])("%s", async (_, name, filling, reason) => {
    const copy = name || uri("huge.c");
    const text = `${filling}${WRONG}`;
    await client.open(copy, text);
    expect(items(await client.pull(copy))).toEqual([]);
    expect(await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: copy } })).toEqual([]);
    expect(JSON.stringify(await client.hover(copy, positionOf(text, CANCEL)))).toContain("WSAEALREADY");
    await until("the status", () => client.statuses.at(-1)?.detail?.includes(reason));
    await client.close(copy);
    await until("the status to be right again", () => client.statuses.at(-1)?.state === "ready");
    // a copy is no second definition of what it copies
    expect(codes(items(await client.pull(uri("lookup.c"))))).toContain("cancel-zero-handle");
  });
});

describe("folders", () => {
  // Windows keeps permissions elsewhere
  const closing = process.platform === "win32" ? test.skip : test;
  closing("one without permission is named in the log and the rest is read", async () => {
    const closed = join(folder, "closed");
    mkdirSync(closed);
    writeFileSync(join(closed, "secret.c"), WRONG);
    chmodSync(closed, 0o000);
    chmodSync(folder, 0o755);
    // a superuser may read everything, so the server runs as nobody
    const other = new Client(process.getuid?.() === 0 ? { user: 65534 } : {});
    try {
      await other.start(PULLING, folder);
      await other.open(uri("lookup.c"), WRONG);
      expect(codes(items(await other.pull(uri("lookup.c"))))).toContain("cancel-zero-handle");
      await until("the folder's name in the log", () =>
        other.log.some((line) => line.includes("closed") && line.includes("no permission")),
      );
    } finally {
      other.kill();
      chmodSync(closed, 0o755);
      rmSync(closed, { recursive: true });
    }
  });

  test("one that does not exist", async () => {
    const other = await new Client().start(PULLING, join(folder, "nowhere"));
    try {
      await other.open(uri("lookup.c"), WRONG);
      expect(codes(items(await other.pull(uri("lookup.c"))))).toContain("cancel-zero-handle");
    } finally {
      other.kill();
    }
  });

  test("a settings file that cannot be read as one is named in the status", async () => {
    const own = mkdtempSync(join(tmpdir(), "winsock-async-settings-"));
    writeFileSync(join(own, ".winsock-async.json"), "{ profile: ");
    const other = await new Client().start(PULLING, own);
    try {
      await until("the status", () =>
        other.statuses.some((s) => s.state === "limited" && s.detail?.includes(".winsock-async.json: line 1")),
      );
      writeFileSync(join(own, ".winsock-async.json"), '{ "profile": "strict" }');
      await other.watched(uriOf(join(own, ".winsock-async.json")), 2);
      await until("the status to be right again", () => other.statuses.at(-1)?.state === "ready");
      expect(other.statuses.at(-1)?.detail).toContain("Settings: .winsock-async.json");
    } finally {
      other.kill();
      rmSync(own, { recursive: true, force: true });
    }
  });
});
