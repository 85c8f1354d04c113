/** The files that may be of one program with a file that was named on the command line. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Collected, type CollectOptions, collect, PROJECT_NAME, slashes, SOURCE_NAME } from "../node/collect.ts";
import { includesOf } from "../program/includes.ts";
import { decode } from "../source/decode.ts";
import { linkedFiles, MAX_LISTED, MAX_READ } from "./linkedFiles.ts";

/** How the folders around the file are gone through. */
export type Around = Omit<CollectOptions, "maxFiles">;

/**
 * What stands in the folder of each file and below; where a header that it includes is not there, what is below the folder of its project. Of a
 * large folder only the files that the file is linked with are taken, and `tell` is given a sentence that says so. A file of no project may lie
 * anywhere: what stands beside it is taken, and what these files include by their paths.
 */
export function programFiles(files: readonly string[], around: Around, tell: (sentence: string) => void): Collected {
  const lists = new Map<string, Collected>();
  const list = (folder: string): Collected => {
    const known = lists.get(folder);
    if (known) return known;
    const listed = collect([folder], { ...around, maxFiles: MAX_LISTED });
    lists.set(folder, listed);
    return listed;
  };
  const parts = files.map((given) => {
    const file = resolve(given);
    const own = dirname(file);
    const project = projectFolder(own);
    if (project === undefined) return besideOf(own, (paths) => collect(paths, around));
    const here = bounded(file, own, list, tell);
    return project === own || !lacksHeader(textOf(file) ?? "", here.files) ? here : bounded(file, project, list, tell);
  });
  const all = <T>(pick: (part: Collected) => readonly T[]): T[] => [...new Set(parts.flatMap(pick))];
  return { files: all((p) => p.files), projects: all((p) => p.projects), unreadable: all((p) => p.unreadable) };
}

/** The sources and headers in a folder, without those below, and the files that they include by a path from there, at most so many. */
function besideOf(folder: string, named: (paths: readonly string[]) => Collected): Collected {
  let names: readonly string[];
  try {
    names = readdirSync(folder).sort();
  } catch {
    names = [];
  }
  const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const found = new Set(
    names
      .filter((name) => SOURCE_NAME.test(name))
      .map((name) => join(folder, name))
      .filter(isFile),
  );
  for (const path of found) {
    if (found.size >= MAX_READ) break;
    for (const { path: written, angle } of includesOf(textOf(path) ?? "")) {
      const header = resolve(dirname(path), written.replaceAll("\\", "/"));
      if (!angle && isFile(header)) found.add(header);
    }
  }
  const projects = names.filter((name) => PROJECT_NAME.test(name)).map((name) => join(folder, name));
  return { ...named([...found].slice(0, MAX_READ)), projects };
}

function textOf(path: string): string | undefined {
  try {
    const decoded = decode(readFileSync(path));
    return decoded.kind === "text" ? decoded.text : undefined;
  } catch {
    return undefined;
  }
}

/** The file includes a header of its program that is not among these files. */
function lacksHeader(text: string, files: readonly string[]): boolean {
  const names = new Set(files.map((path) => basename(path).toLowerCase()));
  return includesOf(text).some(({ path, angle }) => !angle && !names.has(basename(path.replaceAll("\\", "/")).toLowerCase()));
}

/** The folder of a project: the current folder if it holds this one, else the nearest upwards that says so; undefined if none does. */
function projectFolder(own: string): string | undefined {
  const current = process.cwd();
  const inside = relative(current, own);
  const isPlace = current !== homedir() && current !== tmpdir() && dirname(current) !== current;
  if (isPlace && !isAbsolute(inside) && inside.split(sep)[0] !== "..") return current;
  for (let dir = own; dirname(dir) !== dir; dir = dirname(dir)) if (ROOTS.some((name) => existsSync(join(dir, name)))) return dir;
  return undefined;
}

const ROOTS = [".git", ".hg", ".svn", ".winsock-async.json", "compile_commands.json"];

/** The files of a folder; of a large one those that the program of the file is linked with, and that is said. */
function bounded(file: string, folder: string, list: (folder: string) => Collected, tell: (sentence: string) => void): Collected {
  let place = resolve(folder);
  let all = list(place);
  // more than can be listed: the widest folder around the file whose files are all known
  while (all.files.length >= MAX_LISTED && place !== dirname(file)) {
    place = join(place, relative(place, dirname(file)).split(sep)[0]!);
    all = list(place);
  }
  if (all.files.length <= MAX_READ) return all;
  const files = linkedFiles(slashes(file), all.files, textOf);
  const count = all.files.length >= MAX_LISTED ? `more than ${MAX_LISTED}` : String(all.files.length);
  tell(
    `${files.length} of ${count} files below ${slashes(place)} are read: those beside ${basename(file)}, what they include, and the sources of these headers`,
  );
  return { ...all, files };
}
