/**
 * Settings of a run, from `.winsock-async.json`, the editor or the command line. One schema: it checks what a person wrote, and the
 * JSON schema that editors complete from is generated from it.
 */
import { closest, distance } from "fastest-levenshtein";
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import * as z from "zod/mini";

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
        acquire: names("Functions of your own that return a buffer the caller owns."),
        release: names("Functions of your own that free the memory their first argument points to."),
      }),
    ),
    "Functions of your own around the calls.",
  ),
  messageMaps: names("Macros of your own that route a message: `NAME(number, handler)`."),
  baseline: describe(z.optional(z.string()), "File with the ids of findings that are hidden, relative to this file."),
});
export type Configuration = z.infer<typeof ConfigurationSchema>;

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

/** Checks a settings object. What is wrong with it is named, and the rest is used. `rules` are the ids that exist. */
export function checkConfiguration(
  value: unknown,
  rules: readonly string[],
): { configuration: Configuration; problems: ConfigurationProblem[] } {
  const result = z.safeParse(ConfigurationSchema, value);
  if (result.success) {
    const wrong = Object.keys(result.data.rules ?? {}).filter((id) => !rules.includes(id));
    const problems = wrong.map((id) => ({ path: `rules.${id}`, message: `unknown rule '${id}'${suggest(id, rules)}` }));
    return { configuration: result.data, problems };
  }
  const problems: ConfigurationProblem[] = [];
  const bad = new Set<string>();
  for (const issue of result.error.issues) {
    const path = issue.path.join(".");
    if (issue.path[0] !== undefined) bad.add(String(issue.path[0]));
    if (issue.code === "unrecognized_keys") {
      const known = issue.path.at(-1) === "wrappers" ? ["start", "cancel", "acquire", "release"] : Object.keys(ConfigurationSchema.shape);
      for (const key of issue.keys) {
        if (issue.path.length === 0) bad.add(key);
        problems.push({ path: [path, key].filter(Boolean).join("."), message: `unknown setting '${key}'${suggest(key, known)}` });
      }
    } else if (issue.code === "invalid_value") problems.push({ path, message: `'${path}' must be one of ${issue.values.join(", ")}` });
    else problems.push({ path, message: path ? `'${path}': ${issue.message || "has the wrong type"}` : "the settings must be an object" });
  }
  // without the keys that are wrong the rest is right: once more, for what is wrong inside it
  if (bad.size === 0 || typeof value !== "object" || value === null) return { configuration: {}, problems };
  const rest = checkConfiguration(Object.fromEntries(Object.entries(value).filter(([key]) => !bad.has(key))), rules);
  return { configuration: rest.configuration, problems: [...problems, ...rest.problems] };
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
