// Puts the mutants of rules/ and analysis/ into the code as switches, and bundles it twice: what is mutated, with its tests, as a script that
// can be evaluated again and again, and what it stands on as a module that is loaded once.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import { build } from "esbuild";
import { observed } from "./observe.mjs";

/** Properties that hold texts for people. */
const TEXTS = new Set(["documentation", "message", "title", "text", "summary"]);
/** Calls whose second argument is told to a person. */
const TELLING = new Set(["report", "related"]);
/** Files that are no part of the checker: what its tests share, and what is generated. */
const LEFT_OUT = /(?:\.test|rules\/(?:testing|transforms|injections|pages|documentation|index)|\/types)\.ts$/;
/** Tests that judge mutants; the others take long or do not look at what the checks do. */
const NO_JUDGE = /rules\/(?:metamorphic|pathological|incremental|honesty|coverage|pages|fixtures|findings)\.test\.ts$/;

/** Texts are left alone, with the expressions inside them. */
const texts = {
  shouldIgnore(path) {
    const { node, parent, key } = path;
    if (path.isObjectProperty() && node.key.type === "Identifier" && TEXTS.has(node.key.name)) return "a text for people";
    if (parent?.type === "CallExpression" && parent.callee.type === "Identifier" && TELLING.has(parent.callee.name))
      if (path.listKey === "arguments" && key === 1) return "a text for people";
    // the names of things in messages
    if (parent?.type === "TemplateLiteral" && path.findParent((p) => p.isReturnStatement() && p.parentPath?.parent?.id?.name === "nameOf"))
      return "a text for people";
    return undefined;
  },
};

const silent = { isDebugEnabled: () => false, debug() {}, info() {}, warn: console.warn, error: console.error };

/** Source files that are mutated, and tests that judge, as paths with slashes from the root. */
export function filesOf(root) {
  const folders = ["server/src/analysis", "server/src/rules"];
  const all = folders.flatMap((f) => readdirSync(join(root, f)).map((name) => `${f}/${name}`)).filter((f) => f.endsWith(".ts"));
  return {
    mutated: all.filter((f) => !LEFT_OUT.test(f)),
    tests: all.filter((f) => f.endsWith(".test.ts") && !NO_JUDGE.test(f)),
  };
}

/**
 * @param {string} root
 * @returns {Promise<{ mutants: object[], code: Map<string, string> }>} mutants with `id`, `file`, `line`, `column`, `mutator`, `code`,
 * `replacement` and `key`, which names one across runs
 */
export async function instrument(root) {
  const { mutated } = filesOf(root);
  const sources = new Map(mutated.map((name) => [name, readFileSync(join(root, name), "utf8")]));
  const result = await new Instrumenter(silent).instrument(
    mutated.map((name) => ({ name, mutate: true, content: sources.get(name) })),
    { plugins: [], excludedMutations: ["StringLiteral"], ignorers: [texts], noHeader: true },
  );
  const seen = new Map();
  const mutants = [];
  for (const m of result.mutants) {
    if (m.status === "Ignored") continue;
    const text = sources.get(m.fileName);
    const lines = text.split("\n");
    const offset = (p) => lines.slice(0, p.line).reduce((n, l) => n + l.length + 1, 0) + p.column;
    const code = text.slice(offset(m.location.start), offset(m.location.end));
    const line = lines[m.location.start.line].trim();
    const plain = `${m.fileName}|${m.mutatorName}|${line}|${code}|${m.replacement}`;
    const n = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, n);
    mutants.push({
      id: m.id,
      file: m.fileName,
      line: m.location.start.line + 1,
      column: m.location.start.column + 1,
      mutator: m.mutatorName,
      code,
      replacement: m.replacement,
      key: `${plain}|${n}`,
    });
  }
  return { mutants, code: new Map(result.files.map((f) => [f.name, f.content])) };
}

/**
 * Bundles into `out`: `base.mjs` and `mutated.cjs`, a function of what it is given (see test/mutation/load.ts), and `observed.cjs`, the same
 * for the survey.
 */
export async function bundle(root, code, out) {
  const { tests } = filesOf(root);
  const slashes = (path) => relative(root, path).replaceAll("\\", "/");
  const below = new Set();
  const common = { absWorkingDir: root, bundle: true, platform: "node", target: "es2023", logLevel: "warning", write: false };
  const inside = (path) => /^server\/src\/(?:rules|analysis)\//.test(path);
  const bundled = (code) =>
    build({
      ...common,
      format: "cjs",
      stdin: {
        resolveDir: root,
        loader: "ts",
        contents: `export * from "./server/src/rules/check.ts";
export { casesOf, listOf, listsOf, reported, silenced, unitOf } from "./server/src/rules/testing.ts";
export const suites = { ${tests.map((t) => `${JSON.stringify(t)}: () => require("./${t}")`).join(", ")} };`,
      },
      plugins: [
        {
          name: "mutated",
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /.*/ }, ({ path, kind, importer, resolveDir }) => {
              if (kind === "entry-point") return undefined;
              if (!path.startsWith(".")) return { path, external: true };
              const file = slashes(
                resolve(importer && dirname(importer) !== root && importer !== "<stdin>" ? dirname(importer) : resolveDir, path),
              );
              if (inside(file)) return undefined;
              below.add(file);
              return { path: `base:${file}`, external: true };
            });
            onLoad({ filter: /\.ts$/ }, ({ path }) => {
              const file = slashes(path);
              // tests look for their files beside themselves
              const here = `const __here = ${JSON.stringify(pathToFileURL(path).href)};\n`;
              if (file.endsWith(".test.ts"))
                return { contents: here + readFileSync(path, "utf8").replaceAll("import.meta.url", "__here"), loader: "ts" };
              const contents = code.get(file);
              return contents === undefined ? undefined : { contents, loader: "ts" };
            });
          },
        },
      ],
    });
  const mutated = await bundled(code);
  const watched = await bundled(new Map([...code].map(([name, text]) => [name, observed(name, text)])));
  const modules = [...below].sort();
  const base = await build({
    ...common,
    format: "esm",
    external: ["node:*", "@vitest/expect", "chai", "tree-sitter", "tree-sitter-c", "tree-sitter-cpp", "fast-check"],
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
    stdin: {
      resolveDir: root,
      loader: "ts",
      contents: `${modules.map((m, i) => `import * as m${i} from "./${m}";`).join("\n")}
import { work } from "./test/mutation/worker.ts";
work({ ${modules.map((m, i) => `${JSON.stringify(`base:${m}`)}: m${i}`).join(", ")} });`,
    },
  });
  writeFileSync(join(out, "base.mjs"), base.outputFiles[0].contents);
  writeFileSync(join(out, "mutated.cjs"), mutated.outputFiles[0].contents);
  writeFileSync(join(out, "observed.cjs"), watched.outputFiles[0].contents);
}
