/** The examples of the emulator run, and say what the documentation says. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const examples = join(root, "examples/emulator");
const folder = mkdtempSync(join(tmpdir(), "winsock-examples-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs an example against the sources instead of the built package; answers its lines. */
async function lines(name: string, ...args: string[]): Promise<string[]> {
  const outfile = join(folder, `${name}.mjs`);
  const alias = { "winsock-async/emulator": join(root, "server/src/emulator/index.ts") };
  await build({
    entryPoints: [join(examples, `${name}.mjs`)],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    alias,
    logLevel: "warning",
  });
  copyFileSync(join(examples, "names.json"), join(folder, "names.json"));
  return execFileSync(process.execPath, [outfile, ...args], { encoding: "utf8" })
    .trim()
    .split("\n");
}

it("lost-race: a cancel in the gap before the post fails, or lies, and the message comes", async () => {
  expect(await lines("lost-race")).toEqual([
    "documented: cancel -1, WSAGetLastError 10037; a look at once finds 0; later: message for 65537, error 0",
    "reactos: cancel -1, WSAGetLastError 10022; a look at once finds 0; later: message for 1, error 0",
    "wine: cancel 0; a look at once finds 0; later: message for 57006, error 0",
    "winsock11: cancel -1, WSAGetLastError 10022; a look at once finds 0; later: message for 16385, error 0",
  ]);
});

it.each([
  ["documented", ["cancel -1/10037, a message comes", "cancel 0, no message"]],
  ["reactos", ["cancel -1/10022, a message comes", "cancel 0, no message"]],
  ["wine", ["cancel 0, a message comes"]],
])("every-order: the outcomes under %s", async (profile, outcomes) => {
  expect((await lines("every-order", profile)).filter((line) => !line.startsWith(" "))).toEqual(outcomes);
});

it("timeline: the timer cancels the lookup after a second, and no message comes", async () => {
  const told = await lines("timeline");
  expect(told.some((line) => /^ 1000 ms {2}thread:0 {2}request-cancelled .*"result":0/.test(line))).toBe(true);
  expect(told.some((line) => line.includes("message-posted"))).toBe(false);
});

it("system: names are resolved before the run, and what was written down gives the same run again", async () => {
  const told = await lines("system", "localhost", "no-such-name.invalid");
  const records: unknown = JSON.parse(told.at(-1)!);
  expect(records).toMatchObject({
    hosts: [{ name: "localhost", addresses: expect.arrayContaining(["127.0.0.1"]) }],
    // without a network the failure may be another one
    hostErrors: [{ name: "no-such-name.invalid", error: expect.stringMatching(/^WSA/) }],
  });
  expect(told[0]).toMatch(/^localhost: error 0, \d+ bytes$/);
  expect(told[1]).toMatch(/^no-such-name.invalid: error 11\d\d\d, 0 bytes$/);
});
