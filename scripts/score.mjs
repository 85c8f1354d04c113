#!/usr/bin/env node
// Runs `check` on a corpus checkout and holds it against hand-made verdicts.
//   score.mjs CORPUS [--scorer PATH] [--strict] [--verbose] [--build] [--keep FILE]
// CORPUS is a folder made by the corpus's own checkout script; PATH is its scorer (default ../shared/corpus/score.mjs).
// --build bundles the command line into a temporary folder first, so that dist/ need not be up to date.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scorer: { type: "string", default: join(root, "../shared/corpus/score.mjs") },
    strict: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    build: { type: "boolean", default: false },
    keep: { type: "string" },
  },
});
const corpus = positionals[0];
if (!corpus || !existsSync(corpus)) {
  console.error("usage: score.mjs CORPUS [--scorer PATH] [--strict] [--verbose] [--build] [--keep FILE]");
  process.exit(2);
}

let cli = join(root, "dist/winsock-async.mjs");
if (values.build) {
  const out = mkdtempSync(join(tmpdir(), "winsock-async-"));
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: { "winsock-async": "server/src/cli/main.ts" },
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "es2022",
    logLevel: "error",
    sourcemap: "inline",
    mainFields: ["module", "main"],
    external: ["tree-sitter", "tree-sitter-c", "tree-sitter-cpp"],
    plugins: [
      {
        name: "unwritten",
        setup: (b) =>
          b.onResolve({ filter: /^\.\/(?:simulate|requests)\.ts$/ }, (a) =>
            existsSync(join(a.resolveDir, a.path)) ? undefined : { path: a.path, external: true },
          ),
      },
    ],
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  for (const name of readdirSync(join(root, "grammars")))
    if (name.endsWith(".wasm")) copyFileSync(join(root, "grammars", name), join(out, name));
  cli = join(out, "winsock-async.mjs");
}

const began = performance.now();
const run = spawnSync(
  process.execPath,
  ["--enable-source-maps", cli, "check", "--format", "json", "--stats", ...(values.strict ? ["--profile", "strict"] : []), resolve(corpus)],
  {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  },
);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
if (run.status === null || run.status > 1) process.stderr.write(run.stderr.slice(0, 4000));
const file = values.keep ?? join(mkdtempSync(join(tmpdir(), "winsock-async-")), "findings.json");
writeFileSync(file, run.stdout);
console.log(`check: ${seconds} s, status ${run.status}, ${file}`);
const score = spawnSync(
  process.execPath,
  [values.scorer, file, corpus, ...(values.verbose ? ["--verbose"] : []), ...(values.strict ? ["--strict"] : [])],
  { encoding: "utf8" },
);
process.stdout.write(score.stdout);
process.stderr.write(score.stderr);
process.exitCode = score.status ?? 1;
