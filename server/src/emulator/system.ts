/**
 * Names of the machine: an entry resolves *before* a run and hands the results in; here they become scripted records, so that the run can be
 * repeated. Nothing here does IO.
 */
import type { HostRecord, NameDatabase, Query, ScriptedRecords } from "./names.ts";

/** What a resolver said about one name. `code` is that of Node's dns module, e.g. "ENOTFOUND". */
export type SystemResult =
  | { readonly name: string; readonly addresses: readonly string[]; readonly canonicalName?: string }
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
  const hosts: HostRecord[] = [...(base.hosts ?? [])];
  const hostErrors = [...(base.hostErrors ?? [])];
  for (const result of results) {
    if ("code" in result) hostErrors.push({ name: result.name, error: byCode[result.code] ?? "WSANO_RECOVERY" });
    else if (!result.addresses.length) hostErrors.push({ name: result.name, error: "WSANO_DATA" });
    else {
      const official = result.canonicalName ?? result.name;
      hosts.push({ name: official, aliases: official === result.name ? [] : [result.name], addresses: result.addresses });
    }
  }
  return { ...base, hosts, hostErrors };
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
