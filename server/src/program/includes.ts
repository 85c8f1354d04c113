/** Which file an `#include` means, over the set of known uris: the including folder, the include folders, then one matching path. */
import { isSystemHeader } from "./systemHeaders.ts";
import { baseName, directoryOf, joinUri, pathKey, sharedDepth } from "./uris.ts";

export interface IncludeIndex {
  /** Uri of a known file, or undefined. `angle` for `<…>`, `folders` the include folders of the project, in order. */
  resolve(from: string, path: string, angle: boolean, folders: readonly string[]): string | undefined;
  /** Known uri of the same file under any spelling. */
  known(uri: string): string | undefined;
}

export function createIncludeIndex(uris: Iterable<string>): IncludeIndex {
  const byKey = new Map<string, string>();
  const byName = new Map<string, string[]>();
  for (const uri of uris) {
    byKey.set(pathKey(uri), uri);
    const name = baseName(uri).toLowerCase();
    const list = byName.get(name);
    if (list) list.push(uri);
    else byName.set(name, [uri]);
  }
  const known = (uri: string) => byKey.get(pathKey(uri));

  function bySuffix(from: string, path: string, angle: boolean): string | undefined {
    // leading ../ say nothing about the rest of the path
    const tail = path
      .replaceAll("\\", "/")
      .toLowerCase()
      .replace(/^(?:\.{1,2}\/)+/, "");
    if (isSystemHeader(tail)) return undefined;
    const found = (byName.get(tail.slice(tail.lastIndexOf("/") + 1)) ?? []).filter((uri) => pathKey(uri).endsWith("/" + tail));
    if (found.length === 1) return found[0];
    if (found.length === 0) {
      // the folders have other names here than where the program was built: the one header of that name
      const all = byName.get(tail.slice(tail.lastIndexOf("/") + 1)) ?? [];
      return tail.includes("/") && all.length === 1 ? all[0] : undefined;
    }
    if (angle) return undefined;
    // several of that name: the one that is nearer than all others, as a person would guess
    const ranked = found.map((uri) => ({ uri, depth: sharedDepth(from, uri) })).sort((a, b) => b.depth - a.depth);
    return ranked[0]!.depth > ranked[1]!.depth ? ranked[0]!.uri : undefined;
  }

  return {
    known,
    resolve(from, path, angle, folders) {
      for (const folder of [directoryOf(from), ...folders]) {
        const found = known(joinUri(folder, path));
        if (found !== undefined && found !== from) return found;
      }
      const found = bySuffix(from, path, angle);
      return found === from ? undefined : found;
    },
  };
}

const INCLUDE = /^[ \t]*#[ \t]*(?:include|import)[ \t]*(?:"([^"\r\n]+)"|<([^>\r\n]+)>)/gm;

/** Include lines of a text, read without a parse (those in comments and dead branches too). */
export function includesOf(text: string): { path: string; angle: boolean }[] {
  const found: { path: string; angle: boolean }[] = [];
  for (const match of text.replaceAll("\r", "\n").matchAll(INCLUDE)) {
    found.push({ path: (match[1] ?? match[2])!, angle: match[1] === undefined });
  }
  return found;
}
