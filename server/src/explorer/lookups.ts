/** What a name may resolve to in a search, and which outcomes a lookup can have. */
import {
  type Asked,
  everythingDatabase,
  type NameDatabase,
  type Outcome,
  type Query,
  type RequestView,
  type ScriptedRecords,
  scriptedDatabase,
} from "../emulator/index.ts";
import type { Unit } from "../program/types.ts";
import { errorCodes } from "../winsock/index.ts";
import type { PinnedLookup, Scenario } from "./scenario.ts";
import type { SimulateOptions } from "./simulateTypes.ts";

/**
 * Tables that every Windows machine has, as far as programs ask for them. Hosts other than this machine exist as the search likes.
 * Source of ports and protocols: the IANA registries.
 */
const standard = scriptedDatabase({
  hosts: [{ name: "localhost", addresses: ["127.0.0.1"] }],
  services: [
    { name: "echo", port: 7, protocol: "tcp" },
    { name: "echo", port: 7, protocol: "udp" },
    { name: "discard", port: 9, protocol: "tcp", aliases: ["sink", "null"] },
    { name: "daytime", port: 13, protocol: "tcp" },
    { name: "ftp", port: 21, protocol: "tcp" },
    { name: "telnet", port: 23, protocol: "tcp" },
    { name: "smtp", port: 25, protocol: "tcp", aliases: ["mail"] },
    { name: "time", port: 37, protocol: "tcp", aliases: ["timserver"] },
    { name: "domain", port: 53, protocol: "tcp" },
    { name: "domain", port: 53, protocol: "udp" },
    { name: "finger", port: 79, protocol: "tcp" },
    { name: "http", port: 80, protocol: "tcp", aliases: ["www", "www-http"] },
    { name: "pop3", port: 110, protocol: "tcp" },
    { name: "nntp", port: 119, protocol: "tcp", aliases: ["usenet"] },
    { name: "ntp", port: 123, protocol: "udp" },
    { name: "imap", port: 143, protocol: "tcp", aliases: ["imap4"] },
    { name: "https", port: 443, protocol: "tcp", aliases: ["MCom"] },
  ],
  protocols: [
    { name: "ip", number: 0, aliases: ["IP"] },
    { name: "icmp", number: 1, aliases: ["ICMP"] },
    { name: "ggp", number: 3, aliases: ["GGP"] },
    { name: "tcp", number: 6, aliases: ["TCP"] },
    { name: "egp", number: 8, aliases: ["EGP"] },
    { name: "pup", number: 12, aliases: ["PUP"] },
    { name: "udp", number: 17, aliases: ["UDP"] },
    { name: "hmp", number: 20, aliases: ["HMP"] },
    { name: "xns-idp", number: 22, aliases: ["XNS-IDP"] },
    { name: "rdp", number: 27, aliases: ["RDP"] },
    { name: "ipv6", number: 41, aliases: ["IPv6"] },
    { name: "rvd", number: 66, aliases: ["RVD"] },
  ],
});

const everything = everythingDatabase();

/** Text that the interpreter invents for a name about which nothing is known. */
const INVENTED = /^x{8}$/;

/** The default database: the standard tables, and every other host. */
export const searchDatabase: NameDatabase = {
  lookup(query) {
    const known = standard.lookup(query);
    if (known.error === 0) return known;
    const name = "name" in query ? query.name : "";
    if (query.kind === "hostByName" || query.kind === "hostByAddr" || INVENTED.test(name)) return everything.lookup(query);
    return known;
  },
};

/** Errors of starts that tell a program nothing about its own mistakes: it can expect them on a good day. */
const START_ERRORS: readonly number[] = [10035, 10050, 10055];

/** What a start can end with where nothing is pinned: it begins, fails as the provider fails when it is short of something, or as the unit expects. */
export function openStarts(unit: Unit, exhausted: number): readonly number[] {
  const named = errorCodes.filter((error) => START_ERRORS.includes(error.value) && error.channels.includes("S"));
  const texts = [...unit.files.values()].map((file) => file.source.text);
  const compared = named.filter((error) => texts.some((text) => text.includes(error.name))).map((error) => error.value);
  return [0, ...new Set([exhausted, ...compared])];
}

const THIS_MACHINE = /^(localhost|127\.\d+\.\d+\.\d+|)$/i;

const HOST_NOT_FOUND = 11001;
const NO_RECOVERY = 11003;

/** Error constants of lookups that the texts of the unit name. */
export function comparedErrors(unit: Unit): readonly number[] {
  const found = new Set<number>();
  const delivered = errorCodes.filter((error) => error.channels.includes("A"));
  for (const file of unit.files.values()) {
    for (const error of delivered) if (file.source.text.includes(error.name)) found.add(error.value);
  }
  return [...found].sort((a, b) => a - b);
}

/** What a run knows about its lookups. */
export interface Lookups {
  readonly names: NameDatabase;
  /** Outcomes of a request. */
  outcomes(view: RequestView, name: string): readonly Outcome[];
  /** Outcomes of a lookup without a request: a blocking call, GetAddrInfoExW. */
  blocking(asked: Asked): readonly Outcome[];
  /** What a start call can end with, if a rule says so: 0 or errors. */
  start(call: string, name: string, request: number): readonly number[] | undefined;
  /** How long a request's lookup takes if a rule says so; absent: nothing says so for any lookup. */
  readonly delay?: (view: RequestView, name: string) => number | undefined;
}

type Family = "host" | "serv" | "proto";

const CALL_OF: Readonly<Record<RequestView["kind"], string>> = {
  hostByName: "WSAAsyncGetHostByName",
  hostByAddr: "WSAAsyncGetHostByAddr",
  servByName: "WSAAsyncGetServByName",
  servByPort: "WSAAsyncGetServByPort",
  protoByName: "WSAAsyncGetProtoByName",
  protoByNumber: "WSAAsyncGetProtoByNumber",
};

/** Whether the name is known to nobody, so that nothing is pinned for it. */
const isInvented = (query: Query): boolean => "name" in query && INVENTED.test(query.name);

/** Tables that are pinned: those of a given database, or those that the records of a scenario hold. */
function pinnedFamilies(records: ScriptedRecords | undefined, all: boolean): ReadonlySet<Family> {
  if (all) return new Set(["host", "serv", "proto"]);
  const found = new Set<Family>();
  if (records?.hosts || records?.hostErrors || records?.otherHosts !== undefined) found.add("host");
  if (records?.services || records?.serviceErrors) found.add("serv");
  if (records?.protocols || records?.protocolErrors) found.add("proto");
  return found;
}

const familyOf = (kind: string): Family => (/^serv/.test(kind) ? "serv" : /^proto/.test(kind) ? "proto" : "host");

/** What lookups find and end with: as a scenario or a database pins it; else what the standard tables say, and any failure of the network. */
export function lookupsOf(unit: Unit, options: Pick<SimulateOptions, "names" | "scenario" | "asked">): Lookups {
  const { scenario, asked } = options;
  const pinned = pinnedFamilies(scenario?.records, options.names !== undefined);
  const own = options.names ?? (scenario?.records && scriptedDatabase(scenario.records));
  const names: NameDatabase = {
    lookup(query) {
      if (isInvented(query)) return everything.lookup(query);
      const answer = own && pinned.has(familyOf(query.kind)) ? own.lookup(query) : searchDatabase.lookup(query);
      asked?.(query, answer);
      return answer;
    },
  };
  const rules = scenario?.lookups ?? [];
  const fits = (rule: PinnedLookup, call: string, name: string, request: number | undefined): boolean =>
    (rule.call === undefined || rule.call === call) &&
    (rule.name === undefined || rule.name.toLowerCase() === name.toLowerCase()) &&
    (rule.request === undefined || rule.request === request);
  const ruleFor = (call: string, name: string, request: number | undefined): PinnedLookup | undefined =>
    rules.find((rule) => fits(rule, call, name, request));
  const open = openOutcomes(unit);
  return {
    names,
    outcomes(view, name) {
      const rule = ruleFor(CALL_OF[view.kind], name, view.request + 1)?.outcomes;
      if (rule) return rule;
      return pinned.has(familyOf(view.kind)) && !INVENTED.test(name) ? SETTLED : open(view, name);
    },
    blocking({ call, name }) {
      const rule = ruleFor(call, name, undefined)?.outcomes;
      if (rule) return rule;
      // What it asks for is found, or not.
      return pinned.has(familyOf(call.slice(3).toLowerCase())) && !INVENTED.test(name) ? SETTLED : ["database", HOST_NOT_FOUND];
    },
    start(call, name, request) {
      const own = rules.find((rule) => rule.start && fits(rule, call, name, request + 1))?.start;
      if (own) return own;
      // where it is pinned how a lookup ends, it begins
      const settled = ruleFor(call, name, request + 1)?.outcomes !== undefined;
      return settled || (pinned.has(familyOf(call.slice(11).toLowerCase())) && !INVENTED.test(name)) ? BEGINS : undefined;
    },
    ...(takesTime(scenario) && { delay: (view, name) => ruleFor(CALL_OF[view.kind], name, view.request + 1)?.delay }),
  };
}

const SETTLED: readonly Outcome[] = ["database"];

/** A start that cannot fail. */
export const BEGINS: readonly number[] = [0];

/** Something in the scenario says how long a lookup takes. */
function takesTime(scenario: Scenario | undefined): boolean {
  const lists: unknown[] = [...Object.values(scenario?.records ?? {}), scenario?.lookups];
  const timed = (value: unknown): boolean => typeof value === "object" && value !== null && "delay" in value && Number(value.delay) > 0;
  return Number(scenario?.records?.delay ?? 0) > 0 || lists.some((list) => Array.isArray(list) && list.some(timed));
}

/** Outcomes where nothing is pinned: what the database says, then failures. The local tables cannot fail; the network can. */
function openOutcomes(unit: Unit): (view: RequestView, name: string) => readonly Outcome[] {
  const compared = comparedErrors(unit).filter((code) => code !== 10055);
  const other = [HOST_NOT_FOUND, NO_RECOVERY, 11002].find((code) => !compared.includes(code)) ?? 10050;
  const open: readonly Outcome[] = ["database", ...compared, other];
  return (view, name) => {
    if (view.kind === "hostByName") return THIS_MACHINE.test(name) || /^\d+\.\d+\.\d+\.\d+$/.test(name) ? SETTLED : open;
    if (view.kind === "hostByAddr") return open;
    return INVENTED.test(name) ? open : SETTLED;
  };
}
