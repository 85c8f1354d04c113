/** From settings to the options of the core. */
import type { WorkspaceOptions } from "../program/workspace.ts";
import type { Configuration } from "./configuration.ts";

export const DEFAULT_PROVIDERS = ["documented", "reactos"] as const;

/** The editor's settings as they come (package.json, "configuration"). */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  profile: "default",
  rules: {},
  providers: DEFAULT_PROVIDERS,
  target: "win64",
  define: [],
  include: [],
  exclude: [],
  blank: [],
  wrappers: {},
  hover: { enabled: true },
  codeLens: { enabled: true },
  prove: "onDemand",
  simulation: { maxStates: 50_000, scenario: "" },
  trace: { server: "off" },
};

/** The editor's settings say nothing of their own: they need no check. */
export function isDefault(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value !== "object" || Array.isArray(value)) return false;
  return Object.entries(value).every(([key, given]) => given === null || JSON.stringify(given) === JSON.stringify(DEFAULTS[key]));
}

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
