/** The language server's host on Node: files of the disk, a worker thread for searches. */
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { URI } from "vscode-uri";
import type { Host } from "../features/host.ts";
import { collect, reasonOf } from "./collect.ts";
import { nodeParser } from "./parserFiles.ts";
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

export const nodeHost: Host = {
  read: (uris) => Promise.all(uris.map(readOne)),
  list: async (folders) => {
    const files: string[] = [];
    const projects: string[] = [];
    const unreadable: { path: string; reason: string }[] = [];
    const uriOf = (path: string): string => URI.file(path).toString();
    for (const { folder, exclude } of folders) {
      const uri = URI.parse(folder);
      if (uri.scheme !== "file") continue;
      try {
        const found = collect([uri.fsPath], { useIgnoreFiles: true, exclude, excludeBase: uri.fsPath });
        files.push(...found.files.map(uriOf));
        projects.push(...found.projects.map(uriOf));
        unreadable.push(...found.unreadable);
      } catch (error) {
        unreadable.push({ path: uri.fsPath, reason: reasonOf(error) });
      }
    }
    return { files, projects, unreadable };
  },
  parser: nodeParser,
  search: searchInWorker,
  debug: debugInWorker,
  ruleHref: (rule) => {
    const page = pages && join(pages, `${rule}.md`);
    return page && existsSync(page) ? pathToFileURL(page).href : undefined;
  },
  now: () => performance.now(),
  limited: false,
};
