/**
 * All that a strict check says of each fixture, with related places and fixes: `findings/` holds it. After a change that is meant,
 * `npx vitest run --project unit server/src/rules/findings.test.ts -u` writes it anew; the difference is to be read before it is committed.
 */
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { nodeParser } from "../node/parserFiles.ts";
import type { Parser } from "../source/syntax.ts";
import { casesOf, check, joinLists, listOf, listsOf } from "./testing.ts";

const folder = new URL("fixtures/", import.meta.url);
const names = readdirSync(folder).sort();
let parser: Parser;
beforeAll(async () => {
  parser = await nodeParser();
});

for (const name of names) {
  test(name, { timeout: 60_000 }, async () => {
    const cases = casesOf(readFileSync(new URL(name, folder), "utf8"));
    const rule = name.replace(/\.(?:c|cpp)$/, "");
    const lists = cases.map((c) => listOf(check(parser, c.text, "strict", name), c, rule));
    const text = joinLists(cases, lists);
    expect(listsOf(text)).toEqual(lists);
    await expect(text).toMatchFileSnapshot(`findings/${name}.txt`);
  });
}

test("no list is left of a fixture that is gone", () => {
  expect(readdirSync(new URL("findings/", import.meta.url)).sort()).toEqual(names.map((name) => `${name}.txt`));
});
