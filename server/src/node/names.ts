/**
 * Names of this machine, for runs that ask for them: its tables of hosts, services and protocols, and what its resolver says. Both are read
 * before a run and become scripted records; the run itself is pure.
 */
import { lookup, lookupService, Resolver } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDottedAddress, type Query, readTables, type ScriptedRecords, type SystemResult } from "../emulator/index.ts";
import { reasonOf } from "./collect.ts";

export interface MachineNames {
  /** Tables that could be read; one that is not there is left out. */
  readonly records: ScriptedRecords;
  /** One sentence for each file or line that could not be read. */
  readonly problems: readonly string[];
}

/** The folder in which this system keeps them. */
const FOLDER = process.platform === "win32" ? join(process.env.SystemRoot ?? "C:\\Windows", "System32", "drivers", "etc") : "/etc";

/** The machine's own `hosts`, `services` and `protocol` (`protocols` outside of Windows). */
export function machineNames(folder = FOLDER): MachineNames {
  const problems: string[] = [];
  const read = (...files: string[]): string | undefined => {
    let reason = "";
    for (const file of files) {
      try {
        // Names are narrow text: bytes as they are.
        return readFileSync(join(folder, file), "latin1");
      } catch (error) {
        reason ||= `${join(folder, file)}: ${reasonOf(error)}`;
      }
    }
    problems.push(reason);
    return undefined;
  };
  const hosts = read("hosts");
  const services = read("services");
  const protocol = read("protocols", "protocol");
  const tables = readTables({
    ...(hosts !== undefined && { hosts }),
    ...(services !== undefined && { services }),
    ...(protocol !== undefined && { protocol }),
  });
  problems.push(...tables.problems.map(({ where, reason }) => `${folder} ${where}: ${reason}`));
  const { records } = tables;
  return {
    records: {
      ...(hosts !== undefined && { hosts: records.hosts ?? [] }),
      ...(services !== undefined && { services: records.services ?? [] }),
      ...(protocol !== undefined && { protocols: records.protocols ?? [] }),
    },
    problems,
  };
}

/** What is asked of the system; rejects with an error whose `code` is one of node:dns. */
export interface SystemResolver {
  /** IPv4 addresses of a name. */
  addresses(name: string): Promise<readonly string[]>;
  /** The official name, if it is another one. */
  officialName(name: string): Promise<string | undefined>;
  /** The name of an address. */
  nameOf(address: string): Promise<string>;
}

const PATIENCE = { timeout: 2000, tries: 1 };

/** The resolver of this machine: its hosts file, then the network, as its own programs see them. */
export const systemResolver: SystemResolver = {
  addresses: async (name) => (await lookup(name, { family: 4, all: true })).map(({ address }) => address),
  officialName: async (name) => {
    let official: string | undefined;
    let next: string | undefined = name;
    // an alias may be the alias of another one
    for (let depth = 0; next !== undefined && depth < 8; depth++) {
      next = await new Resolver(PATIENCE).resolveCname(next).then(
        ([alias]) => alias,
        () => undefined,
      );
      official = next ?? official;
    }
    return official;
  },
  nameOf: async (address) => (await lookupService(address, 0)).hostname,
};

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "EAI_FAIL";
};

/** The name or the address that a question about a host is about; undefined for one that needs no resolver. */
export function hostAsked(query: Query): string | undefined {
  if (query.kind === "hostByAddr") return query.address;
  if (query.kind !== "hostByName" || query.name === "" || isDottedAddress(query.name)) return undefined;
  return query.name.toLowerCase();
}

/** Asks the system once for each host that the questions are about, all at the same time; answers in the order of the questions. */
export async function resolveHosts(asked: readonly Query[], resolver: SystemResolver = systemResolver): Promise<SystemResult[]> {
  const questions = new Map<string, Promise<SystemResult>>();
  for (const query of asked) {
    const key = hostAsked(query);
    if (key === undefined) continue;
    const full = `${query.kind} ${key}`;
    if (!questions.has(full)) questions.set(full, query.kind === "hostByAddr" ? nameOf(key, resolver) : addressesOf(key, resolver));
  }
  return Promise.all(questions.values());
}

async function addressesOf(name: string, resolver: SystemResolver): Promise<SystemResult> {
  try {
    const [addresses, canonicalName] = await Promise.all([resolver.addresses(name), resolver.officialName(name)]);
    return { name, addresses, ...(canonicalName !== undefined && { canonicalName }) };
  } catch (error) {
    return { name, code: codeOf(error) };
  }
}

async function nameOf(address: string, resolver: SystemResolver): Promise<SystemResult> {
  try {
    const name = await resolver.nameOf(address);
    // a resolver without a name may give the address back
    return name === address ? { name: address, code: "ENOTFOUND" } : { name, address };
  } catch (error) {
    return { name: address, code: codeOf(error) };
  }
}
