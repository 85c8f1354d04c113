/**
 * Settings of a run, from `.winsock-async.json`, the editor or the command line. One schema: it checks what a person wrote, and the
 * JSON schema that editors complete from is generated from it.
 */
import { closest, distance } from "fastest-levenshtein";
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import * as z from "zod/mini";
import { functions, isStart, winsockFunction } from "../winsock/functions.ts";

/** Place of an argument in a call, from 1. */
const position = z.int().check(z.positive());
/** Names alone, or each with the place of an argument. */
const namesOrPositions = (description: string) =>
  describe(z.optional(z.union([z.array(z.string()), z.record(z.string(), position)])), description);

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
          z.optional(
            z.record(
              z.string(),
              z.union([
                z.string(),
                z.strictObject({
                  call: describe(z.string(), "The Winsock call it stands for."),
                  arguments: describe(
                    z.optional(z.record(z.string(), position)),
                    "For each parameter of the Winsock call (`hWnd`, `wMsg`, `name`, `buf`, …) the place of the argument, from 1. What is not named it does not take.",
                  ),
                  handle: describe(
                    z.optional(position),
                    "Place of the pointer through which the handle comes back, from 1; without it the handle is the result.",
                  ),
                }),
              ]),
            ),
          ),
          "Functions of your own that start a request, and the Winsock call they stand for.",
        ),
        cancel: namesOrPositions(
          "Functions of your own that cancel a request. A list if the handle is their first argument, else an object from name to its place, from 1.",
        ),
        acquire: namesOrPositions(
          "Functions of your own that return memory. An object from name to the place of the size, from 1, or a list where no argument is the size.",
        ),
        release: namesOrPositions(
          "Functions of your own that free memory. A list if its address is their first argument, else an object from name to its place, from 1.",
        ),
      }),
    ),
    "Functions of your own around the calls.",
  ),
  messageMaps: describe(
    z.optional(
      z.union([
        z.array(z.string()),
        z.record(
          z.string(),
          z.strictObject({
            message: describe(position, "Place of the message number, from 1."),
            handler: describe(position, "Place of the handler, from 1."),
          }),
        ),
      ]),
    ),
    "Macros of your own in message maps that give a message to a handler. A list for `NAME(message, handler)`, else an object with their places.",
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
    wrappers: ["start", "cancel", "acquire", "release"],
    hover: ["enabled"],
    codeLens: ["enabled"],
    simulation: ["maxStates", "scenario"],
    trace: ["server"],
  };
  return inner[String(path.at(-1))] ?? [];
}

/** What may stand where a setting has more than one form. */
function formAt(path: readonly PropertyKey[]): string {
  const [first, second] = path;
  if (first === "messageMaps") return "a list of macros, or an object from macro to { message, handler }, places from 1";
  if (second === "start") return "the name of a Winsock call, or { call, arguments, handle } with places from 1";
  if (first === "wrappers") return "a list of names, or an object from name to the place of an argument, from 1";
  return "of another form";
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
    else if (issue.code === "invalid_union" || issue.path[0] === "messageMaps" || (issue.path[0] === "wrappers" && issue.path.length > 2)) {
      const whole = issue.path.slice(0, issue.path[0] === "messageMaps" ? 1 : issue.path[1] === "start" ? 3 : 2);
      problems.push({ path, message: `'${whole.join(".")}' must be ${formAt(whole)}` });
    } else
      problems.push({ path, message: path ? `'${path}': ${issue.message || "has the wrong type"}` : "the settings must be an object" });
  }
  // without the keys that are wrong the rest is right: once more, for what is wrong inside it
  if (bad.size === 0 || typeof value !== "object" || value === null) return { taken: {} as T, problems };
  const rest = take(schema, Object.fromEntries(Object.entries(value).filter(([key]) => !bad.has(key))));
  return { taken: rest.taken, problems: [...problems, ...rest.problems] };
}

const NAME = /^[A-Za-z_]\w*(?:::~?[A-Za-z_]\w*)*$/;

const noName = (path: string, name: string): ConfigurationProblem => ({ path, message: `'${path}': '${name}' is no name` });

const namesIn = (given: readonly string[] | Readonly<Record<string, unknown>> | undefined): readonly string[] =>
  Array.isArray(given) ? given : Object.keys(given ?? {});

const ROLES = { start: "start", cancel: "cancel", acquire: "acquire", release: "release" } as const;
const DOES = { start: "start a request", cancel: "cancel a request", acquire: "return memory", release: "free memory" } as const;

/** Wrappers of no call, of two kinds, or with places that cannot be. */
function wrapperProblems(wrappers: NonNullable<Configuration["wrappers"]>): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  const roles = new Map<string, keyof typeof ROLES>();
  for (const role of Object.values(ROLES)) {
    for (const name of namesIn(wrappers[role])) {
      if (!NAME.test(name)) problems.push(noName(`wrappers.${role}`, name));
      const before = roles.get(name);
      if (before !== undefined && before !== role)
        problems.push({
          path: `wrappers.${before}.${name}`,
          message: `'wrappers': '${name}' cannot both ${sentence(DOES[before], DOES[role])}`,
        });
      roles.set(name, role);
    }
  }
  for (const [name, given] of Object.entries(wrappers.start ?? {})) {
    const path = `wrappers.start.${name}`;
    const call = typeof given === "string" ? given : given.call;
    const fn = isStart(call) ? winsockFunction(call) : undefined;
    if (fn === undefined) {
      problems.push({ path, message: `'${path}': '${call}' is no call that starts a request${suggest(call, starts)}` });
      continue;
    }
    if (typeof given === "string") continue;
    const known = fn.parameters.map((p) => p.name);
    const taken = new Map<number, string>(given.handle === undefined ? [] : [[given.handle, "handle"]]);
    for (const [parameter, at] of Object.entries(given.arguments ?? {})) {
      if (!known.includes(parameter))
        problems.push({
          path: `${path}.arguments.${parameter}`,
          message: `'${path}': ${call} has no parameter '${parameter}'${suggest(parameter, known) || ` (${known.join(", ")})`}`,
        });
      const other = taken.get(at);
      if (other !== undefined)
        problems.push({ path: `${path}.arguments`, message: `'${path}': argument ${at} cannot be both ${other} and ${parameter}` });
      taken.set(at, parameter);
    }
  }
  return problems;
}

/** "start and cancel a request" of two things to do. */
function sentence(one: string, other: string): string {
  const [verb, ...rest] = one.split(" ");
  return other.endsWith(rest.join(" ")) ? `${verb} and ${other}` : `${one} and ${other}`;
}

/** Settings that fit the schema and cannot be meant. */
function contradictions({ define, providers, wrappers, messageMaps }: Configuration): ConfigurationProblem[] {
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
  problems.push(...wrapperProblems(wrappers ?? {}));
  for (const name of namesIn(messageMaps)) if (!NAME.test(name)) problems.push(noName("messageMaps", name));
  if (!Array.isArray(messageMaps))
    for (const [name, { message, handler }] of Object.entries(messageMaps ?? {}))
      if (message === handler)
        problems.push({
          path: `messageMaps.${name}`,
          message: `'messageMaps.${name}': argument ${message} cannot be both message and handler`,
        });
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
