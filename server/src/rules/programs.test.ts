/**
 * What a strict check says of whole programs, without its fixes: those of the search, and those of the analysis. `programs.txt` holds it. After a change
 * that is meant, `WINSOCK_ASYNC_PROGRAMS=write npx vitest run --project unit server/src/rules/programs.test.ts` writes it anew.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Unit } from "../program/types.ts";
import { checkUnit } from "./check.ts";
import { type Case, listOf, unitOf } from "./testing.ts";

const folders = ["../../../test/fixtures/explorer/", "../analysis/trails/"].map((path) => new URL(path, import.meta.url));
const lists = new URL("programs.txt", import.meta.url);
const programs = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.c(?:pp)?$/.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") })),
);
const written = readFileSync(lists, "utf8").split(/^== /m).slice(1);
const units: Record<string, Unit> = {};
const results: Record<string, string> = {};

beforeAll(async () => {
  const parser = await nodeParser();
  for (const { name, text } of programs) if (/WSAAsyncGet/.test(text)) units[name] = unitOf(parser, text, name).unit;
});

/** Fixes have their own tests. */
const withoutFixes = (list: string): string => list.replace(/^ {2}(?:other )?fix .*\n/gm, "");

test.each(programs)("all that is found in $name", ({ name, text }) => {
  const unit = units[name];
  const whole: Case = { title: name, kind: "wrong", profile: "strict", text, expected: [], also: [] };
  const found = unit ? withoutFixes(listOf(checkUnit(unit, { profile: "strict" }), whole, "obsolete-function")) : "none of the calls";
  results[name] = found;
  const old = written.find((part) => part.startsWith(`${name}\n`));
  if (process.env.WINSOCK_ASYNC_PROGRAMS !== "write") expect(found).toBe((old ?? "").trimEnd().split("\n").slice(1).join("\n"));
});

test("no program is missing or left over", () => {
  if (process.env.WINSOCK_ASYNC_PROGRAMS === "write")
    writeFileSync(lists, programs.map(({ name }) => `== ${name}\n${results[name]}\n`).join("\n"));
  else expect(written.map((part) => part.split("\n")[0])).toEqual(programs.map(({ name }) => name));
});
