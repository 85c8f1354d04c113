import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rules } from "./index.ts";
import { pages } from "./pages.ts";

const folder = new URL("../../../docs/rules/", import.meta.url);

test("the pages in docs/rules are those of the rules (node scripts/rule-docs.mjs)", () => {
  const stale = pages().filter(
    (page) => !existsSync(new URL(page.name, folder)) || readFileSync(new URL(page.name, folder), "utf8") !== page.text,
  );
  expect(stale.map((page) => page.name)).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual(
    pages()
      .map((page) => page.name)
      .sort(),
  );
});

test("the index lists every rule file, and a rule's id is its file's name", () => {
  const files = readdirSync(new URL(".", import.meta.url)).filter(
    (name) => name.endsWith(".ts") && /^export const rule = /m.test(readFileSync(new URL(name, import.meta.url), "utf8")),
  );
  expect(rules.map((rule) => `${rule.id}.ts`).sort()).toEqual(files.sort());
});
