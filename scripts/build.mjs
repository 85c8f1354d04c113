#!/usr/bin/env node
// Bundles every output of the package with esbuild into dist/, or --out=DIR (see docs/architecture.md, "Outputs").
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, posix, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import ts from "typescript";
import { isMain } from "./setup.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
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

/**
 * Lets one build serve Node and the browser. Its entries name the variant of the protocol library they want; CommonJS packages get
 * Node's own modules as ES modules, because `require` does not exist in ours; the detector of encodings reads no files.
 */
const bothHosts = {
  name: "both-hosts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode-(languageserver|languageserver-protocol|jsonrpc)\/browser$/ }, ({ path }) => ({
      path: join(root, "node_modules", path.split("/")[0], "lib", "browser", "main.js"),
    }));
    onResolve({ filter: /\/fs\/node$/ }, ({ importer }) =>
      /[\\/]chardet[\\/]/.test(importer) ? { path: join(root, "node_modules", "chardet", "lib", "fs", "browser.js") } : undefined,
    );
    // the debug adapter is written for Node, of which our part of it needs nothing
    onResolve({ filter: /^(events|url|\.\/runDebugAdapter)$/ }, ({ path, importer }) => {
      if (!/[\\/]@vscode[\\/]debugadapter[\\/]/.test(importer)) return undefined;
      return path.startsWith(".")
        ? { path: join(root, "node_modules", "@vscode", "debugadapter", "lib", "web", "runDebugAdapterStub.js") }
        : { path: join(root, "server", "src", "features", "debug", "shims", `${path}.ts`) };
    });
    onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, "");
      if (!isBuiltin(name)) return undefined;
      return kind === "require-call" ? { path: name, namespace: "builtin" } : { path: `node:${name}`, external: true };
    });
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => ({ contents: `export * from "node:${path}";`, loader: "js" }));
  },
};

/** Texts of the rules' documentation, which the rule files hold, apart from the checks: they are read when a person asks for them. */
const documentationApart = {
  name: "documentation-apart",
  setup({ onLoad }) {
    const texts = (async () => {
      const { outputFiles } = await build({
        ...common,
        minify: false,
        sourcemap: false,
        entryPoints: [join(root, "server", "src", "rules", "documentation.ts")],
        write: false,
        format: "esm",
        platform: "node",
      });
      const code = Buffer.from(outputFiles[0].contents).toString("base64");
      const { documentedRules } = await import(`data:text/javascript;base64,${code}`);
      return Object.fromEntries(documentedRules.map((rule) => [rule.id, rule.documentation]));
    })();
    onLoad({ filter: /[\\/]rules[\\/]documentation\.ts$/ }, async () => ({
      contents: `import { rules } from "./index.ts";
const texts = ${JSON.stringify(await texts)};
export const documentedRules = rules.map((rule) => ({ ...rule, documentation: texts[rule.id] }));`,
      loader: "js",
    }));
    onLoad({ filter: /[\\/]rules[\\/][\w-]+\.ts$/ }, async ({ path }) => {
      const source = readFileSync(path, "utf8");
      if (!/^export const rule = /m.test(source)) return undefined;
      return { contents: withoutDocumentation(path, source), loader: "ts" };
    });
  },
};

/** The rule file without the `documentation` of its definition. */
function withoutDocumentation(path, source) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true);
  const cuts = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === "defineRule") {
      const [definition] = node.arguments;
      for (const property of definition?.properties ?? [])
        if (property.name?.getText() === "documentation") cuts.push([property.getFullStart(), property.getEnd()]);
    } else ts.forEachChild(node, visit);
  };
  visit(file);
  if (cuts.length === 0) throw new Error(`${path}: no documentation found in its definition`);
  let text = source;
  // with the comma behind it
  for (const [start, end] of cuts.reverse()) text = text.slice(0, start) + text.slice(end).replace(/^\s*,/, "");
  return text;
}

/**
 * Parts of the protocol libraries for features that we do not offer: the client gets ones that tell the server nothing and do nothing, the
 * server's connection is made without them.
 */
const NOT_OFFERED =
  "callHierarchy colorProvider completion declaration definition documentHighlight documentLink documentSymbol fileOperations foldingRange " +
  "formatting implementation inlayHint inlineCompletion inlineValue linkedEditingRange moniker reference rename selectionRange semanticTokens " +
  "signatureHelp textDocumentContent typeDefinition typeHierarchy workspaceSymbol";
const featuresInUse = {
  name: "features-in-use",
  setup({ onLoad }) {
    const files = (library, more = "", start = "") =>
      new RegExp(`[\\\\/]${library}[\\\\/]lib[\\\\/]common[\\\\/]${start}(?:${NOT_OFFERED.replaceAll(" ", "|")}${more})\\.js$`);
    onLoad({ filter: files("vscode-languageclient") }, () => ({
      contents: `class NotOffered {
  getState() { return { kind: "static" }; }
  fillClientCapabilities() {}
  initialize() {}
  clear() {}
}
module.exports = new Proxy({}, { get: () => NotOffered });`,
      loader: "js",
    }));
    onLoad({ filter: files("vscode-languageserver", "|notebook") }, () => ({
      contents: "module.exports = new Proxy({}, { get: () => (base) => base });",
      loader: "js",
    }));
    // their messages, which nobody sends; the client asks for the names of some in advance
    onLoad({ filter: files("vscode-languageserver-protocol", "", "protocol\\.") }, () => ({
      contents: "module.exports = new Proxy({}, { get: () => ({}) });",
      loader: "js",
    }));
    // the client asks its part for notebooks whose a document is
    onLoad({ filter: /[\\/]vscode-languageclient[\\/]lib[\\/]common[\\/]notebook\.js$/ }, () => ({
      contents: `const never = () => ({ dispose() {} });
class NoNotebooks {
  static CellScheme = "vscode-notebook-cell";
  registrationType = { method: "notebookDocument/sync" };
  getState() { return { kind: "static" }; }
  fillClientCapabilities() {}
  initialize() {}
  register() {}
  unregister() {}
  clear() {}
  handles() { return false; }
  onOpenNotificationSent = never;
  onChangeNotificationSent = never;
  onSaveNotificationSent = never;
  onCloseNotificationSent = never;
}
module.exports = { NotebookDocumentSyncFeature: NoNotebooks };`,
      loader: "js",
    }));
    // the one kind of pattern that our selectors have
    onLoad({ filter: /[\\/]vscode-languageclient[\\/]lib[\\/]common[\\/]utils[\\/]globPattern\.js$/ }, () => ({
      contents: `exports.matchGlobPattern = (pattern, { path }) => {
  const end = /^\\*\\*\\/\\*([^*?{}[\\]]+)$/.exec(pattern)?.[1];
  if (end === undefined) throw new Error("not a pattern of ours: " + pattern);
  return path.endsWith(end);
};`,
      loader: "js",
    }));
  },
};

/**
 * The command line, the server, the worker of the search and the emulator share chunks, on Node and in the browser; parts are loaded on
 * first use. In the browser, where workers are classic scripts, boot.browser.js joins them.
 */
const modules = (dist) => ({
  ...common,
  entryPoints: {
    "winsock-async": "server/src/cli/main.ts",
    server: "server/src/node/server.ts",
    search: "server/src/node/searchWorker.ts",
    emulator: "server/src/emulator/index.ts",
    debug: "server/src/node/debugWorker.ts",
    "server.browser": "server/src/browser/server.ts",
    "search.browser": "server/src/browser/searchWorker.ts",
    "debug.browser": "server/src/browser/debugWorker.ts",
  },
  outdir: dist,
  outExtension: { ".js": ".mjs" },
  chunkNames: "chunks/[name]-[hash]",
  platform: "node",
  format: "esm",
  splitting: true,
  mainFields: ["module", "main"],
  external: ["tree-sitter", "tree-sitter-c", "tree-sitter-cpp"],
  plugins: [bothHosts, documentationApart, featuresInUse],
  metafile: true,
});
/** The client library compares VS Code's version with what it needs; `engines.vscode` in package.json has done so already. */
const versionKnown = {
  name: "version-known",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^semver\/functions\/(parse|satisfies)$/ }, ({ path }) => ({ path, namespace: "version-known" }));
    onLoad({ filter: /.*/, namespace: "version-known" }, () => ({
      contents: "module.exports = (version) => ({ version });",
      loader: "js",
    }));
  },
};
const client = (dist, entry, out, platform) => ({
  ...common,
  entryPoints: [entry],
  outfile: join(dist, out),
  platform,
  format: "cjs",
  external: ["vscode"],
  plugins: [versionKnown, featuresInUse],
  mainFields: platform === "browser" ? ["browser", "module", "main"] : ["module", "main"],
});
const script = (dist, entry, out) => ({
  ...common,
  entryPoints: [entry],
  outfile: join(dist, out),
  platform: "browser",
  format: "iife",
  loader: { ".css": "text" },
});

const jobs = (dist) => [
  client(dist, "client/src/node/extension.ts", "extension.cjs", "node"),
  client(dist, "client/src/browser/extension.ts", "extension.browser.cjs", "browser"),
  script(dist, "server/src/browser/boot.ts", "boot.browser.js"),
  script(dist, "client/webview/timeline.ts", "timeline.js"),
];

/** What imports what among the modules that the extension leads to: the browser's client hands them over by this list. */
function manifestOf(outputs, dist) {
  const prefix = `${relative(root, dist).replaceAll("\\", "/")}/`;
  const nameOf = (path) => path.slice(prefix.length);
  const manifest = {};
  const visit = (path) => {
    const name = nameOf(path);
    if (manifest[name]) return;
    const own = outputs[path].imports.filter((one) => !one.external);
    const pairs = (kind) =>
      own
        .filter((one) => one.kind === kind)
        .map((one) => {
          const specifier = posix.relative(posix.dirname(name), nameOf(one.path));
          return [specifier.startsWith(".") ? specifier : `./${specifier}`, nameOf(one.path)];
        });
    manifest[name] = { imports: pairs("import-statement"), later: pairs("dynamic-import") };
    for (const one of own) visit(one.path);
  };
  for (const name of ["server.mjs", "search.mjs", "debug.mjs", "server.browser.mjs", "search.browser.mjs", "debug.browser.mjs"])
    visit(prefix + name);
  return manifest;
}

function newest(dir) {
  let latest = 0;
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) latest = Math.max(latest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  }
  return latest;
}

/** Declarations of winsock-async/emulator in one file, made again only when the emulator changed. */
async function emulatorTypes(dist) {
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

/** Builds dist/ (or `out`) unless it is newer than every source. */
export async function buildAll({ force = false, out = "dist" } = {}) {
  const dist = resolve(root, out);
  const stamp = join(dist, ".built");
  if (!force && existsSync(stamp)) {
    const built = statSync(stamp).mtimeMs;
    const sources = ["server/src", "client", "grammars", "scripts"].map((dir) => newest(join(root, dir)));
    const lock = statSync(join(root, "package-lock.json")).mtimeMs;
    if (Math.max(...sources, lock) < built && readFileSync(stamp, "utf8") === String(production)) return false;
  }
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const [{ metafile }] = await Promise.all([build(modules(dist)), emulatorTypes(dist), ...jobs(dist).map((job) => build(job))]);
  writeFileSync(join(dist, "modules.json"), JSON.stringify(manifestOf(metafile.outputs, dist)));
  for (const name of readdirSync(join(root, "grammars"))) {
    if (name.endsWith(".wasm")) copyFileSync(join(root, "grammars", name), join(dist, name));
  }
  writeFileSync(stamp, String(production));
  return true;
}

if (isMain(import.meta.url)) {
  const out = process.argv.find((arg) => arg.startsWith("--out="))?.slice("--out=".length);
  await buildAll({ force: process.argv.includes("--force"), ...(out === undefined ? {} : { out }) });
}
