#!/usr/bin/env node
// Bundles every output of the package with esbuild into dist/ (see docs/architecture.md, "Outputs").
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const production = !process.argv.includes("--dev");
const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  keepNames: false,
  sourcemap: production ? false : "linked",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  define: { WINSOCK_ASYNC_VERSION: JSON.stringify(version) },
};
// web-tree-sitter reads import.meta.url, which is empty in CommonJS and script bundles; locateFile is always given.
const noImportMeta = { ...common.define, "import.meta.url": '"file:///web-tree-sitter.js"' };

/** Node: the command line, the language server and the search worker share chunks; parts are loaded on first use. */
const node = {
  ...common,
  entryPoints: {
    "winsock-async": "server/src/cli/main.ts",
    server: "server/src/node/server.ts",
    search: "server/src/node/searchWorker.ts",
    emulator: "server/src/emulator/index.ts",
  },
  outdir: dist,
  outExtension: { ".js": ".mjs" },
  chunkNames: "chunks/[name]-[hash]",
  platform: "node",
  format: "esm",
  splitting: true,
  mainFields: ["module", "main"],
  external: ["tree-sitter", "tree-sitter-c", "tree-sitter-cpp"],
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
};
const browserServer = (entry, out) => ({
  ...common,
  define: noImportMeta,
  entryPoints: [entry],
  outfile: join(dist, out),
  platform: "browser",
  format: "iife",
  external: ["fs/promises", "module", "node:*"],
});
const client = (entry, out, platform) => ({
  ...common,
  define: noImportMeta,
  entryPoints: [entry],
  outfile: join(dist, out),
  platform,
  format: "cjs",
  external: ["vscode"],
  mainFields: platform === "browser" ? ["browser", "module", "main"] : ["module", "main"],
});

const jobs = [
  node,
  browserServer("server/src/browser/server.ts", "server.browser.js"),
  browserServer("server/src/browser/searchWorker.ts", "search.browser.js"),
  client("client/src/node/extension.ts", "extension.cjs", "node"),
  client("client/src/browser/extension.ts", "extension.browser.cjs", "browser"),
  {
    ...common,
    entryPoints: ["client/webview/timeline.ts"],
    outfile: join(dist, "timeline.js"),
    platform: "browser",
    format: "iife",
    loader: { ".css": "text" },
  },
];

function newest(dir) {
  let latest = 0;
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) latest = Math.max(latest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  }
  return latest;
}

/** Declarations of winsock-async/emulator in one file, made again only when the emulator changed. */
async function emulatorTypes() {
  const made = join(root, "out", "emulator.d.ts");
  const sources = ["emulator", "winsock"].map((dir) => newest(join(root, "server", "src", dir)));
  if (!existsSync(made) || statSync(made).mtimeMs < Math.max(...sources)) {
    mkdirSync(dirname(made), { recursive: true });
    const tool = join(root, "node_modules", "dts-bundle-generator", "dist", "bin", "dts-bundle-generator.js");
    const project = ["--project", "server/tsconfig.emulator.json", "--no-check", "--no-banner", "--silent"];
    await promisify(execFile)(process.execPath, [tool, ...project, "-o", made, "server/src/emulator/index.ts"], { cwd: root });
  }
  copyFileSync(made, join(dist, "emulator.d.ts"));
}

/** Builds dist/ unless it is newer than every source. */
export async function buildAll({ force = false } = {}) {
  const stamp = join(dist, ".built");
  if (!force && existsSync(stamp)) {
    const built = statSync(stamp).mtimeMs;
    const sources = ["server/src", "client", "grammars", "scripts"].map((dir) => newest(join(root, dir)));
    const lock = statSync(join(root, "package-lock.json")).mtimeMs;
    if (Math.max(...sources, lock) < built && readFileSync(stamp, "utf8") === String(production)) return false;
  }
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await Promise.all([
    emulatorTypes(),
    ...jobs.map((job) => {
      const points = Array.isArray(job.entryPoints) ? job.entryPoints : Object.values(job.entryPoints);
      const missing = points.filter((point) => !existsSync(join(root, point)));
      if (missing.length > 0) throw new Error(`no such entry: ${missing.join(", ")}`);
      return build(job);
    }),
  ]);
  for (const name of readdirSync(join(root, "grammars"))) {
    if (name.endsWith(".wasm")) copyFileSync(join(root, "grammars", name), join(dist, name));
  }
  writeFileSync(stamp, String(production));
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll({ force: process.argv.includes("--force") });
