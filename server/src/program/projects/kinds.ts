/** Which files describe a program, by their names. What reads them is loaded when there is one. */
import { baseName } from "../uris.ts";
import type { Project } from "./types.ts";

export function projectKind(uri: string): Project["kind"] | undefined {
  const name = baseName(uri).toLowerCase();
  if (name === "compile_commands.json") return "compile-commands";
  if (name.endsWith(".vcxproj")) return "vcxproj";
  if (name.endsWith(".vcproj")) return "vcproj";
  if (name.endsWith(".dsp")) return "dsp";
  return name.endsWith(".cbproj") || name.endsWith(".bpr") ? "borland" : undefined;
}

/** True for the file names that `parseProject` reads. */
export function isProjectFile(uri: string): boolean {
  return projectKind(uri) !== undefined;
}
