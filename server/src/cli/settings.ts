/** Settings of a run on the command line: the options win over `.winsock-async.json` (nearest folder upwards), which wins over defaults. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Configuration, type Level, parseConfiguration, type ProviderName } from "../features/configuration.ts";
import { reasonOf } from "../node/collect.ts";
import { ruleIds } from "../rules/index.ts";
import { requireRules } from "./options.ts";
import { UsageError } from "./output.ts";
import { uriOf } from "./tree.ts";

const NAME = ".winsock-async.json";

export interface SettingsOptions {
  readonly profile?: "default" | "strict";
  readonly rule?: ReadonlyMap<string, Level>;
  readonly provider?: readonly ProviderName[];
  readonly target?: "win32" | "win64";
  readonly define?: readonly string[];
  readonly include?: readonly string[];
  /** A file's name; false for --no-config. */
  readonly config?: string | boolean;
}

export interface Settings {
  readonly configuration: Configuration;
  /** Folder of the settings file, to which its paths are relative. */
  readonly base: string;
  /** Include folders as uris. */
  readonly include: readonly string[];
}

function nearestFile(from: string): string | undefined {
  for (let dir = from; ; dir = dirname(dir)) {
    const file = join(dir, NAME);
    // one that is there and cannot be read is found, and said when it is read
    if (existsSync(file)) return file;
    if (dirname(dir) === dir) return undefined;
  }
}

function readFile(file: string): Configuration {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`settings file '${file}': ${reasonOf(error)}`);
  }
  const { configuration, problems } = parseConfiguration(text, ruleIds);
  const first = problems[0];
  if (first) throw new UsageError(`settings file '${file}': ${first.message}`);
  return configuration;
}

/** `from` is the folder where the search for a settings file begins. */
export function readSettings(options: SettingsOptions, from: string): Settings {
  requireRules(options.rule?.keys() ?? [], ruleIds);
  const file =
    options.config === false ? undefined : typeof options.config === "string" ? resolve(options.config) : nearestFile(resolve(from));
  const written = file === undefined ? {} : readFile(file);
  const base = file === undefined ? resolve(from) : dirname(file);
  const include = [...(options.include ?? []).map((dir) => resolve(dir)), ...(written.include ?? []).map((dir) => resolve(base, dir))];
  const configuration: Configuration = {
    ...written,
    ...(options.profile ? { profile: options.profile } : {}),
    ...(options.provider ? { providers: [...options.provider] } : {}),
    ...(options.target ? { target: options.target } : {}),
    define: [...(written.define ?? []), ...(options.define ?? [])],
    rules: { ...written.rules, ...Object.fromEntries(options.rule ?? []) },
  };
  return { configuration, base, include: include.map(uriOf) };
}
