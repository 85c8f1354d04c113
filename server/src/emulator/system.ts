/**
 * Names of the machine: an entry resolves *before* a run and hands the results in; here they become scripted records, so that the run can be
 * repeated. Nothing here does IO.
 */
import { errorValues, WSANO_DATA } from "../winsock/errorValues.ts";
import type { HostRecord, NameDatabase, ProtocolRecord, Query, ScriptedRecords, ServiceRecord } from "./names.ts";

/**
 * What a resolver said about one name, or about one address (`address`: its official name). `name` of a failure is the name or the address
 * that was asked for; `code` is that of Node's dns module, e.g. "ENOTFOUND".
 */
export type SystemResult =
  | { readonly name: string; readonly addresses: readonly string[]; readonly canonicalName?: string }
  | { readonly name: string; readonly address: string }
  | { readonly name: string; readonly code: string };

/** DNS answers as Winsock reports them: no such name, temporary failure, refusal or format error, and a name without an address. */
const byCode: Readonly<Record<string, string>> = {
  ENOTFOUND: "WSAHOST_NOT_FOUND",
  EAI_NONAME: "WSAHOST_NOT_FOUND",
  ENODATA: "WSANO_DATA",
  EAI_NODATA: "WSANO_DATA",
  ESERVFAIL: "WSATRY_AGAIN",
  ETIMEOUT: "WSATRY_AGAIN",
  EAI_AGAIN: "WSATRY_AGAIN",
  ECONNREFUSED: "WSATRY_AGAIN",
  EFORMERR: "WSANO_RECOVERY",
  ENOTIMP: "WSANO_RECOVERY",
  EREFUSED: "WSANO_RECOVERY",
  EAI_FAIL: "WSANO_RECOVERY",
};

/** Scripted records that answer what the system answered. `base` supplies services and protocols. Unknown codes become WSANO_RECOVERY. */
export function systemRecords(results: readonly SystemResult[], base: ScriptedRecords = {}): ScriptedRecords {
  const byName: HostRecord[] = [];
  const byAddress: HostRecord[] = [];
  const hostErrors = [...(base.hostErrors ?? [])];
  for (const result of results) {
    if ("code" in result) hostErrors.push({ name: result.name, error: byCode[result.code] ?? "WSANO_RECOVERY" });
    else if ("address" in result) byAddress.push({ name: result.name, addresses: [result.address] });
    else if (!result.addresses.length) hostErrors.push({ name: result.name, error: "WSANO_DATA" });
    else {
      const official = result.canonicalName ?? result.name;
      byName.push({ name: official, aliases: same(official, result.name) ? [] : [result.name], addresses: result.addresses });
    }
  }
  return { ...base, hosts: [...(base.hosts ?? []), ...inOrder(byName, byAddress)], hostErrors };
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * The first record that matches answers. What was learnt by address therefore stands before every other host with that address, and behind the
 * one of the same name, which a lookup by name has to find.
 */
function inOrder(byName: readonly HostRecord[], byAddress: readonly HostRecord[]): HostRecord[] {
  const named = byName.filter((host) => byAddress.some((other) => same(host.name, other.name)));
  return [...named, ...byAddress, ...byName.filter((host) => !named.includes(host))];
}

/**
 * The answers of any database to these questions as scripted records: a run that asks the same is answered the same. Tables that no question
 * was about are left out.
 */
export function recordsOf(asked: readonly Query[], names: NameDatabase): ScriptedRecords {
  const byName = new Set<HostRecord>();
  const byAddress = new Set<HostRecord>();
  const hostErrors = new Map<string, number>();
  const services = new Set<ServiceRecord>();
  const serviceErrors = new Map<string, { name?: string; port?: number; error: number }>();
  const protocols = new Set<ProtocolRecord>();
  const protocolErrors = new Map<string, { name?: string; number?: number; error: number }>();
  for (const query of asked) {
    const { error, host, service, protocol } = names.lookup(query);
    // What no table knows needs no line: the table says it.
    const listed = error !== 0 && error !== WSANO_DATA;
    switch (query.kind) {
      case "hostByName":
      case "hostByAddr":
        if (host) (query.kind === "hostByName" ? byName : byAddress).add(host);
        else hostErrors.set(query.kind === "hostByName" ? query.name : query.address, error);
        break;
      case "servByName":
        if (service) services.add(service);
        else if (listed) serviceErrors.set(query.name, { name: query.name, error });
        break;
      case "servByPort":
        if (service) services.add(service);
        else if (listed) serviceErrors.set(`${query.port}`, { port: query.port, error });
        break;
      case "protoByName":
        if (protocol) protocols.add(protocol);
        else if (listed) protocolErrors.set(query.name, { name: query.name, error });
        break;
      case "protoByNumber":
        if (protocol) protocols.add(protocol);
        else if (listed) protocolErrors.set(`${query.number}`, { number: query.number, error });
        break;
    }
  }
  const about = (kind: string): boolean => asked.some((query) => query.kind.startsWith(kind));
  return {
    ...(about("host") && {
      hosts: inOrder(
        [...byName],
        [...byAddress].filter((host) => !byName.has(host)),
      ),
      hostErrors: [...hostErrors].map(([name, error]) => ({ name, error: named(error) })),
    }),
    ...(about("serv") && { services: [...services], ...listOf("serviceErrors", [...serviceErrors.values()]) }),
    ...(about("proto") && { protocols: [...protocols], ...listOf("protocolErrors", [...protocolErrors.values()]) }),
  };
}

function listOf<Key extends string>(key: Key, list: readonly { readonly error: number }[]): object {
  return list.length === 0 ? {} : { [key]: list.map((one) => ({ ...one, error: named(one.error) })) };
}

/** The name of an error, or its number if it has none. */
function named(error: number): string | number {
  return Object.entries(errorValues).find(([, value]) => value === error)?.[0] ?? error;
}

/** Passes questions on and keeps them, so that an entry can learn in a dry run which names it has to resolve. */
export function recordingDatabase(names: NameDatabase): NameDatabase & { readonly asked: readonly Query[] } {
  const asked: Query[] = [];
  return {
    asked,
    lookup(query) {
      asked.push(query);
      return names.lookup(query);
    },
  };
}
