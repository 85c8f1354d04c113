/** One project file -> the program it describes. */
import { directoryOf, joinUri } from "../uris.ts";
import { parseCompileCommands } from "./compileCommands.ts";
import { projectKind } from "./kinds.ts";
import { unique } from "./lists.ts";
import { parseBorlandMake, parseDsp } from "./makefiles.ts";
import { parseBorlandXml, parseMsbuild, parseVcproj } from "./msbuild.ts";
import type { Project, ProjectText } from "./types.ts";

export type { Project } from "./types.ts";

function read(uri: string, kind: Project["kind"], text: string): ProjectText {
  switch (kind) {
    case "compile-commands":
      return parseCompileCommands(text);
    case "vcxproj":
      return parseMsbuild(text);
    case "vcproj":
      return parseVcproj(text);
    case "dsp":
      return parseDsp(text);
    case "borland":
      if (/\.cbproj$/i.test(uri)) return parseMsbuild(text);
      return /^\s*<\?xml|^\s*<PROJECT/i.test(text) ? parseBorlandXml(text) : parseBorlandMake(text);
  }
}

/** Undefined if the file is no project, cannot be read as one, or names no code. Never throws. */
export function parseProject(uri: string, text: string): Project | undefined {
  const kind = projectKind(uri);
  if (!kind) return undefined;
  let project: ProjectText;
  try {
    project = read(uri, kind, text);
  } catch {
    return undefined; // broken project file: the program is read without it
  }
  if (project.files.length === 0) return undefined;
  const directory = directoryOf(uri);
  const place = (path: string) => joinUri(directory, path);
  return {
    uri,
    kind,
    files: unique(project.files.map(place)),
    defines: project.defines,
    includes: unique(project.includes.map(place)),
  };
}
