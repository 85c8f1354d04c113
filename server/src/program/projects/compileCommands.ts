/** `compile_commands.json` (JSON Compilation Database, clang documentation): one project of all its entries. */
import { joinUri } from "../uris.ts";
import { common, definesAndIncludes, splitCommand, unique } from "./lists.ts";
import type { ProjectText } from "./types.ts";

interface Entry {
  readonly directory?: string;
  readonly file?: string;
  readonly command?: string;
  readonly arguments?: readonly string[];
}

/** Throws a SyntaxError for text that is not JSON. Entries without a file are passed over. */
export function parseCompileCommands(text: string): ProjectText {
  const data: unknown = JSON.parse(text);
  const entries = Array.isArray(data) ? (data as readonly (Entry | null)[]) : [];
  const files: string[] = [];
  const defines: string[][] = [];
  const includes: string[] = [];
  for (const entry of entries) {
    if (typeof entry?.file !== "string") continue;
    const directory = typeof entry.directory === "string" ? entry.directory : "";
    const place = (path: string) => (directory === "" ? path : joinUri(directory.replaceAll("\\", "/"), path));
    files.push(place(entry.file));
    const words = Array.isArray(entry.arguments)
      ? entry.arguments.filter((word): word is string => typeof word === "string")
      : splitCommand(typeof entry.command === "string" ? entry.command : "");
    const options = definesAndIncludes(words);
    defines.push(options.defines);
    includes.push(...options.includes.map(place));
  }
  return { files: unique(files), defines: common(defines), includes: unique(includes) };
}
