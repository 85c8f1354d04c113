/** The end of a server: asked for, or because its client is gone. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Client, PULLING, root, uriOf } from "./client.ts";

const FILE = join(root, "examples", "lookup.c");
const started = async (client = new Client()): Promise<Client> => {
  await client.start(PULLING);
  await client.open(uriOf(FILE), readFileSync(FILE, "utf8"));
  await client.pull(uriOf(FILE));
  return client;
};

test("shutdown and exit: status 0", async () => {
  const client = await started();
  expect(await client.stop()).toBe(0);
});

test("exit without shutdown: status 1", async () => {
  const client = await started();
  await client.connection.sendNotification("exit");
  expect(await client.exited).toBe(1);
});

test("the client closes its side, in the middle of a search", async () => {
  const client = await started();
  client.connection.sendRequest("winsockAsync/simulate", { uri: uriOf(FILE), entry: "main" }).catch(() => undefined);
  client.hangUp();
  expect(await client.exited).toBe(1);
});

test("the client's process is gone although the pipes are open", async () => {
  const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 600_000)"]);
  const client = await started(new Client({ processId: other.pid ?? null }));
  other.kill();
  expect(await client.exited).toBe(1);
});

test("after shutdown nothing is answered but exit", async () => {
  const client = await started();
  await client.connection.sendRequest("shutdown");
  await client.connection.sendNotification("exit");
  expect(await client.exited).toBe(0);
});
