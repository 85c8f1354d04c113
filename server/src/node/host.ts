/** The language server's host on Node: files of the disk, a worker thread for searches. */
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { URI } from "vscode-uri";
import type { Host } from "../features/host.ts";
import { SETTINGS_FILE } from "../features/scopes.ts";
import { collect, type Collected, reasonOf } from "./collect.ts";
import { debugInWorker, searchInWorker } from "./searchThread.ts";

/** Files above this size get hover only. */
const LIMIT = 16 * 1024 * 1024;

async function readOne(uri: string): Promise<Uint8Array | undefined> {
  const parsed = URI.parse(uri);
  if (parsed.scheme !== "file") return undefined;
  try {
    if ((await stat(parsed.fsPath)).size > LIMIT) return undefined;
    return await readFile(parsed.fsPath);
  } catch {
    return undefined;
  }
}

/** docs/rules of the package: this module's bundle may be a chunk one folder further down. */
const here = dirname(fileURLToPath(import.meta.url));
const pages = [join(here, ".."), join(here, "..", ".."), join(here, "..", "..", "..")]
  .map((dir) => join(dir, "docs", "rules"))
  .find((dir) => existsSync(dir));

/** Files below a folder; what reads settings files is loaded when one was met. */
async function listFolder(folder: string, exclude: readonly string[]): Promise<Collected & { readonly settings: readonly string[] }> {
  const excludes = new Map<string, readonly string[]>();
  const met: string[] = [];
  const walk = (): Collected =>
    collect([folder], {
      useIgnoreFiles: true,
      exclude,
      excludeBase: folder,
      excludeOf: (dir) => {
        const known = excludes.get(dir);
        if (!known) met.push(dir);
        return known ?? [];
      },
    });
  for (let found = walk(); ; found = walk()) {
    if (met.length === 0) return { ...found, settings: [...excludes.keys()] };
    const { parseConfiguration } = await import("../features/configuration.ts");
    for (const dir of met.splice(0)) {
      const bytes = await readOne(URI.file(join(dir, SETTINGS_FILE)).toString());
      // what is wrong in it is said where its settings are used
      excludes.set(dir, (bytes && parseConfiguration(new TextDecoder().decode(bytes), []).configuration.exclude) ?? []);
    }
  }
}

export const nodeHost: Host = {
  read: (uris) => Promise.all(uris.map(readOne)),
  list: async (folders) => {
    const files: string[] = [];
    const projects: string[] = [];
    const settings: string[] = [];
    const unreadable: { path: string; reason: string }[] = [];
    const uriOf = (path: string): string => URI.file(path).toString();
    for (const { folder, exclude } of folders) {
      const uri = URI.parse(folder);
      if (uri.scheme !== "file") continue;
      try {
        const found = await listFolder(uri.fsPath, exclude);
        files.push(...found.files.map(uriOf));
        projects.push(...found.projects.map(uriOf));
        settings.push(...found.settings.map(uriOf));
        unreadable.push(...found.unreadable);
      } catch (error) {
        unreadable.push({ path: uri.fsPath, reason: reasonOf(error) });
      }
    }
    return { files, projects, settings, unreadable };
  },
  // a folder without the calls needs none
  parser: async () => (await import("./parserFiles.ts")).nodeParser(),
  search: searchInWorker,
  debug: debugInWorker,
  ruleHref: (rule) => {
    const page = pages && join(pages, `${rule}.md`);
    return page && existsSync(page) ? pathToFileURL(page).href : undefined;
  },
  now: () => performance.now(),
  limited: false,
};
