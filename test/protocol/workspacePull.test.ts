/** The workspace pull: held open, one holder, and nobody waits for it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CancellationTokenSource, type WorkspaceDiagnosticReport } from "vscode-languageserver-protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client, PULLING, positionOf, root, uriOf, wait } from "./client.ts";

const WRONG = readFileSync(join(root, "examples", "lookup.c"), "utf8");

let folder: string;
let client: Client;
const uri = (name: string): string => uriOf(join(folder, name));
const known = new Map<string, string>();
const pull = (token = new CancellationTokenSource().token): Promise<WorkspaceDiagnosticReport> =>
  client.connection.sendRequest(
    "workspace/diagnostic",
    { identifier: "winsock-async", previousResultIds: [...known].map(([u, value]) => ({ uri: u, value })) },
    token,
  );
function learn(report: WorkspaceDiagnosticReport): Map<string, number> {
  for (const item of report.items) if (item.resultId) known.set(item.uri, item.resultId);
  return new Map(report.items.map((item) => [item.uri, item.kind === "full" ? item.items.length : -1]));
}
const state = async (promise: Promise<unknown>): Promise<string> =>
  Promise.race([promise.then(() => "answered"), wait(700).then(() => "held")]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "winsock-async-workspace-"));
  cpSync(join(root, "examples", "lookup.c"), join(folder, "closed.c"));
  cpSync(join(root, "examples", "lookup.c"), join(folder, "open.c"));
  client = await new Client().start(PULLING, folder);
  await client.open(uri("open.c"), WRONG);
});
afterAll(() => {
  client.kill();
  rmSync(folder, { recursive: true, force: true });
});

test("the first pull brings the findings of files that are not open", async () => {
  const found = learn(await pull());
  expect(found.get(uri("closed.c"))).toBeGreaterThan(0);
  expect(found.has(uri("open.c"))).toBe(false);
});

test("the next is held, and other requests are answered meanwhile", async () => {
  const source = new CancellationTokenSource();
  const held = pull(source.token);
  held.catch(() => undefined);
  expect(await state(held)).toBe("held");
  expect(await client.hover(uri("open.c"), positionOf(WRONG, "WSACancelAsyncRequest("))).not.toBeNull();
  expect((await client.pull(uri("open.c"))).kind).toBe("full");
  source.cancel();
  await expect(held).rejects.toMatchObject({ code: -32800 });
});

test("a second pull takes over: the first is answered with nothing", async () => {
  const first = pull();
  expect(await state(first)).toBe("held");
  const second = pull();
  expect((await first).items).toEqual([]);
  expect(await state(second)).toBe("held");
  writeFileSync(join(folder, "third.c"), WRONG);
  await client.watched(uri("third.c"), 1);
  expect(learn(await second).get(uri("third.c"))).toBeGreaterThan(0);
});

test("a file that is gone loses its findings", async () => {
  const held = pull();
  rmSync(join(folder, "third.c"));
  await client.watched(uri("third.c"), 3);
  expect(learn(await held)).toEqual(new Map([[uri("third.c"), 0]]));
});

test("a change that brings nothing new wakes nobody", async () => {
  const source = new CancellationTokenSource();
  const held = pull(source.token);
  held.catch(() => undefined);
  await client.change(uri("open.c"), 2, `${WRONG}\n`);
  await client.watched(uri("closed.c"), 2);
  expect(await state(held)).toBe("held");
  await wait(500);
  expect(await state(held)).toBe("held");
  source.cancel();
});

test("a file that is closed is told of by the workspace pull", async () => {
  const held = pull();
  await client.close(uri("open.c"));
  expect(learn(await held).get(uri("open.c"))).toBeGreaterThan(0);
});
