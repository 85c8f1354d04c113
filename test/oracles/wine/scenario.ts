/**
 * A scenario: what the name databases answer, and which lookups wait at a gate. One JSON feeds both sides: it becomes the hosts, services
 * and protocol files of a Wine prefix, and the scripted database of the emulator.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HostRecord, ProtocolRecord, ServiceRecord } from "../../../server/src/emulator/names.ts";

export interface Records {
  readonly hosts?: readonly HostRecord[];
  readonly hostErrors?: readonly { readonly name: string; readonly error: string }[];
  readonly services?: readonly ServiceRecord[];
  readonly protocols?: readonly ProtocolRecord[];
}

export interface Scenario {
  readonly name: string;
  readonly records: Records;
  /** Name of a host to the gate at which its lookup waits until the program opens it. */
  readonly gates: Readonly<Record<string, string>>;
}

/** Gives a service aliases so long that nobody wants them in a file. */
interface LongAliases {
  readonly service: string;
  readonly count: number;
  readonly length: number;
}

interface ScenarioFile {
  readonly records: Records;
  readonly gates?: Readonly<Record<string, string>>;
  readonly longAliases?: LongAliases;
}

/** Reads `NAME.json` of `folder`. */
export function readScenario(folder: string, name: string): Scenario {
  const file = JSON.parse(readFileSync(join(folder, name + ".json"), "utf8")) as ScenarioFile;
  const records = file.longAliases ? withLongAliases(file.records, file.longAliases) : file.records;
  return { name, records, gates: file.gates ?? {} };
}

function withLongAliases(records: Records, long: LongAliases): Records {
  const aliases = Array.from({ length: long.count }, (_, i) => String.fromCharCode(97 + i).repeat(long.length));
  const services = (records.services ?? []).map((service) => (service.name === long.service ? { ...service, aliases } : service));
  return { ...records, services };
}

/** The hosts file: one line for each address of each host. */
export function hostsFile({ records }: Scenario): string {
  return lines((records.hosts ?? []).flatMap((host) => host.addresses.map((a) => [a, host.name, ...(host.aliases ?? [])])));
}

export function servicesFile({ records }: Scenario): string {
  return lines((records.services ?? []).map((s) => [s.name, `${s.port}/${s.protocol}`, ...(s.aliases ?? [])]));
}

export function protocolFile({ records }: Scenario): string {
  return lines((records.protocols ?? []).map((p) => [p.name, String(p.number), ...(p.aliases ?? [])]));
}

function lines(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.join(" ") + "\n").join("");
}

/** Errors of the resolver of C, as netdb.h numbers them. */
const resolverErrors: Readonly<Record<string, number>> = { WSAHOST_NOT_FOUND: 1, WSATRY_AGAIN: 2, WSANO_RECOVERY: 3, WSANO_DATA: 4 };

/** The value of ORACLE_RESOLVER for the shim; gates are files in the folder `gates`. */
export function resolverActions({ records, gates }: Scenario, gateFolder: string): string {
  const errors = (records.hostErrors ?? []).map(({ name, error }) => `${name}=error:${resolverErrors[error]}`);
  const waits = Object.entries(gates).map(([name, gate]) => `${name}=gate:${join(gateFolder, gate)}`);
  return [...errors, ...waits].join(";");
}
