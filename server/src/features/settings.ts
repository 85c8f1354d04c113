/** From settings to the options of the core. */
import type { DeclaredEntry, DeclaredFunction } from "../program/declared.ts";
import type { WorkspaceOptions } from "../program/workspace.ts";
import { winsockFunction } from "../winsock/functions.ts";
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
  messageMaps: {},
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

/** Names with their positions, of a list (each with the first argument) or an object. */
function positions(
  given: readonly string[] | Readonly<Record<string, number>> | undefined,
): [name: string, position: number | undefined][] {
  return Array.isArray(given) ? given.map((name) => [name, undefined]) : Object.entries(given ?? {});
}

/** Functions of the program that stand for others, by name. Positions count from 1 in settings and from 0 here. */
export function readWrappers({ wrappers }: Configuration): Map<string, DeclaredFunction> {
  const found = new Map<string, DeclaredFunction>();
  const add = (name: string, kind: DeclaredFunction["kind"], stands: string, at?: number): void => {
    found.set(name, { kind, name: stands, ...(at === undefined ? {} : { args: [at - 1] }) });
  };
  for (const [name, given] of Object.entries(wrappers?.start ?? {})) {
    if (typeof given === "string") {
      add(name, "winsock", given);
      continue;
    }
    const args = given.arguments;
    const parameters = winsockFunction(given.call)?.parameters ?? [];
    found.set(name, {
      kind: "winsock",
      name: given.call,
      ...(args === undefined ? {} : { args: parameters.map((p) => (args[p.name] === undefined ? undefined : args[p.name]! - 1)) }),
      ...(given.handle === undefined ? {} : { handle: given.handle - 1 }),
    });
  }
  for (const [name, at] of positions(wrappers?.cancel)) add(name, "winsock", "WSACancelAsyncRequest", at);
  for (const [name, at] of positions(wrappers?.release)) add(name, "platform", "free", at ?? 1);
  // without a position nothing is known of the size
  for (const [name, at] of positions(wrappers?.acquire))
    found.set(name, { kind: "platform", name: "malloc", args: [at === undefined ? undefined : at - 1] });
  return found;
}

/** Names of the functions that start or cancel a request, as they stand in texts. */
export function wrapperNames(configuration: Configuration): string[] {
  const { start, cancel } = configuration.wrappers ?? {};
  return [...Object.keys(start ?? {}), ...positions(cancel).map(([name]) => name)].map((name) => name.slice(name.lastIndexOf(":") + 1));
}

function readMessageMaps({ messageMaps }: Configuration): Map<string, DeclaredEntry> {
  const entries = Array.isArray(messageMaps)
    ? messageMaps.map((name) => [name, { message: 1, handler: 2 }] as const)
    : Object.entries(messageMaps ?? {});
  return new Map(entries.map(([name, { message, handler }]) => [name, { message: message - 1, handler: handler - 1 }]));
}

/** `folders` are the include folders as uris. */
export function workspaceOptions(configuration: Configuration, folders: readonly string[]): Omit<WorkspaceOptions, "parser"> {
  return {
    target: configuration.target ?? "win64",
    defines: readDefines(configuration.define ?? []),
    includeFolders: folders,
    words: configuration.blank ?? [],
    wrappers: readWrappers(configuration),
    messageMaps: readMessageMaps(configuration),
  };
}
