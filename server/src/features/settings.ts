/** From settings to the options of the core. */
import type { WorkspaceOptions } from "../program/workspace.ts";
import type { Configuration } from "./configuration.ts";

export const DEFAULT_PROVIDERS = ["documented", "reactos"] as const;

/** `NAME` or `NAME=VALUE`; `NAME=` gives the empty text. */
export function readDefines(list: readonly string[]): Map<string, string> {
  return new Map(
    list.map((define) => {
      const at = define.indexOf("=");
      return at < 0 ? [define.trim(), "1"] : [define.slice(0, at).trim(), define.slice(at + 1)];
    }),
  );
}

/** Functions of the program that stand for a Winsock function, by name. */
export function readWrappers(configuration: Configuration): Map<string, string> {
  const wrappers = new Map(Object.entries(configuration.wrappers?.start ?? {}));
  for (const name of configuration.wrappers?.cancel ?? []) wrappers.set(name, "WSACancelAsyncRequest");
  return wrappers;
}

/** `folders` are the include folders as uris. */
export function workspaceOptions(configuration: Configuration, folders: readonly string[]): Omit<WorkspaceOptions, "parser"> {
  return {
    target: configuration.target ?? "win64",
    defines: readDefines(configuration.define ?? []),
    includeFolders: folders,
    words: configuration.blank ?? [],
    wrappers: readWrappers(configuration),
  };
}
