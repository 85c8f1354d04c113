/**
 * A statement that could not be read may have done anything: what a rule says behind it is only possible. Asked of the first wrong case of each
 * fixture, with such a statement at the beginning of every function.
 */
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Parser } from "../source/syntax.ts";
import { casesOf, check } from "./testing.ts";

/** Rules that go by the calls and the storage of the whole program, not by what a path knows. */
const WHATEVER_WAS_READ = new Set([
  "blocking-name-lookup",
  "cancel-result-ignored",
  "foreign-handle",
  "handle-discarded",
  "incomplete-cancel-errors",
  "ipv6strict",
  "last-error-wrong-thread",
  "lookup-to-validate-address",
  "no-watchdog",
  "number-as-service-name",
  "obsolete-function",
  "old-version-requested",
  "shadowed-handle",
  "sixteen-bit-idiom",
  "startup-in-dllmain",
  "startup-unchecked",
  "temporary-input",
  "unreadable-code",
  "unused-suppression",
  "wine-cancel-reliance",
  "winsock-in-blocking-hook",
  "wrong-failure-test",
]);

const folder = new URL("fixtures/", import.meta.url);
let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

test.each(readdirSync(folder).sort())("%s", (name) => {
  const rule = name.replace(/\.(?:c|cpp)$/, "");
  const [c] = casesOf(readFileSync(new URL(name, folder), "utf8")).filter((c) => c.kind === "wrong");
  if (!c) throw new Error("no wrong case");
  const doubtful = c.text.replace(/^\{$/gm, "{\n    ~~~ lost ~~~;");
  const found = check(parser, doubtful, "strict", name).findings.filter((f) => f.rule === rule);
  expect(new Set(found.map((f) => f.confidence))).toEqual(new Set([WHATEVER_WAS_READ.has(rule) ? "likely" : "possible"]));
});
