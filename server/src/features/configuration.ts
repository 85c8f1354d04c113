/**
 * Settings of a run, from `.winsock-async.json`, the editor or the command line. One schema: it checks what a person wrote, and the
 * JSON schema that editors complete from is generated from it.
 */
import { closest, distance } from "fastest-levenshtein";
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import * as z from "zod/mini";
import { functions, isStart } from "../winsock/functions.ts";

const starts = functions.map((fn) => fn.name).filter(isStart);

export const LEVELS = ["error", "warning", "information", "hint", "off"] as const;
export type Level = (typeof LEVELS)[number];
export const PROVIDERS = ["documented", "reactos", "wine", "winsock11"] as const;
export type ProviderName = (typeof PROVIDERS)[number];

const describe = <T extends z.ZodMiniType>(schema: T, description: string): T => schema.check(z.describe(description)) as T;
const names = (description: string) => describe(z.optional(z.array(z.string())), description);

export const ConfigurationSchema = z.strictObject({
  $schema: z.optional(z.string()),
  profile: describe(
    z.optional(z.enum(["default", "strict"])),
    "Which rules are on: `default` (only what real code supports) or `strict` (everything).",
  ),
  rules: describe(
    z.optional(z.record(z.string(), z.enum(LEVELS))),
    "Level of single rules: `error`, `warning`, `information`, `hint` or `off`.",
  ),
  providers: describe(z.optional(z.array(z.enum(PROVIDERS))), "Winsock providers under which the program has to be right."),
  target: describe(z.optional(z.enum(["win32", "win64"])), "Pointer size and predefined macros."),
  define: names("Macros that are defined while reading, `NAME` or `NAME=VALUE`."),
  include: names("Folders searched for included files, relative to this file."),
  exclude: names("Globs of files and folders that are not read, relative to this file."),
  blank: names("Further words to blank before the parse: calling conventions, annotations, heads of macros."),
  wrappers: describe(
    z.optional(
      z.strictObject({
        start: describe(
          z.optional(z.record(z.string(), z.string())),
          "Functions of your own that start a request, and the Winsock call they stand for.",
        ),
        cancel: names("Functions of your own that cancel a request whose handle is their first argument."),
      }),
    ),
    "Functions of your own around the calls.",
  ),
  baseline: describe(z.optional(z.string()), "File with the ids of findings that are hidden, relative to this file."),
});
export type Configuration = z.infer<typeof ConfigurationSchema>;

/** Settings of the editor beside those that a file can have. */
const EditorSchema = z.strictObject({
  hover: z.optional(z.strictObject({ enabled: z.optional(z.boolean()) })),
  codeLens: z.optional(z.strictObject({ enabled: z.optional(z.boolean()) })),
  prove: z.optional(z.enum(["off", "onSave", "onDemand"])),
  simulation: z.optional(z.strictObject({ maxStates: z.optional(z.int().check(z.positive())), scenario: z.optional(z.string()) })),
  trace: z.optional(z.strictObject({ server: z.optional(z.enum(["off", "messages", "verbose"])) })),
});

export interface ConfigurationProblem {
  /** Path of the setting (`rules.cancel-zero-handel`), empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

/** The known name nearest to what was written, if one is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(word, known as string[]);
  return distance(word, best) <= Math.max(2, Math.floor(word.length / 3)) ? best : undefined;
}

const suggest = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known);
  return near ? `; did you mean '${near}'?` : "";
};

/** Names of the settings at a path, for the nearest one to a name that is not known. */
function settingsAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return [...Object.keys(ConfigurationSchema.shape), ...Object.keys(EditorSchema.shape)];
  const inner: Readonly<Record<string, readonly string[]>> = {
    wrappers: ["start", "cancel"],
    hover: ["enabled"],
    codeLens: ["enabled"],
    simulation: ["maxStates", "scenario"],
    trace: ["server"],
  };
  return inner[String(path.at(-1))] ?? [];
}

/** What of a value fits the schema, without the keys that do not, and a sentence for each of these. */
function take<T extends object>(
  schema: z.ZodMiniType<T>,
  value: unknown,
): { readonly taken: T; readonly problems: ConfigurationProblem[] } {
  const result = z.safeParse(schema, value);
  if (result.success) return { taken: result.data, problems: [] };
  const problems: ConfigurationProblem[] = [];
  const bad = new Set<string>();
  for (const issue of result.error.issues) {
    const path = issue.path.join(".");
    if (issue.path[0] !== undefined) bad.add(String(issue.path[0]));
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        if (issue.path.length === 0) bad.add(key);
        problems.push({
          path: [path, key].filter(Boolean).join("."),
          message: `unknown setting '${[path, key].filter(Boolean).join(".")}'${suggest(key, settingsAt(issue.path))}`,
        });
      }
    } else if (issue.code === "invalid_value") problems.push({ path, message: `'${path}' must be one of ${issue.values.join(", ")}` });
    else problems.push({ path, message: path ? `'${path}': ${issue.message || "has the wrong type"}` : "the settings must be an object" });
  }
  // without the keys that are wrong the rest is right: once more, for what is wrong inside it
  if (bad.size === 0 || typeof value !== "object" || value === null) return { taken: {} as T, problems };
  const rest = take(schema, Object.fromEntries(Object.entries(value).filter(([key]) => !bad.has(key))));
  return { taken: rest.taken, problems: [...problems, ...rest.problems] };
}

/** Settings that fit the schema and cannot be meant. */
function contradictions({ define, providers, wrappers }: Configuration): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  if (providers?.length === 0)
    problems.push({ path: "providers", message: `'providers' must name at least one of ${PROVIDERS.join(", ")}` });
  const defined = new Map<string, string>();
  for (const entry of define ?? []) {
    const [, name, value] = /^\s*([A-Za-z_]\w*)\s*(?:=(.*))?$/s.exec(entry) ?? [];
    if (name === undefined) problems.push({ path: "define", message: `'define': '${entry}' is neither NAME nor NAME=VALUE` });
    else {
      const before = defined.get(name);
      const text = value ?? "1";
      if (before !== undefined && before !== text)
        problems.push({ path: "define", message: `'define': ${name} cannot be both '${before}' and '${text}'` });
      defined.set(name, text);
    }
  }
  for (const [name, call] of Object.entries(wrappers?.start ?? {})) {
    if (!isStart(call))
      problems.push({
        path: `wrappers.start.${name}`,
        message: `'wrappers.start.${name}': '${call}' is no call that starts a request${suggest(call, starts)}`,
      });
    if (wrappers?.cancel?.includes(name))
      problems.push({ path: `wrappers.start.${name}`, message: `'wrappers': '${name}' cannot both start and cancel a request` });
  }
  return problems;
}

/** Checks a settings object. What is wrong with it is named, and the rest is used. `rules` are the ids that exist. */
export function checkConfiguration(
  value: unknown,
  rules: readonly string[],
): { configuration: Configuration; problems: ConfigurationProblem[] } {
  const { taken, problems } = take<Configuration>(ConfigurationSchema, value);
  const wrong = Object.keys(taken.rules ?? {}).filter((id) => !rules.includes(id));
  return {
    configuration: taken,
    problems: [
      ...problems,
      ...wrong.map((id) => ({ path: `rules.${id}`, message: `unknown rule '${id}'${suggest(id, rules)}` })),
      ...contradictions(taken),
    ],
  };
}

/** Checks what an editor gives under `winsockAsync`: the settings of a file and those of the editor alone. */
export function checkEditorSettings(
  value: unknown,
  rules: readonly string[],
): { configuration: Configuration; problems: ConfigurationProblem[] } {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return checkConfiguration(value, rules);
  const given = Object.entries(value).filter(([, v]) => v !== null);
  const own = (key: string): boolean => key in EditorSchema.shape;
  const { problems } = take(EditorSchema, Object.fromEntries(given.filter(([key]) => own(key))));
  const rest = checkConfiguration(Object.fromEntries(given.filter(([key]) => !own(key))), rules);
  return { configuration: rest.configuration, problems: [...rest.problems, ...problems] };
}

/** Reads the text of a `.winsock-async.json` (comments and trailing commas are allowed). */
export function parseConfiguration(
  text: string,
  rules: readonly string[],
): { configuration: Configuration; problems: ConfigurationProblem[] } {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first) {
    const line = text.slice(0, first.offset).split("\n").length;
    return { configuration: {}, problems: [{ path: "", message: `line ${line}: ${printParseErrorCode(first.error)}` }] };
  }
  return checkConfiguration(value, rules);
}

/** The JSON schema editors complete and check `.winsock-async.json` with. */
export function configurationJsonSchema(): object {
  return { title: "Winsock Async", ...z.toJSONSchema(ConfigurationSchema, { target: "draft-7" }) };
}
