// What a keystroke in a large program costs with the paths of other functions remembered and without, in one run.
// node test/bench/edit.bench.mjs FOLDER [WORD]   the program of the folder with a start in a file whose address holds WORD, else the one with
// the most files; prints a Markdown table (processor time, median of the edits).
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
const [folder, word = ""] = process.argv.slice(2);
if (!folder) throw new Error("node test/bench/edit.bench.mjs FOLDER [WORD]");
const work = mkdtempSync(join(tmpdir(), "winsock-async-bench-"));
const outfile = join(work, "core.mjs");
await build({
  stdin: {
    contents: `
      export { AnalysisMemory } from "./server/src/analysis/memory.ts";
      export { createWorkspace } from "./server/src/program/workspace.ts";
      export { checkUnit } from "./server/src/rules/check.ts";
      export { initialiseParser } from "./server/src/source/parser.ts";`,
    resolveDir: root,
    loader: "ts",
  },
  bundle: true,
  outfile,
  format: "esm",
  platform: "node",
  nodePaths: [join(root, "node_modules")],
  external: ["tree-sitter", "tree-sitter-c", "tree-sitter-cpp"],
  banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  logLevel: "error",
});
const { AnalysisMemory, checkUnit, createWorkspace, initialiseParser } = await import(pathToFileURL(outfile).href);
rmSync(work, { recursive: true });

const grammar = (name) => readFileSync(join(root, "grammars", name));
const parser = await initialiseParser({
  runtimeWasm: grammar("web-tree-sitter.wasm"),
  c: grammar("tree-sitter-c.wasm"),
  cpp: grammar("tree-sitter-cpp.wasm"),
  now: () => performance.now(),
});

const texts = new Map();
for (const entry of readdirSync(resolve(folder), { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(?:c|cc|cpp|cxx|h|hh|hpp|hxx|inl)$/i.test(entry.name)) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  texts.set(pathToFileURL(path).href, readFileSync(path, "latin1"));
}

const workspace = createWorkspace({ parser, target: "win64" });
const [planned] = workspace
  .plan({ texts })
  .units.filter((unit) => unit.seeds.some((seed) => seed.includes(word)))
  .sort((a, b) => b.candidates.length - a.candidates.length);
if (!planned) throw new Error("no program with such a call");

/** Milliseconds of processor time, and the result. */
function timed(action) {
  const before = process.cpuUsage();
  const result = action();
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, result };
}

const unitNow = () => workspace.unit({ texts }, planned).unit;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
let unit = unitNow();
const memory = new AnalysisMemory();
const { rerun: all } = checkUnit(unit, { profile: "strict", memory });

/** Types a character at the beginning of a function's body, again and again. */
function measure(what, choose) {
  const rows = [];
  for (let edit = 0; edit < 7; edit++) {
    const fn = choose(unit);
    if (!fn) return;
    const text = texts.get(fn.uri);
    const at = text.indexOf("{", fn.offset + fn.nameRange.end) + 1;
    texts.set(fn.uri, `${text.slice(0, at)}${edit % 2 ? ";" : "\n"}${text.slice(at)}`);
    unit = unitNow();
    // what both need and share comes first
    timed(() => [unit.starts, unit.handlers, unit.relevant]);
    const without = timed(() => checkUnit(unit, { profile: "strict" }));
    const remembered = timed(() => checkUnit(unit, { profile: "strict", memory }));
    rows.push({ without: without.ms, remembered: remembered.ms, rerun: remembered.result.rerun });
  }
  const [a, b] = [median(rows.map((row) => row.without)), median(rows.map((row) => row.remembered))];
  console.log(
    `| ${what} | ${median(rows.map((row) => row.rerun))} of ${all} | ${Math.round(a)} | ${Math.round(b)} | ${(a / b).toFixed(1)} |`,
  );
}

console.log(`${planned.seeds[0].split("/").at(-1)}: ${unit.files.size} files, ${unit.functions.length} functions\n`);
console.log("| edit in | functions run again | all paths anew, ms | remembered, ms | factor |\n|---|---|---|---|---|");
measure("a function with a start", ({ starts }) => starts[0]?.site.function);
measure("a function of the same file that touches no request", ({ functions, relevant, starts }) => {
  const touching = new Set(relevant);
  return functions.find((fn) => fn.uri === starts[0]?.site.function.uri && !touching.has(fn));
});
workspace.dispose();
