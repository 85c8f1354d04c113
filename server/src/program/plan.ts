/**
 * What the first pass over a tree leads to: which programs contain a hit, which files the second pass reads for each, and what is
 * passed by. Works on names, sizes and include lines alone; no text is needed.
 */
import { createIncludeIndex, type IncludeIndex } from "./includes.ts";
import type { Project } from "./projects/types.ts";
import { directoryOf, isHeader, isSource, pathKey } from "./uris.ts";

/** What the first pass keeps of a file. */
export interface FileFact {
  readonly uri: string;
  /** Bytes. */
  readonly size: number;
  /** Number of seed names in the text. */
  readonly hits: number;
  readonly includes: readonly { readonly path: string; readonly angle: boolean }[];
}

export interface PlannedUnit {
  /** Stable name: the project's uri, or that of the one seed. */
  readonly id: string;
  readonly project?: Project;
  /** Files with hits, in order of their uris. */
  readonly seeds: readonly string[];
  /** Sources that may belong to the program: the project's, or those that share a header or the folder with the seed. */
  readonly candidates: readonly string[];
  /** Found headers of the seeds, nearest first. */
  readonly headers: readonly string[];
}

export interface Plan {
  readonly units: readonly PlannedUnit[];
  /** Files the second pass reads: seeds, headers and candidates of all units. */
  readonly read: readonly string[];
  /** Files nothing leads to. */
  readonly passed: readonly string[];
  readonly includes: IncludeGraph;
}

export interface IncludeGraph {
  /** Found files that this one includes directly. */
  direct(uri: string): readonly string[];
  /** All found files it includes, nearest first. */
  closure(uri: string): readonly string[];
  readonly index: IncludeIndex;
}

const MAX_CLOSURE = 600;

export function createIncludeGraph(facts: ReadonlyMap<string, FileFact>, foldersOf: (uri: string) => readonly string[]): IncludeGraph {
  const index = createIncludeIndex(facts.keys());
  const directs = new Map<string, readonly string[]>();
  const closures = new Map<string, readonly string[]>();
  const direct = (uri: string): readonly string[] => {
    let found = directs.get(uri);
    if (!found) {
      const folders = foldersOf(uri);
      const uris = (facts.get(uri)?.includes ?? []).map((include) => index.resolve(uri, include.path, include.angle, folders));
      found = [...new Set(uris.filter((u): u is string => u !== undefined))];
      directs.set(uri, found);
    }
    return found;
  };
  return {
    index,
    direct,
    closure(uri) {
      const known = closures.get(uri);
      if (known) return known;
      const seen = new Set<string>();
      const queue = [...direct(uri)];
      for (let i = 0; i < queue.length && seen.size < MAX_CLOSURE; i++) {
        const at = queue[i]!;
        if (at === uri || seen.has(at)) continue;
        seen.add(at);
        queue.push(...direct(at));
      }
      const list = [...seen];
      closures.set(uri, list);
      return list;
    },
  };
}

/** The project's folders for a file that it names. */
export function includeFolders(projects: readonly Project[], extra: readonly string[]): (uri: string) => readonly string[] {
  const byFile = new Map<string, string[]>();
  const all = new Set<string>(extra);
  for (const project of projects) {
    for (const file of project.files) {
      const key = pathKey(file);
      byFile.set(key, [...(byFile.get(key) ?? []), ...project.includes]);
    }
  }
  return (uri) => {
    const own = byFile.get(pathKey(uri));
    return own ? [...new Set([...own, ...all])] : [...all];
  };
}

/** Projects by the known files they name; of projects of one folder with the same files or fewer (one for each compiler) one stands. */
function distinctProjects(projects: readonly Project[], index: IncludeIndex): { project: Project; files: readonly string[] }[] {
  const found = new Map<string, { project: Project; files: readonly string[] }>();
  for (const project of [...projects].sort((a, b) => (a.uri < b.uri ? -1 : 1))) {
    const files = [...new Set(project.files.map((file) => index.known(file)).filter((u): u is string => u !== undefined))].sort();
    const sources = files.filter(isSource);
    if (sources.length > 0) found.set(sources.join("\n"), { project, files });
  }
  const all = [...found.values()];
  return all.filter((small) => {
    const inside = (large: { files: readonly string[] }) => {
      const set = new Set(large.files);
      return small.files.filter(isSource).every((file) => set.has(file));
    };
    return !all.some(
      (large) =>
        large !== small &&
        directoryOf(large.project.uri) === directoryOf(small.project.uri) &&
        inside(large) &&
        !(all.indexOf(large) > all.indexOf(small) && sameSources(large, small)),
    );
  });
}

function sameSources(a: { files: readonly string[] }, b: { files: readonly string[] }): boolean {
  return a.files.filter(isSource).length === b.files.filter(isSource).length;
}

export function createPlan(facts: ReadonlyMap<string, FileFact>, projects: readonly Project[], folders: readonly string[] = []): Plan {
  const includes = createIncludeGraph(facts, includeFolders(projects, folders));
  const hits = [...facts.values()]
    .filter((fact) => fact.hits > 0)
    .map((fact) => fact.uri)
    .sort();
  const hit = new Set(hits);
  const units: PlannedUnit[] = [];
  const placed = new Set<string>();

  for (const { project, files } of distinctProjects(projects, includes.index)) {
    const reached = new Set(files);
    for (const file of files) for (const header of includes.closure(file)) reached.add(header);
    const seeds = [...reached].filter((uri) => hit.has(uri)).sort();
    if (seeds.length === 0) continue;
    // a header that is only reached does not make the project its program if a source of another one holds the calls
    if (!seeds.some((uri) => files.includes(uri) || isHeader(uri))) continue;
    for (const uri of seeds) placed.add(uri);
    units.push({
      id: project.uri,
      project,
      seeds,
      candidates: files.filter((uri) => isSource(uri)),
      headers: headersOf(seeds, includes),
    });
  }

  const rest = hits.filter((uri) => !placed.has(uri));
  for (const uri of rest) {
    if (isHeader(uri)) {
      // a header is analysed in the units that include it
      const users = [...facts.keys()].filter((other) => isSource(other) && includes.closure(other).includes(uri)).sort();
      if (users.some((user) => hit.has(user))) continue;
      units.push({
        id: uri,
        seeds: [uri],
        candidates: users,
        headers: headersOf([uri, ...users.slice(0, 1)], includes).filter((h) => h !== uri),
      });
      continue;
    }
    const headers = headersOf([uri], includes);
    units.push({
      id: uri,
      seeds: [uri, ...headers.filter((h) => hit.has(h))],
      candidates: neighbours(uri, headers, facts, includes),
      headers,
    });
  }

  const read = new Set(units.flatMap((unit) => [...unit.seeds, ...unit.headers, ...unit.candidates]));
  for (const unit of units) for (const uri of unit.candidates) for (const header of includes.closure(uri)) read.add(header);
  return { units, read: [...read].sort(), passed: [...facts.keys()].filter((uri) => !read.has(uri)).sort(), includes };
}

function headersOf(uris: readonly string[], includes: IncludeGraph): string[] {
  return [...new Set(uris.flatMap((uri) => includes.closure(uri)))];
}

const MAX_NEIGHBOURS = 400;

/** Sources that may define what the seed declares: they share a found header with it, or lie beside it. */
function neighbours(seed: string, headers: readonly string[], facts: ReadonlyMap<string, FileFact>, includes: IncludeGraph): string[] {
  const shared = new Set(headers);
  const folder = directoryOf(seed);
  const found: { uri: string; common: number }[] = [];
  for (const uri of facts.keys()) {
    if (uri === seed || !isSource(uri)) continue;
    const common = includes.direct(uri).filter((h) => shared.has(h)).length;
    if (common > 0 || directoryOf(uri) === folder) found.push({ uri, common: common + (directoryOf(uri) === folder ? 1 : 0) });
  }
  return found
    .sort((a, b) => b.common - a.common || (a.uri < b.uri ? -1 : 1))
    .slice(0, MAX_NEIGHBOURS)
    .map((entry) => entry.uri);
}
