/** Text that is being typed: a new syntax error keeps the last findings until it is believed. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Client, codes, find, items, PULLING, PUSHED, positionOf, root, until, uriOf, wait } from "./client.ts";

const WRONG = readFileSync(join(root, "examples", "lookup.c"), "utf8");
const CANCEL = "WSACancelAsyncRequest(g_lookup)";
/** Half a condition in the function above the cancel: two lines more. */
const BROKEN = WRONG.replace("static void StopLookup", "static void Typed(void)\n{\n    if (g_lookup == \n}\n\nstatic void StopLookup");
/** The same with another finding behind the error, which must not show while it is typed. */
const NEW = "kernel-handle-misuse";

let folder: string;
let client: Client;
const uri = (): string => uriOf(join(folder, "lookup.c"));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "winsock-async-typing-"));
  cpSync(join(root, "examples", "lookup.c"), join(folder, "lookup.c"));
});
afterEach(() => {
  client.kill();
  rmSync(folder, { recursive: true, force: true });
});

test("the texts of this suite are what it thinks", () => {
  expect(BROKEN).not.toBe(WRONG);
  expect(WRONG).toContain(CANCEL);
  client = new Client();
});

describe("a client that pulls", () => {
  test("sees the findings move with the text, and the current state after two seconds", async () => {
    client = await new Client().start(PULLING, folder);
    await client.open(uri(), WRONG);
    const before = items(await client.pull(uri()));
    expect(codes(before)).toContain("cancel-zero-handle");
    await client.change(uri(), 2, BROKEN);
    const moved = items(await client.pull(uri()));
    expect(codes(moved)).toEqual(codes(before));
    expect(find(moved, "cancel-zero-handle")?.range.start).toEqual(positionOf(BROKEN, CANCEL));
    // the line of the cancel goes while the error is there: its finding goes, and nothing comes
    const gone = BROKEN.replace(CANCEL, "Other(g_lookup)");
    await client.change(uri(), 3, gone);
    const rest = codes(items(await client.pull(uri())));
    expect(rest).not.toContain("cancel-zero-handle");
    expect(codes(before)).toEqual(expect.arrayContaining(rest));
    const { refreshes } = client;
    await until("the refresh", () => client.refreshes > refreshes);
    await client.change(uri(), 4, WRONG);
    expect(codes(items(await client.pull(uri())))).toEqual(codes(before));
  });

  test("sees the current state when it saves", async () => {
    client = await new Client().start(PULLING, folder);
    await client.open(uri(), WRONG);
    await client.pull(uri());
    const wrong = BROKEN.replace("free(g_buffer);", "free(g_buffer);\n    CloseHandle(g_lookup);");
    expect(wrong).not.toBe(BROKEN);
    await client.change(uri(), 2, wrong);
    expect(codes(items(await client.pull(uri())))).not.toContain(NEW);
    await client.save(uri());
    expect(codes(items(await client.pull(uri())))).toContain(NEW);
  });
});

test("a client that cannot pull gets the moved findings and later the current ones", async () => {
  client = await new Client().start(PUSHED, folder);
  await client.open(uri(), WRONG);
  await until("the first findings", () => client.published.get(uri())?.version === 1);
  const wrong = BROKEN.replace("free(g_buffer);", "free(g_buffer);\n    CloseHandle(g_lookup);");
  await client.change(uri(), 2, wrong);
  const held = await until("the moved findings", () => client.published.get(uri())?.version === 2 && client.published.get(uri()));
  expect(codes(held.diagnostics)).not.toContain(NEW);
  expect(held.diagnostics.length).toBeGreaterThan(0);
  await wait(2000);
  await until("the current findings", () => find(client.published.get(uri())?.diagnostics ?? [], NEW));
});
