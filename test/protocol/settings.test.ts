/** Settings: whose hold for which file, what is wrong with them, and what the server asks the client to watch. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClientCapabilities, WorkspaceDiagnosticReport } from "vscode-languageserver-protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Client, codes, items, PULLING, root, SERVER, until, uriOf } from "./client.ts";

const WRONG = readFileSync(join(root, "examples", "lookup.c"), "utf8");
const SETTINGS = ".winsock-async.json";
const RULE = "cancel-zero-handle";
const off = JSON.stringify({ rules: { [RULE]: "off" } });

let folder: string;
let clients: Client[];
const path = (...names: string[]): string => join(folder, ...names);
const write = (text: string, ...names: string[]): string => {
  mkdirSync(path(...names.slice(0, -1)), { recursive: true });
  writeFileSync(path(...names), text);
  return uriOf(path(...names));
};
async function start(capabilities: ClientCapabilities, folders: string[], prepare?: (client: Client) => void): Promise<Client> {
  const client = new Client();
  clients.push(client);
  prepare?.(client);
  return client.start(capabilities, ...folders);
}
async function found(client: Client, uri: string): Promise<string[]> {
  await client.open(uri, WRONG);
  return codes(items(await client.pull(uri)));
}

/** Codes that a pull answers once the server has taken in what changed. */
const pulled = (client: Client, uri: string): Promise<string[]> =>
  client.pull(uri).then(
    (report) => codes(items(report)),
    () => pulled(client, uri),
  );

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "winsock-async-settings-"));
  clients = [];
});
afterEach(() => {
  for (const client of clients) client.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe("the nearest settings file upwards", () => {
  test("wins as a whole: over those further up, and over the editor", async () => {
    write(off, SETTINGS);
    write("{}", "inner", SETTINGS);
    const outer = write(WRONG, "a.c");
    const inner = write(WRONG, "inner", "deep", "b.c");
    const client = await start(PULLING, [folder], (c) => {
      c.settings = { rules: { "unchecked-start": "off" } };
    });
    expect(await found(client, outer)).not.toContain(RULE);
    expect(await found(client, inner)).toEqual(expect.arrayContaining([RULE, "unchecked-start"]));
    await until("both files in the status", () => client.statuses.at(-1)?.detail?.includes(`${SETTINGS}, inner/${SETTINGS}`));
  });

  test("may lie above the workspace folder", async () => {
    write(off, SETTINGS);
    const uri = write(WRONG, "project", "src", "a.c");
    const client = await start(PULLING, [path("project", "src")]);
    expect(await found(client, uri)).not.toContain(RULE);
  });

  test("holds in the workspace pull too, each for its files", async () => {
    write(off, "quiet", SETTINGS);
    const quiet = write(WRONG, "quiet", "a.c");
    const loud = write(WRONG, "loud", "b.c");
    const client = await start(PULLING, [folder]);
    const report = await client.connection.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      identifier: "winsock-async",
      previousResultIds: [],
    });
    const of = (uri: string) => report.items.flatMap((item) => (item.uri === uri && item.kind === "full" ? codes(item.items) : []));
    expect(of(loud)).toContain(RULE);
    expect(of(quiet)).toContain("unchecked-start");
    expect(of(quiet)).not.toContain(RULE);
  });

  test("makes the files of its folder read that name a function it declares, also closed ones", async () => {
    write(JSON.stringify({ wrappers: { start: { look_up: "WSAAsyncGetHostByName" } } }), "inner", SETTINGS);
    const text = "#include <winsock2.h>\nstatic char b[1024];\nvoid f(HWND w)\n{\n    look_up(w, WM_APP + 1, 0, b, -1);\n}\n";
    const [inner, outer] = [write(text, "inner", "deep", "a.c"), write(text, "outer.c")];
    const client = await start(PULLING, [folder]);
    const report = await client.connection.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      identifier: "winsock-async",
      previousResultIds: [],
    });
    const of = (uri: string) => report.items.flatMap((item) => (item.uri === uri && item.kind === "full" ? codes(item.items) : []));
    expect(of(inner)).toContain("null-name");
    expect(of(outer)).toEqual([]);
  });

  test("says what is not read, in its folder and against one above", async () => {
    write(JSON.stringify({ exclude: ["old/"] }), SETTINGS);
    write(JSON.stringify({ exclude: ["gone.c"] }), "inner", SETTINGS);
    const all = [["old", "a.c"], ["gone.c"], ["inner", "old", "b.c"], ["inner", "gone.c"]].map((names) => write(WRONG, ...names));
    const client = await start(PULLING, [folder]);
    const report = await client.connection.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      identifier: "winsock-async",
      previousResultIds: [],
    });
    const read = new Set(
      report.items.flatMap(({ uri, kind, ...item }) => (kind === "full" && "items" in item && item.items.length > 0 ? [uri] : [])),
    );
    expect(all.map((uri) => read.has(uri))).toEqual([false, true, true, false]);
  });

  test("is found when it is made, and forgotten when it is deleted", async () => {
    const uri = write(WRONG, "a.c");
    const client = await start(PULLING, [folder]);
    expect(await found(client, uri)).toContain(RULE);
    const settings = write(off, SETTINGS);
    await client.watched(settings, 1);
    await until("the file to hold", async () => !(await pulled(client, uri)).includes(RULE));
    rmSync(path(SETTINGS));
    await client.watched(settings, 3);
    await until("the defaults to hold", async () => (await pulled(client, uri)).includes(RULE));
  });

  test("names a baseline that hides what it lists", async () => {
    const uri = write(WRONG, "a.c");
    const all = await found(await start(PULLING, [folder]), uri);
    expect(all.length).toBeGreaterThan(2);
    write(JSON.stringify({ baseline: "known.json" }), SETTINGS);
    const without = await start(PULLING, [folder]);
    expect(await found(without, uri)).toEqual(all);
    await until("the status", () => without.statuses.at(-1)?.detail?.includes("baseline 'known.json' cannot be read"));
    spawnSync(process.execPath, [SERVER[0] ?? "", "check", "--no-config", "--write-baseline", path("known.json"), folder]);
    expect(await found(await start(PULLING, [folder]), uri)).toEqual([]);
  });
});

test("each folder of the editor has settings of its own", async () => {
  const quiet = write(WRONG, "quiet", "a.c");
  const loud = write(WRONG, "loud", "b.c");
  const client = await start(PULLING, [path("quiet"), path("loud")], (c) => {
    c.folderSettings.set(uriOf(path("quiet")), { rules: { [RULE]: "off" }, codeLens: { enabled: false } });
  });
  expect(await found(client, quiet)).not.toContain(RULE);
  expect(await found(client, loud)).toContain(RULE);
  const lenses = (uri: string) => client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri } });
  expect(await lenses(quiet)).toEqual([]);
  expect(await lenses(loud)).not.toEqual([]);
});

describe("settings that cannot be meant", () => {
  test.each([
    ["an unknown name", { hover: { enable: true } }, "unknown setting 'hover.enable'; did you mean 'enabled'?"],
    ["a wrong type", { simulation: { maxStates: "many" } }, "'simulation.maxStates'"],
    ["no provider", { providers: [] }, "'providers' must name at least one of documented, reactos, wine, winsock11"],
    ["two values of one macro", { define: ["UNICODE", "UNICODE=0"] }, "UNICODE cannot be both '1' and '0'"],
    ["no macro's name", { define: ["1A"] }, "'1A' is neither NAME nor NAME=VALUE"],
    ["a wrapper of nothing", { wrappers: { start: { Look: "WSAAsyncGetHostByNam" } } }, "did you mean 'WSAAsyncGetHostByName'?"],
    [
      "a wrapper that does both",
      { wrappers: { start: { Both: "WSAAsyncGetHostByName" }, cancel: ["Both"] } },
      "'Both' cannot both start and cancel a request",
    ],
    [
      "an argument the call does not have",
      { wrappers: { start: { Look: { call: "WSAAsyncGetHostByName", arguments: { hwnd: 1 } } } } },
      "WSAAsyncGetHostByName has no parameter 'hwnd'; did you mean 'hWnd'?",
    ],
    [
      "one argument for two things",
      { wrappers: { start: { Look: { call: "WSAAsyncGetHostByName", arguments: { hWnd: 2 }, handle: 2 } } } },
      "argument 2 cannot be both handle and hWnd",
    ],
    ["a place that is none", { wrappers: { release: { Give: 0 } } }, "'wrappers.release' must be a list of names"],
    ["a map that is none", { messageMaps: "ON_REPLY" }, "'messageMaps' must be a list of macros"],
    ["a map without a handler", { messageMaps: { ON_REPLY: { message: 1, handler: 1 } } }, "argument 1 cannot be both message and handler"],
  ])("%s", async (_, settings, sentence) => {
    const client = await start(PULLING, [folder], (c) => {
      c.settings = { ...settings, rules: { [RULE]: "off" } };
    });
    const uri = write(WRONG, "a.c");
    // what is right of them holds
    expect(await found(client, uri)).not.toContain(RULE);
    const status = await until("the status", () => client.statuses.findLast((s) => s.state === "limited"));
    expect(status.detail).toContain(sentence);
    expect(client.log.filter((line) => line.includes(sentence))).toHaveLength(1);
  });
});

test("a client that cannot be asked may send its settings", async () => {
  const client = await start({ textDocument: { diagnostic: {} } }, [folder]);
  const uri = write(WRONG, "a.c");
  expect(await found(client, uri)).toContain(RULE);
  const settings = { winsockAsync: { rules: { [RULE]: "off" } } };
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings });
  await until("them to hold", async () => !(await pulled(client, uri)).includes(RULE));
});

test("the server asks a client that can be asked to watch its files", async () => {
  const dynamic = { ...PULLING, workspace: { ...PULLING.workspace, didChangeWatchedFiles: { dynamicRegistration: true } } };
  const client = await start(dynamic, [folder]);
  const options = await until("the registration", () => client.registered.get("workspace/didChangeWatchedFiles"));
  const watchers = (options as { watchers: { globPattern: string }[] }).watchers.map((watcher) => watcher.globPattern);
  expect(watchers).toHaveLength(3);
  expect(watchers.join(" ")).toContain(".winsock-async");
  const other = await start(PULLING, [folder]);
  expect(await found(other, write(WRONG, "a.c"))).toContain(RULE);
  expect(other.registered.has("workspace/didChangeWatchedFiles")).toBe(false);
});
