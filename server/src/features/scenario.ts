/**
 * Scenario files (`*.winsock-scenario.json`): what a person pins in a simulation. One schema checks what was written, and the JSON schema that
 * editors complete from is generated from it. Every fault is named with its place.
 */
import { findNodeAtLocation, type Node, type ParseError, parseTree, getNodeValue, printParseErrorCode } from "jsonc-parser";
import * as z from "zod/mini";
import { checkRecords, type Knobs, type Outcome, type ScriptedRecords } from "../emulator/index.ts";
import type { PinnedLookup, Scenario } from "../explorer/scenario.ts";
import type { SimulateOptions } from "../explorer/simulateTypes.ts";
import { errorValues } from "../winsock/index.ts";
import { nearest, PROVIDERS, type ProviderName } from "./configuration.ts";
import { knobsSchema } from "./scenarioKnobs.ts";

const describe = <T extends z.ZodMiniType>(schema: T, description: string): T => schema.check(z.describe(description)) as T;

const ERRORS = Object.keys(errorValues) as [string, ...string[]];
const CALLS = [
  "WSAAsyncGetHostByName",
  "WSAAsyncGetHostByAddr",
  "WSAAsyncGetServByName",
  "WSAAsyncGetServByPort",
  "WSAAsyncGetProtoByName",
  "WSAAsyncGetProtoByNumber",
  "gethostbyname",
  "gethostbyaddr",
  "getservbyname",
  "getservbyport",
  "getprotobyname",
  "getprotobynumber",
  "GetAddrInfoExW",
] as const;

const whole = (least: number, most: number) => z.int().check(z.gte(least), z.lte(most));
const count = (description: string) => describe(z.optional(whole(1, 1_000_000_000)), description);
const delay = describe(
  z.optional(z.number().check(z.gte(0), z.lte(0x7fffffff))),
  "Milliseconds that the lookup takes. Without it (or 0) it may end at any time.",
);
const error = describe(z.union([z.enum(ERRORS), whole(1, 0xffff)]), "A Winsock error, by name or number.");
const names = { name: z.string(), aliases: z.optional(z.array(z.string())) };
const port = describe(whole(0, 65535), "In host order.");
const list = <T extends z.ZodMiniType>(item: T, description: string) => describe(z.optional(z.array(item)), description);
const outcome = z.union([z.literal("found"), error]);
const start = z.union([z.literal("begins"), error]);

export const ScenarioSchema = z.strictObject({
  $schema: z.optional(z.string()),
  description: describe(z.optional(z.string()), "What this scenario is about, for its readers."),
  hosts: list(
    z.strictObject({ ...names, addresses: describe(z.array(z.string()), "IPv4 addresses such as 192.0.2.10."), delay }),
    "Hosts that exist. With this list (or `hostErrors`, `otherHosts`) no others do.",
  ),
  hostErrors: list(z.strictObject({ name: describe(z.string(), "A name, or an address."), error, delay }), "Hosts whose lookup fails."),
  otherHosts: describe(z.optional(error), "Error of every host that is not listed; default WSAHOST_NOT_FOUND."),
  services: list(z.strictObject({ ...names, port, protocol: z.string(), delay }), "Services that exist, instead of the usual ones."),
  serviceErrors: list(
    z.strictObject({ name: z.optional(z.string()), port: z.optional(port), error, delay }),
    "Services whose lookup fails, by name or port.",
  ),
  protocols: list(z.strictObject({ ...names, number: whole(-32768, 65535), delay }), "Protocols that exist, instead of the usual ones."),
  protocolErrors: list(
    z.strictObject({ name: z.optional(z.string()), number: z.optional(whole(-32768, 65535)), error, delay }),
    "Protocols whose lookup fails, by name or number.",
  ),
  delay: describe(delay, "Milliseconds that every lookup takes that has no delay of its own."),
  outcomes: list(
    z.strictObject({
      call: describe(z.optional(z.enum(CALLS)), "Only lookups by this call."),
      name: describe(z.optional(z.string()), "Only lookups of this name."),
      request: describe(z.optional(whole(1, 100_000)), "Only the request with this number, counting from 1 in the order of their start."),
      outcome: describe(
        z.optional(z.union([outcome, z.array(outcome).check(z.minLength(1))])),
        "`found` (what the tables say), an error, or several of them: each is tried, and nothing else.",
      ),
      start: describe(
        z.optional(z.union([start, z.array(start).check(z.minLength(1))])),
        "What the call that starts the lookup can do: `begins`, fail with an error, or several of them. Without it one start in each run may fail.",
      ),
      delay,
    }),
    "What lookups can end with; the first item that fits a lookup counts.",
  ),
  user: list(
    z.strictObject({
      entry: describe(
        z.string().check(z.minLength(1)),
        "`close`, `command 2`, the name of a handler (`OnStop`, `CDialog::OnStop`), or of a destructor (`CLookup::~CLookup`).",
      ),
      times: describe(z.optional(whole(1, 100)), "How often it may act in one run; default 1."),
      when: describe(
        z.optional(z.enum(["pending", "over"])),
        "Only while a request has no answer yet (`pending`), or once it has one or was cancelled (`over`).",
      ),
      request: describe(z.optional(whole(1, 100_000)), "The request that `when` is about, counting from 1."),
      after: describe(z.optional(z.string()), "Another entry of this list that must have acted before."),
    }),
    "What the user does. With this list nothing else is done; without it, each handler that touches requests acts at most once.",
  ),
  providers: describe(
    z.optional(z.array(z.enum(PROVIDERS)).check(z.minLength(1))),
    "Winsock providers under which the program is run, one after the other.",
  ),
  knobs: knobsSchema(error),
  bounds: describe(
    z.optional(
      z.strictObject({
        states: count("States after which the search is cut."),
        decisions: count("Choices in one run after which it is cut; default 32."),
        loops: count("Turns of one loop on an unknown condition after which a run is cut; default 64."),
        events: describe(z.optional(whole(0, 1000)), "User events in one run; default 2, or as many as `user` allows."),
        seconds: count("Seconds after which the search under one provider is cut."),
      }),
    ),
    "Where the search ends. What was cut is listed in the result.",
  ),
});
export type ScenarioFile = z.infer<typeof ScenarioSchema>;

export interface ScenarioProblem {
  /** Counting from 1. */
  readonly line: number;
  readonly column: number;
  /** Characters that it is about. */
  readonly length: number;
  /** The JSON schema says it too. */
  readonly schema: boolean;
  /** Where in the file: `outcomes[1].delay`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

export interface ReadScenario {
  /** As it was written. */
  readonly file: ScenarioFile;
  readonly scenario: Scenario;
  readonly providers?: readonly ProviderName[];
  readonly bounds: NonNullable<ScenarioFile["bounds"]>;
}

type Path = readonly PropertyKey[];

const written = (path: Path): string =>
  path.map((part, i) => (typeof part === "number" ? `[${part}]` : `${i > 0 ? "." : ""}${String(part)}`)).join("");

const suggest = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known);
  return near ? `; did you mean '${near}'?` : "";
};

/** Reads the text of a scenario (comments and trailing commas are allowed). With any problem there is no scenario. */
export function parseScenario(text: string): { readonly read?: ReadScenario; readonly problems: readonly ScenarioProblem[] } {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const at = (offset: number): { line: number; column: number } => {
    const before = text.slice(0, offset);
    return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
  };
  const first = errors[0];
  if (first || !tree)
    return {
      problems: [
        {
          ...at(first?.offset ?? 0),
          length: first?.length ?? 0,
          schema: true,
          path: "",
          message: first ? printParseErrorCode(first.error) : "the file is empty",
        },
      ],
    };
  const value: unknown = getNodeValue(tree);
  const faults = schemaFaults(value);
  const schema = faults.length > 0;
  if (!schema) faults.push(...recordFaults(value), ...contradictions(value as ScenarioFile));
  const problems = faults.map(({ path, message, key }) => {
    const { offset, length } = placeOf(tree, path, key);
    return { ...at(offset), length, schema, path: written(path), message };
  });
  if (problems.length > 0) return { problems };
  return { read: readingOf(value as ScenarioFile), problems };
}

interface Fault {
  readonly path: Path;
  readonly message: string;
  /** The place is the key of the member, not its value. */
  readonly key?: boolean;
}

/** Where `path` is written; of what is missing, where its nearest owner is. */
function placeOf(tree: Node, path: Path, key = false): { readonly offset: number; readonly length: number } {
  for (let length = path.length; length >= 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length) as (string | number)[]);
    if (node) return (key && length === path.length && node.parent?.type === "property" && node.parent.children?.[0]) || node;
  }
  return tree;
}

function schemaFaults(value: unknown): Fault[] {
  const result = z.safeParse(ScenarioSchema, value);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => faultsOf(issue, [], value));
}

type Issue = z.core.$ZodIssue;

function faultsOf(issue: Issue, base: Path, file: unknown): Fault[] {
  const path = [...base, ...issue.path];
  const word = wordAt(file, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: `unknown member '${key}'${suggest(key, membersAt(path))}`,
        key: true,
      }));
    case "invalid_value": {
      const known = issue.values.map(String);
      return [{ path, message: `must be ${known.length > 6 ? `a known name${suggest(word, known)}` : `one of ${known.join(", ")}`}` }];
    }
    case "invalid_union": {
      // an error's name or number, alone or in a list: the branch that came furthest says what is wrong
      const deepest = issue.errors
        .flat()
        .map((inner) => faultsOf(inner, path, file))
        .sort((a, b) => b[0]!.path.length - a[0]!.path.length)[0];
      if (deepest?.[0] && deepest[0].path.length > path.length) return deepest;
      const near = word === "" ? "" : suggest(word, ["found", ...ERRORS]);
      return [{ path, message: `must be the name or number of a Winsock error${path.includes("outcomes") ? ", or 'found'" : ""}${near}` }];
    }
    default:
      return [
        {
          path,
          message:
            issue.path.length === 0 && base.length === 0 ? "a scenario must be an object" : `${issue.message || "has the wrong type"}`,
        },
      ];
  }
}

/** What is written at `path`, if that is a text. */
function wordAt(file: unknown, path: Path): string {
  let value = file;
  for (const part of path) value = typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined;
  return typeof value === "string" ? value : "";
}

/** Names of the members that an object at `path` may have. */
function membersAt(path: Path): string[] {
  let schema: object = z.toJSONSchema(ScenarioSchema, { target: "draft-7" });
  for (const part of path) {
    const { properties, items } = schema as { properties?: Record<string, object>; items?: object };
    schema = (typeof part === "number" ? items : properties?.[String(part)]) ?? {};
  }
  return Object.keys((schema as { properties?: object }).properties ?? {});
}

/** Rules of the emulator's databases that a schema cannot say. */
function recordFaults(value: unknown): Fault[] {
  return checkRecords(recordsOf(value as ScenarioFile)).map(({ where, reason }) => ({
    path: [...where.matchAll(/\.([A-Za-z]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index)),
    message: reason,
  }));
}

const RECORDS = ["hosts", "hostErrors", "otherHosts", "services", "serviceErrors", "protocols", "protocolErrors", "delay"] as const;

function recordsOf(file: ScenarioFile): ScriptedRecords {
  return Object.fromEntries(RECORDS.flatMap((key) => (file[key] === undefined ? [] : [[key, file[key]]])));
}

const lower = (text: string): string => text.toLowerCase();

/** What cannot be true at once, or would never be looked at. */
function contradictions(file: ScenarioFile): Fault[] {
  const faults: Fault[] = [];
  const exists = new Set((file.hosts ?? []).flatMap((host) => [host.name, ...(host.aliases ?? [])].map(lower)));
  const fails = new Map((file.hostErrors ?? []).map((one, i) => [lower(one.name), i]));
  for (const [name, i] of fails)
    if (exists.has(name)) faults.push({ path: ["hostErrors", i, "name"], message: `'${name}' is among the hosts that exist` });

  const rules = file.outcomes ?? [];
  const hostsPinned = file.hosts !== undefined || file.hostErrors !== undefined || file.otherHosts !== undefined;
  rules.forEach((rule, i) => {
    if (rule.outcome === undefined && rule.delay === undefined)
      faults.push({ path: ["outcomes", i], message: "neither an outcome nor a delay" });
    const before = rules.findIndex((other, j) => j < i && covers(other, rule));
    if (before >= 0) faults.push({ path: ["outcomes", i], message: `is never looked at: outcomes[${before}] is about the same lookups` });
    if (rule.outcome === undefined || rule.name === undefined || !hostsPinned || !/^(WSAAsyncGet|get)host/i.test(rule.call ?? "gethost"))
      return;
    const found = [rule.outcome].flat().includes("found");
    if (found && !exists.has(lower(rule.name)) && !/^\d+(\.\d+){3}$/.test(rule.name))
      faults.push({ path: ["outcomes", i, "outcome"], message: `'${rule.name}' cannot be found: it is not among the hosts that exist` });
    if (!found && exists.has(lower(rule.name)) && rule.request === undefined)
      faults.push({ path: ["outcomes", i, "outcome"], message: `'${rule.name}' is among the hosts that exist, and would never be found` });
  });

  const user = file.user ?? [];
  user.forEach((one, i) => {
    if (one.request !== undefined && one.when === undefined)
      faults.push({ path: ["user", i, "request"], message: "a request without 'when'" });
    if (one.after !== undefined && (one.after === one.entry || !user.some((other) => other.entry === one.after)))
      faults.push({ path: ["user", i, "after"], message: `'${one.after}' is no other entry of this list` });
    if (user.findIndex((other) => other.entry === one.entry) < i)
      faults.push({ path: ["user", i, "entry"], message: `'${one.entry}' is in the list twice; say 'times'` });
  });
  const { pendingLimit, exhaustedError } = file.knobs ?? {};
  if (exhaustedError !== undefined && pendingLimit === 0)
    faults.push({ path: ["knobs", "exhaustedError"], message: "no start is one too many: 'pendingLimit' is 0" });
  if (user.length > 0 && file.bounds?.events === 0)
    faults.push({ path: ["bounds", "events"], message: "no user event is allowed, and 'user' lists some" });
  return faults;
}

/** Whether every lookup that `b` is about is taken by `a`. */
function covers(a: NonNullable<ScenarioFile["outcomes"]>[number], b: typeof a): boolean {
  return (
    (a.call === undefined || a.call === b.call) &&
    (a.name === undefined || (b.name !== undefined && lower(a.name) === lower(b.name))) &&
    (a.request === undefined || a.request === b.request)
  );
}

function readingOf(file: ScenarioFile): ReadScenario {
  const records = recordsOf(file);
  const codeOf = (one: z.infer<typeof error>): number => (typeof one === "number" ? one : errorValues[one]!);
  const outcomeOf = (one: z.infer<typeof outcome>): Outcome => (one === "found" ? "database" : codeOf(one));
  const lookups = file.outcomes?.map(
    ({ outcome: pinned, start: begun, ...rule }): PinnedLookup => ({
      ...rule,
      ...(pinned !== undefined && { outcomes: [...new Set([pinned].flat())].map(outcomeOf) }),
      ...(begun !== undefined && { start: [...new Set([begun].flat())].map((one) => (one === "begins" ? 0 : codeOf(one))) }),
    }),
  );
  return {
    file,
    scenario: {
      ...(Object.keys(records).length > 0 && { records }),
      ...(lookups && { lookups }),
      ...(file.user && { user: file.user.map((one) => ({ ...one, times: one.times ?? 1 })) }),
      ...(file.knobs && Object.keys(file.knobs).length > 0 && { knobs: knobsOf(file.knobs, codeOf) }),
    },
    ...(file.providers && { providers: [...new Set(file.providers)] }),
    bounds: file.bounds ?? {},
  };
}

function knobsOf(
  { exhaustedError, noSuchEntry, ...rest }: NonNullable<ScenarioFile["knobs"]>,
  codeOf: (one: z.infer<typeof error>) => number,
): Knobs {
  return {
    ...rest,
    ...(exhaustedError !== undefined && { exhaustedError: codeOf(exhaustedError) }),
    ...(noSuchEntry !== undefined && { noSuchEntry: codeOf(noSuchEntry) }),
  };
}

/** The JSON schema editors complete and check scenario files with. */
export function scenarioJsonSchema(): object {
  return { title: "Winsock Async scenario", ...z.toJSONSchema(ScenarioSchema, { target: "draft-7" }) };
}

/** What a search is asked for because of a scenario. */
export function searchOptions({ scenario, bounds }: Omit<ReadScenario, "file">): SimulateOptions {
  const turns = scenario.user?.reduce((sum, one) => sum + one.times, 0);
  const maxEvents = bounds.events ?? turns;
  return {
    scenario,
    // which message finds the queue full depends on orders that are else left out
    ...(scenario.knobs?.queueLimit && { reduce: false }),
    ...(maxEvents !== undefined && { maxEvents }),
    ...(bounds.states !== undefined && { maxStates: bounds.states }),
    ...(bounds.decisions !== undefined && { maxDecisions: bounds.decisions }),
    ...(bounds.loops !== undefined && { maxIterations: bounds.loops }),
    ...(bounds.seconds !== undefined && { maxSeconds: bounds.seconds }),
  };
}
