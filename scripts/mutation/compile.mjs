// Mutants that the type checker refuses are no programs: they are left out of the score, killed or not, as Stryker's own checker does.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Fills `known` (key → does it not compile). Mutants of different files are checked together, so a round takes one of each file. */
export async function invalid(root, mutants, known, save) {
  const queues = new Map();
  for (const m of mutants) if (known[m.key] === undefined) (queues.get(m.file) ?? queues.set(m.file, []).get(m.file)).push(m);
  if (queues.size === 0) return;
  const total = [...queues.values()].reduce((n, q) => n + q.length, 0);
  const { config } = ts.readConfigFile(join(root, "server", "tsconfig.json"), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, join(root, "server"));
  const versions = new Map();
  const contents = new Map();
  const host = {
    getCompilationSettings: () => ({
      ...parsed.options,
      composite: false,
      incremental: false,
      noEmit: true,
      noUnusedLocals: false,
      noUnusedParameters: false,
    }),
    getScriptFileNames: () => parsed.fileNames,
    getScriptVersion: (name) => String(versions.get(name) ?? 0),
    getScriptSnapshot: (name) => {
      const text = contents.get(name) ?? (ts.sys.fileExists(name) ? readFileSync(name, "utf8") : undefined);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
  };
  const service = ts.createLanguageService(host, ts.createDocumentRegistry());
  const set = (name, text) => {
    contents.set(name, text);
    versions.set(name, (versions.get(name) ?? 0) + 1);
  };
  const original = new Map();
  let done = 0;
  let round = 0;
  const changed = new Set();
  while (queues.size > 0) {
    for (const name of changed) set(name, original.get(name));
    changed.clear();
    const now = [];
    for (const [file, queue] of queues) {
      const name = join(root, file);
      if (!original.has(name)) original.set(name, readFileSync(name, "utf8"));
      const m = queue.shift();
      if (queue.length === 0) queues.delete(file);
      const text = original.get(name);
      const lines = text.split("\n");
      const at = lines.slice(0, m.line - 1).reduce((n, l) => n + l.length + 1, 0) + m.column - 1;
      set(name, text.slice(0, at) + m.replacement + text.slice(at + m.code.length));
      changed.add(name);
      now.push([m, name]);
    }
    for (const [m, name] of now) {
      known[m.key] = service.getSyntacticDiagnostics(name).length + service.getSemanticDiagnostics(name).length > 0;
      done++;
    }
    if (++round % 50 === 0) {
      save();
      console.log(`${done} of ${total} mutants compiled`);
    }
  }
  save();
}
