/** Options shared by the commands, checked before anything is read. */
import { existsSync } from "node:fs";
import { InvalidArgumentError, Option } from "commander";
import { LEVELS, type Level, nearest, PROVIDERS, type ProviderName } from "../features/configuration.ts";
import { UsageError } from "./output.ts";
import type { Shard } from "./part.ts";

const oneOf = <T extends string>(word: string, known: readonly T[], what: string): T => {
  if ((known as readonly string[]).includes(word)) return word as T;
  const near = nearest(word, known);
  throw new InvalidArgumentError(
    near ? `unknown ${what} '${word}'; did you mean '${near}'?` : `unknown ${what} '${word}'; known: ${known.join(", ")}`,
  );
};

const providerList = (text: string): ProviderName[] => [
  ...new Set(text.split(",").map((word) => oneOf(word.trim(), PROVIDERS, "provider"))),
];

const append = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

const wholeNumber =
  (what: string, least: number) =>
  (text: string): number => {
    const n = Number(text);
    if (!Number.isInteger(n) || n < least) throw new InvalidArgumentError(`${what} must be a whole number of at least ${least}`);
    return n;
  };

const PROVE_SECONDS = 10;

export const option = {
  format: (...formats: string[]) =>
    new Option("--format <form>", `form of the output: ${formats.join(", ")}`)
      .default("text")
      .argParser((word) => oneOf(word, formats, "format")),
  profile: () =>
    new Option("--profile <name>", "default or strict").argParser((word) => oneOf(word, ["default", "strict"] as const, "profile")),
  rule: () =>
    new Option("--rule <id=level>", "level of one rule: error, warning, information, hint or off (repeatable)").argParser(
      (text: string, before: Map<string, Level> | undefined) => {
        const [id = "", level = ""] = text.split("=");
        return new Map(before ?? []).set(id, oneOf(level, LEVELS, "level"));
      },
    ),
  failOn: () =>
    new Option("--fail-on <level>", "lowest severity that ends with status 1")
      .default("warning")
      .argParser((word) => oneOf(word, LEVELS, "level")),
  provider: () => new Option("--provider <list>", "providers, separated by commas").argParser(providerList),
  target: () => new Option("--target <target>", "win64 or win32").argParser((word) => oneOf(word, ["win64", "win32"] as const, "target")),
  define: () => new Option("--define <name=value>", "macro defined while reading (repeatable)").argParser(append),
  include: () => new Option("--include <dir>", "folder searched for included files (repeatable)").argParser(append),
  config: () => new Option("--config <file>", "settings file instead of the nearest .winsock-async.json"),
  color: () =>
    new Option("--color [when]", "always, never or auto")
      .default("auto")
      .preset("always")
      .argParser((word) => oneOf(word, ["always", "never", "auto"] as const, "value for --color")),
  shard: () =>
    new Option("--shard <i/n>", "report only the findings of part i of n; the parts together are the whole").argParser((text): Shard => {
      const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
      const shard = { index: Number(index), count: Number(count) };
      if (!(shard.index >= 1 && shard.index <= shard.count)) throw new InvalidArgumentError("--shard must be I/N with I from 1 to N");
      return shard;
    }),
  prove: () =>
    new Option("--prove [seconds]", "search for the orders that show the findings, at most this long for one entry, as --prove=20")
      .preset(String(PROVE_SECONDS))
      .argParser((text) => {
        const seconds = Number(text);
        if (!(seconds > 0 && seconds <= 86_400)) throw new InvalidArgumentError("--prove takes seconds, as --prove=10");
        return seconds;
      }),
  maxSeconds: () =>
    new Option("--max-seconds <n>", "seconds after which the search under one provider is cut (default: 60)").argParser(
      wholeNumber("--max-seconds", 1),
    ),
  names: () =>
    new Option(
      "--names <source>",
      "scripted (the scenario's, else any), machine (its hosts, services and protocol files) or system (its resolver)",
    )
      .default("scripted")
      .argParser((word) => oneOf(word, ["scripted", "machine", "system"] as const, "source of names")),
  jobs: () => new Option("--jobs <n>", "threads that check (default: as many as there are processors)").argParser(wholeNumber("--jobs", 1)),
  maxStates: () => new Option("--max-states <n>", "states after which the search is cut").argParser(wholeNumber("--max-states", 1)),
};

/** Every given path must exist; a wrong one is named and nothing is analysed. */
export function requirePaths(paths: readonly string[]): void {
  const wrong = paths.find((path) => !existsSync(path));
  if (wrong !== undefined) throw new UsageError(`there is no file or folder '${wrong}'`);
}

/** Rule ids given by name must exist. */
export function requireRules(ids: Iterable<string>, known: readonly string[]): void {
  for (const id of ids) {
    if (known.includes(id)) continue;
    const near = nearest(id, known);
    throw new UsageError(`unknown rule '${id}'${near ? `; did you mean '${near}'?` : ""}`);
  }
}
