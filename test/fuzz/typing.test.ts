/** Typing the fixtures of the rules and the examples, whole and line by line, shows no finding that neither the text before nor the text after has. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { typingFlickers } from "../support/typing.ts";

const large = process.env["WINSOCK_ASYNC_CI_SIZE"] !== undefined;
const root = resolve(import.meta.dirname, "..", "..");
const fixtures = join(root, "server", "src", "rules", "fixtures");
/** What holds of typing holds between whole programs: these are made not to be. */
const BROKEN = /^unreadable-code\./;
/** The smallest fixtures, by size: each is typed some thousand times. */
const smallest = readdirSync(fixtures)
  .filter((name) => /\.(?:c|cpp)$/.test(name) && !BROKEN.test(name))
  .map((name) => join(fixtures, name))
  .sort((a, b) => statSync(a).size - statSync(b).size || (a < b ? -1 : 1))
  .slice(0, Number(process.env["WINSOCK_ASYNC_TYPED"] ?? (large ? 12 : 5)));

describe("typing", () => {
  test.each([...smallest, ...(large ? [join(root, "examples", "lookup.c")] : [])].map((path) => [path.slice(root.length + 1), path]))(
    "%s",
    async (_, path) => {
      const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
      expect(await typingFlickers(text, path.endsWith(".cpp") ? "program.cpp" : "program.c")).toEqual([]);
    },
  );
});
