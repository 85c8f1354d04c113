import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Language, LANGUAGE_VERSION, Parser as WebParser } from "web-tree-sitter";
import { describe, expect, it, vi } from "vitest";
import { openTestParser } from "../../../test/support/parser.ts";
import { initialiseParser } from "./parser.ts";
import { closeSource, openSource } from "./document.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const grammar = (name: string) => readFileSync(join(root, "grammars", name));
const versions: { files: { file: string; package: string; version: string; abi?: number }[] } = JSON.parse(
  readFileSync(join(root, "grammars/versions.json"), "utf8"),
);

describe("grammars", () => {
  it("have the ABI that is written down, and the runtime reads it", async () => {
    (await openTestParser()).delete();
    for (const { file, abi } of versions.files) {
      if (abi === undefined) continue;
      expect((await Language.load(grammar(file))).abiVersion, file).toBe(abi);
      expect(abi).toBeLessThanOrEqual(LANGUAGE_VERSION);
    }
  });

  it("are refused with one line if a version or a checksum differs", () => {
    const folder = mkdtempSync(join(tmpdir(), "grammars-"));
    try {
      for (const script of ["grammars.mjs", "setup.mjs"]) cpSync(join(root, "scripts", script), join(folder, "scripts", script));
      for (const { package: name } of versions.files) {
        cpSync(join(root, "node_modules", name, "package.json"), join(folder, "node_modules", name, "package.json"));
        const from = versions.files.find((entry) => entry.package === name)?.file ?? "";
        cpSync(join(root, "node_modules", name, from), join(folder, "node_modules", name, from));
      }
      const run = (): string => {
        try {
          return execFileSync(process.execPath, [join(folder, "scripts/grammars.mjs")], { stdio: "pipe", encoding: "utf8" });
        } catch (error) {
          return `${(error as { status: number }).status} ${(error as { stderr: string }).stderr}`;
        }
      };
      const writeVersions = (text: string) => {
        cpSync(join(root, "grammars/versions.json"), join(folder, "grammars/versions.json"));
        writeFileSync(join(folder, "grammars/versions.json"), text);
      };
      const text = readFileSync(join(root, "grammars/versions.json"), "utf8");
      writeVersions(text);
      expect(run()).toMatch(/^grammars: web-tree-sitter.wasm, tree-sitter-c.wasm, tree-sitter-cpp.wasm\n$/);
      expect(run()).toBe("grammars: in place\n");
      writeVersions(text.replace(/"sha256": "\w{4}/, '"sha256": "0000'));
      expect(run()).toMatch(
        /^1 grammars: web-tree-sitter\/web-tree-sitter.wasm has checksum \w{64}, grammars\/versions.json names 0000\w{60}\n$/,
      );
      writeVersions(text.replace('"version": "0.24.1"', '"version": "9.9.9"'));
      expect(run()).toBe("1 grammars: tree-sitter-c is installed in version 0.24.1, grammars/versions.json names 9.9.9\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("parser", () => {
  it("needs a clock for a budget", async () => {
    const parser = await initialiseParser({ c: grammar("tree-sitter-c.wasm"), cpp: grammar("tree-sitter-cpp.wasm") });
    expect(() => parser.parse("int a;", "c", undefined, { budgetMs: 5 })).toThrow(/clock/);
    parser.delete();
  });

  it("answers as for a cut when the runtime gives up, and goes on", async () => {
    const parser = await openTestParser();
    const parse = vi.spyOn(WebParser.prototype, "parse").mockImplementationOnce(() => {
      throw new WebAssembly.RuntimeError("Aborted()");
    });
    expect(parser.parse("int a;", "c")).toBeUndefined();
    parse.mockImplementationOnce(() => {
      throw new TypeError("ours");
    });
    expect(() => parser.parse("int a;", "c")).toThrow("ours");
    const tree = parser.parse("int a;", "c");
    expect(tree?.rootNode.text).toBe("int a;");
    tree?.delete();
    expect(parser.liveTrees).toBe(0);
    parser.delete();
  });

  it("takes any text: nothing hangs, nothing is thrown, nothing leaks", async () => {
    const parser = await openTestParser();
    const many = (text: string, count: number) => text.repeat(count);
    const texts: Record<string, string> = {
      parentheses: `int x = ${many("(", 1000)}`,
      braces: `void f() ${many("{", 1000)}`,
      closed: `void f() ${many("{", 600)}${many("}", 600)}`,
      namespaces: many("namespace a {", 600) + many("}", 600),
      classes: many("class a { void f() {} ", 150) + many("};", 150),
      macros: many("FOO(", 1000),
      groups: many("#if A\n", 150),
      "cut groups": `void f() {\n${many("#ifdef A\n if (x) {\n#else\n if (y) {\n#endif\n}\n", 60)}}`,
      "many conditions": Array.from({ length: 60 }, (_, i) => `#ifdef A${i}\nvoid f${i}() {\n#else\nvoid g${i}() {\n#endif\n}\n`).join(""),
      "one line": many("void f(){if(a){b();}}", 150),
      "raw strings": many('R"', 1000),
      comments: many("/*", 1000),
      errors: many("void f(\n}\n@@ {\n", 150),
      strings: many('"a" X ', 600),
      junk: Array.from({ length: 4000 }, (_, i) => String.fromCharCode((i * 7919 + (i >> 3)) & 255)).join(""),
      surrogates: many("\ud800\udc00\ud800 ", 1000),
    };
    for (const [name, text] of Object.entries(texts)) {
      for (const uri of ["a.c", "a.cpp"]) {
        const source = openSource({ uri, text, parser, configuration: { target: "win32" }, limits: { budgetMs: 60_000 } });
        expect(source?.blanked.length, name).toBe(text.length);
        if (source !== undefined) closeSource(source);
      }
    }
    expect(parser.liveTrees).toBe(0);
    parser.delete();
  }, 60_000);
});
