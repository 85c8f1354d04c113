/**
 * Programs that say the same get the same reports: every fixture, changed on its syntax tree in ways that change no meaning. A sample by
 * default, its seed printed; all of it with WINSOCK_ASYNC_CI_SIZE=1.
 */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import { createWorkspace } from "../program/workspace.ts";
import type { Parser } from "../source/syntax.ts";
import { checkUnit } from "./check.ts";
import { type Case, casesOf, check, unitOf } from "./testing.ts";
import { type Pieces, placeOf, textsOf, transforms } from "./transforms.ts";
import { injections } from "./injections.ts";

const folder = new URL("fixtures/", import.meta.url);
const fixtures: { readonly name: string; readonly c: Case }[] = readdirSync(folder)
  .sort()
  .flatMap((name) => casesOf(readFileSync(new URL(name, folder), "utf8")).map((c) => ({ name, c })));

let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

/** Rules that speak of places in the text and not of what the program does. */
const OF_TEXT = new Set(["unused-suppression", "unreadable-code"]);

function reports(texts: readonly string[], name: string, profile: Case["profile"]): string[] {
  const names = [name, name.endsWith(".cpp") ? "second.cpp" : "second.c", "shared.h"];
  const workspace = createWorkspace({ parser, target: "win64" });
  try {
    const snapshot = { texts: new Map(texts.map((text, i) => [`file:///${names[i]}`, text])) };
    const found = new Set<string>();
    for (const planned of workspace.plan(snapshot).units) {
      const unit = workspace.unit(snapshot, planned).unit;
      if (!unit) continue;
      for (const f of checkUnit(unit, { profile }).findings)
        if (!OF_TEXT.has(f.rule)) found.add(`${names.indexOf(f.uri.slice("file:///".length))}:${f.start} ${f.rule}`);
    }
    return [...found].sort();
  } finally {
    workspace.dispose();
  }
}

/** A fixture as it stands is compared with all that is made of it, one after the other: it is checked once. */
let latest: { readonly c: Case; readonly reports: readonly string[] } | undefined;
function reportsOf(name: string, c: Case): readonly string[] {
  if (latest?.c !== c) latest = { c, reports: reports([c.text], name, c.profile) };
  return latest.reports;
}

/** What the transform should leave reported and what it leaves; undefined where it has nothing to change. */
function compare(
  name: string,
  c: Case,
  transform: string,
): { readonly expected: string[]; readonly got: string[]; readonly text: string } | undefined {
  const { unit, dispose } = unitOf(parser, c.text, name);
  const source = [...unit.files.values()][0]?.source;
  dispose();
  const cpp = name.endsWith(".cpp");
  const tree = source && parser.parse(source.blanked, cpp ? "cpp" : "c");
  if (!tree) return undefined;
  let pieces: Pieces | undefined;
  try {
    pieces = transforms[transform]?.({ text: c.text, root: tree.rootNode, cpp });
  } finally {
    tree.delete();
  }
  if (!pieces) return undefined;
  const made = pieces;
  const expected = reportsOf(name, c)
    .map((r) => {
      const [, offset, rule] = /^0:(\d+) (.*)$/.exec(r) ?? [];
      const now = placeOf(Number(offset), made);
      return now ? `${now.file}:${now.offset} ${rule}` : `gone ${rule}`;
    })
    .sort();
  const texts = textsOf(c.text, made);
  return { expected, got: reports(texts, name, c.profile), text: texts.join("\n// the next file\n") };
}

const all = fixtures.flatMap(({ name, c }) => Object.keys(transforms).map((transform) => ({ name, c, transform })));
const full = process.env["WINSOCK_ASYNC_CI_SIZE"] !== undefined;
const seed = full ? 0 : Number(process.env["WINSOCK_ASYNC_SEED"] ?? Math.floor(Math.random() * 0x7fffffff));
if (!full) console.log(`metamorphic tests: seed ${seed} (WINSOCK_ASYNC_SEED)`);

function sample<T>(from: readonly T[], count: number): readonly T[] {
  return full ? from : fc.sample(fc.constantFrom(...from), { seed, numRuns: count });
}

test("renaming, order, files, braces, negation, helpers, macros and pointers change no verdict", { timeout: 900_000 }, () => {
  const wrong: string[] = [];
  for (const { name, c, transform } of sample(all, 60)) {
    const result = compare(name, c, transform);
    if (result && JSON.stringify(result.expected) !== JSON.stringify(result.got))
      wrong.push(`${transform}: ${name}: ${c.title}: ${result.expected.join(", ")} became ${result.got.join(", ")}`);
  }
  expect(wrong).toEqual([]);
});

test("mistakes put into correct fixtures are found", { timeout: 900_000 }, () => {
  const missed: string[] = [];
  let made = 0;
  for (const { name, c } of sample(
    fixtures.filter((f) => f.c.kind === "right"),
    15,
  )) {
    const { unit, dispose } = unitOf(parser, c.text, name);
    const source = [...unit.files.values()][0]?.source;
    dispose();
    const cpp = name.endsWith(".cpp");
    const tree = source && parser.parse(source.blanked, cpp ? "cpp" : "c");
    if (!tree) continue;
    try {
      for (const { rule, make } of injections) {
        for (const text of make({ text: c.text, root: tree.rootNode, cpp })) {
          made++;
          const found = check(parser, text, "strict", name).findings;
          if (!found.some((f) => f.rule === rule || f.also?.includes(rule))) missed.push(`${rule}: ${name}: ${c.title}`);
        }
      }
    } finally {
      tree.delete();
    }
  }
  expect(missed).toEqual([]);
  expect(made).toBeGreaterThan(50);
});
