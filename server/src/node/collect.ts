/** Finds the C and C++ files below the given paths, honouring .gitignore and `exclude`. The only walk over a file system. */
import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { SETTINGS_FILE } from "../features/scopes.ts";

export const SOURCE_NAME = /\.(c|cc|cpp|cxx|c\+\+|h|hh|hpp|hxx|inl|ipp|tcc)$/i;
export const PROJECT_NAME = /(^compile_commands\.json|\.(vcxproj|vcproj|dsp|bpr|cbproj))$/i;

export interface Collected {
  /** Absolute paths with `/`, sorted, each once, spelled as reached. */
  readonly files: string[];
  /** Project files met on the way. */
  readonly projects: string[];
  /** Folders and files that could not be listed, with the reason. */
  readonly unreadable: { readonly path: string; readonly reason: string }[];
}

export interface CollectOptions {
  readonly useIgnoreFiles: boolean;
  /** Globs in the syntax of .gitignore, relative to `excludeBase` (by default the current folder). */
  readonly exclude?: readonly string[];
  readonly excludeBase?: string;
  /**
   * `exclude` of the settings file in a folder, relative to the folder, if files are asked: the nearest one upwards wins over what is
   * above it and over `exclude`. Called once for each folder that has such a file.
   */
  readonly excludeOf?: (folder: string) => readonly string[];
  /** The walk ends at so many files; default: never. */
  readonly maxFiles?: number;
}

interface Rules {
  readonly base: string;
  readonly rules: Ignore;
}

/** `/` on every platform; where `\\` does not separate folders it may be part of a name. */
export const slashes: (path: string) => string = sep === "\\" ? (path) => path.replaceAll("\\", "/") : (path) => path;

/** A reason a person understands; the system's own message has the path in it again. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const known: Record<string, string> = {
    EACCES: "no permission",
    EPERM: "no permission",
    ENOENT: "does not exist",
    ELOOP: "link loop",
    EISDIR: "is a folder",
    EMFILE: "too many open files",
    ENAMETOOLONG: "name too long",
  };
  return (code && known[code]) || (error instanceof Error ? error.message : String(error));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function ignored(path: string, isFolder: boolean, chain: readonly Rules[]): boolean {
  let result = false;
  for (const { base, rules } of chain) {
    const inside = slashes(relative(base, path));
    if (inside === "" || inside.startsWith("..")) continue;
    const test = rules.test(isFolder ? `${inside}/` : inside);
    if (test.ignored) result = true;
    else if (test.unignored) result = false;
  }
  return result;
}

function readRules(folder: string): Rules | undefined {
  try {
    return { base: folder, rules: ignore().add(readFileSync(join(folder, ".gitignore"), "utf8")) };
  } catch {
    return undefined;
  }
}

/** The .gitignore files between the repository's root and the folder, outermost first. */
function rulesAbove(folder: string): Rules[] {
  const chain: Rules[] = [];
  for (let dir = folder; ; dir = dirname(dir)) {
    if (dir !== folder) {
      const rules = readRules(dir);
      if (rules) chain.unshift(rules);
    }
    try {
      statSync(join(dir, ".git"));
      return chain;
    } catch {
      // not the root of a repository
    }
    if (dirname(dir) === dir) return [];
  }
}

/** `exclude` of the nearest settings file from a folder upwards. */
function excludeAbove(folder: string, excludeOf: (folder: string) => readonly string[]): Rules | undefined {
  for (let dir = folder; ; dir = dirname(dir)) {
    if (existsSync(join(dir, SETTINGS_FILE))) return { base: dir, rules: ignore().add([...excludeOf(dir)]) };
    if (dirname(dir) === dir) return undefined;
  }
}

/** Files named themselves are taken whatever they are called and whatever ignores them; links to folders are not followed. */
export function collect(paths: readonly string[], options: CollectOptions): Collected {
  const files = new Map<string, string>();
  const projects = new Set<string>();
  const unreadable: { path: string; reason: string }[] = [];
  const { excludeOf } = options;
  const given: Rules | undefined = options.exclude?.length
    ? { base: resolve(options.excludeBase ?? "."), rules: ignore().add([...options.exclude]) }
    : undefined;

  const addFile = (path: string): void => {
    // one file reached by two of the given paths is one file
    let key = path;
    try {
      key = realpathSync(path);
    } catch {
      // reading it will say why
    }
    if (!files.has(key)) files.set(key, slashes(path));
  };

  const { maxFiles = Number.POSITIVE_INFINITY } = options;
  const visit = (folder: string, above: readonly Rules[], outer: Rules | undefined): void => {
    if (files.size >= maxFiles) return;
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      unreadable.push({ path: slashes(folder), reason: reasonOf(error) });
      return;
    }
    const own = options.useIgnoreFiles ? readRules(folder) : undefined;
    const ignoreFiles = own ? [...above, own] : above;
    const nested = excludeOf !== undefined && entries.some(({ name }) => name === SETTINGS_FILE);
    const exclude = nested && outer?.base !== folder ? { base: folder, rules: ignore().add([...excludeOf(folder)]) } : outer;
    const chain = exclude ? [...ignoreFiles, exclude] : ignoreFiles;
    // of two links to one file the first by name stands, whatever order the system lists them in
    for (const entry of entries.sort((a, b) => order(a.name, b.name))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name === ".git" || entry.name === "node_modules" || ignored(path, true, chain)) continue;
        visit(path, ignoreFiles, exclude);
      } else if (PROJECT_NAME.test(entry.name)) {
        if (!ignored(path, false, chain)) projects.add(slashes(path));
      } else if (SOURCE_NAME.test(entry.name)) {
        if (ignored(path, false, chain)) continue;
        if (entry.isFile()) addFile(path);
        else if (entry.isSymbolicLink()) {
          try {
            if (statSync(path).isFile()) addFile(path);
          } catch (error) {
            unreadable.push({ path: slashes(path), reason: reasonOf(error) });
          }
        } else unreadable.push({ path: slashes(path), reason: "not a regular file" });
      }
    }
  };

  for (const path of paths.map((p) => resolve(p))) {
    if (statSync(path).isDirectory())
      visit(path, options.useIgnoreFiles ? rulesAbove(path) : [], (excludeOf && excludeAbove(path, excludeOf)) ?? given);
    else if (PROJECT_NAME.test(basename(path)) && !SOURCE_NAME.test(path)) projects.add(slashes(path));
    else addFile(path);
  }
  return { files: [...files.values()].sort(order), projects: [...projects].sort(order), unreadable };
}
