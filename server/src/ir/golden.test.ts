import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { closeSource } from "../source/document.ts";
import { printFunction } from "./printer.ts";
import { lowerText } from "./testing.ts";
import { verifyFunction } from "./verify.ts";

/**
 * Every file of test/fixtures/ir is lowered and printed. The text beside it (`NAME.ir.txt`) was read by hand; run with
 * UPDATE_GOLDEN=1 to write it anew, and read the difference.
 */
const folder = new URL("../../../test/fixtures/ir/", import.meta.url);
const fixtures = readdirSync(folder).filter((name) => /\.(?:c|cpp)$/.test(name));

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});
afterAll(() => {
  expect(parser.liveTrees).toBe(0);
  parser.delete();
});

describe("lowering of fixtures", () => {
  it("finds them", () => {
    expect(fixtures.length).toBeGreaterThan(10);
  });

  for (const name of fixtures) {
    it(name, () => {
      const text = readFileSync(new URL(name, folder), "utf8");
      const lowered = lowerText(parser, text, name.endsWith(".c") ? "c" : "cpp", { target: "win32" });
      const printed = lowered.functions.map(printFunction).join("\n");
      const problems = lowered.functions.flatMap((fn) => verifyFunction(fn).map((p) => `${fn.name}: ${p}`));
      closeSource(lowered.source);
      expect(problems).toEqual([]);
      const golden = new URL(name.replace(/\.\w+$/, ".ir.txt"), folder);
      if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, printed);
      expect(printed).toBe(readFileSync(golden, "utf8"));
    });
  }
});
