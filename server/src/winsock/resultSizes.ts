/**
 * How large a result is, as providers reckon it, and in which order its parts stand in `buf`. Programs must not depend on the order; the
 * emulator and the conformance tests do. P = size of a pointer.
 */
import { structures, type Target } from "./structures.ts";
import type { ResultStructure } from "./types.ts";

/** What a database entry contains. Strings are counted in bytes; addresses only for hosts, `protocol` only for services. */
export interface DatabaseEntry {
  readonly kind: ResultStructure;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly protocol?: string;
  readonly addresses?: number;
  readonly addressLength?: number;
}

export type ResultPart = "struct" | "name" | "protocol" | "aliasPointers" | "aliasStrings" | "addressPointers" | "addresses";

/** Order of the parts inside `buf`. ReactOS counts the protocol string of a service but never copies it: s_proto stays NULL. */
export const partOrder: Readonly<Record<"wine" | "reactos", Readonly<Record<ResultStructure, readonly ResultPart[]>>>> = {
  wine: {
    hostent: ["struct", "name", "aliasPointers", "aliasStrings", "addressPointers", "addresses"],
    servent: ["struct", "name", "protocol", "aliasPointers", "aliasStrings"],
    protoent: ["struct", "name", "aliasPointers", "aliasStrings"],
  },
  reactos: {
    hostent: ["struct", "aliasPointers", "addressPointers", "addresses", "name", "aliasStrings"],
    servent: ["struct", "aliasPointers", "name", "aliasStrings"],
    protoent: ["struct", "aliasPointers", "name", "aliasStrings"],
  },
};

function sizeOfStruct(kind: ResultStructure, target: Target): number {
  return structures.find((s) => s.name === kind)!.layout[target].size;
}

const bytes = (text: string) => new TextEncoder().encode(text).length + 1;

/** Exact number of bytes of all parts, without any rounding: what Wine reports. */
export function exactResultSize(entry: DatabaseEntry, target: Target): number {
  const pointer = target === "win64" ? 8 : 4;
  let size = sizeOfStruct(entry.kind, target) + bytes(entry.name);
  for (const alias of entry.aliases) size += bytes(alias);
  size += (entry.aliases.length + 1) * pointer;
  if (entry.kind === "servent") size += bytes(entry.protocol ?? "");
  if (entry.kind === "hostent") {
    const count = entry.addresses ?? 0;
    size += count * (entry.addressLength ?? 4) + (count + 1) * pointer;
  }
  return size;
}

/** What the provider reports as needed. Only the low 16 bits of it reach the program. */
export function reportedResultSize(provider: "wine" | "reactos", entry: DatabaseEntry, target: Target): number {
  const exact = exactResultSize(entry, target);
  if (provider === "wine") return exact;
  if (entry.kind === "hostent") return Math.ceil(exact / 8) * 8;
  // ReactOS reckons a protocol with the size of a service record.
  if (entry.kind === "protoent") return exact - sizeOfStruct("protoent", target) + sizeOfStruct("servent", target);
  return exact;
}
