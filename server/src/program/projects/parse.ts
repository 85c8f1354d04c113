/** One project file -> the program it describes. */
import { baseName, directoryOf, joinUri } from "../uris.ts";
import { parseCompileCommands } from "./compileCommands.ts";
import { unique } from "./lists.ts";
import { parseBorlandMake, parseDsp } from "./makefiles.ts";
import { parseBorlandXml, parseMsbuild, parseVcproj } from "./msbuild.ts";
import type { Project, ProjectText } from "./types.ts";

export type { Project } from "./types.ts";

function reader(uri: string): { kind: Project["kind"]; read(text: string): ProjectText } | undefined {
  const name = baseName(uri).toLowerCase();
  if (name === "compile_commands.json") return { kind: "compile-commands", read: parseCompileCommands };
  if (name.endsWith(".vcxproj")) return { kind: "vcxproj", read: parseMsbuild };
  if (name.endsWith(".vcproj")) return { kind: "vcproj", read: parseVcproj };
  if (name.endsWith(".dsp")) return { kind: "dsp", read: parseDsp };
  if (name.endsWith(".cbproj")) return { kind: "borland", read: parseMsbuild };
  if (name.endsWith(".bpr"))
    return { kind: "borland", read: (text) => (/^\s*<\?xml|^\s*<PROJECT/i.test(text) ? parseBorlandXml(text) : parseBorlandMake(text)) };
  return undefined;
}

/** True for the file names that `parseProject` reads. */
export function isProjectFile(uri: string): boolean {
  return reader(uri) !== undefined;
}

/** Undefined if the file is no project, cannot be read as one, or names no code. Never throws. */
export function parseProject(uri: string, text: string): Project | undefined {
  const found = reader(uri);
  if (!found) return undefined;
  let project: ProjectText;
  try {
    project = found.read(text);
  } catch {
    return undefined; // broken project file: the program is read without it
  }
  if (project.files.length === 0) return undefined;
  const directory = directoryOf(uri);
  const place = (path: string) => joinUri(directory, path);
  return {
    uri,
    kind: found.kind,
    files: unique(project.files.map(place)),
    defines: project.defines,
    includes: unique(project.includes.map(place)),
  };
}
