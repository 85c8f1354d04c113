/** Which files of a large tree belong to a program: what stands beside its file, what these include, and the sources of these headers. */
import { basename, dirname, extname } from "node:path";
import { includesOf } from "../program/includes.ts";
import { slashes } from "../node/collect.ts";

/** Trees with more files are not read whole. */
export const MAX_READ = 2000;
/** Files of a tree that are listed at most. */
export const MAX_LISTED = 50_000;

const stemOf = (path: string): string => basename(path, extname(path)).toLowerCase();
const isHeader = (path: string): boolean => /\.(?:h|hh|hpp|hxx|inl|ipp|tcc)$/i.test(path);

/** Characters of folders that two paths have in common: the more, the nearer. */
function nearness(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return a.slice(0, i).lastIndexOf("/");
}

/**
 * @param file absolute, with `/`.
 * @param files of the tree, absolute, with `/`.
 * @param textOf of a file; undefined if it cannot be read.
 */
export function linkedFiles(file: string, files: readonly string[], textOf: (path: string) => string | undefined): string[] {
  const byName = new Map<string, string[]>();
  const byStem = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, key: string, path: string): void => {
    const list = map.get(key);
    if (list) list.push(path);
    else map.set(key, [path]);
  };
  for (const path of files) {
    add(byName, basename(path).toLowerCase(), path);
    if (!isHeader(path)) add(byStem, stemOf(path), path);
  }
  const nearest = (from: string, paths: readonly string[] | undefined): string | undefined =>
    paths?.reduce((best, path) => (nearness(from, path) > nearness(from, best) ? path : best));
  const folder = dirname(file);
  const found = new Set<string>([file, ...files.filter((path) => dirname(path) === folder)]);
  for (const path of found) {
    if (found.size >= MAX_READ) break;
    if (isHeader(path)) {
      const source = nearest(path, byStem.get(stemOf(path)));
      if (source !== undefined) found.add(source);
    }
    for (const { path: written, angle } of includesOf(textOf(path) ?? "")) {
      if (angle) continue;
      const named = byName.get(basename(slashes(written).replaceAll("\\", "/")).toLowerCase());
      const header = nearest(path, named);
      if (header !== undefined) found.add(header);
    }
  }
  return [...found].slice(0, MAX_READ);
}
