/** hostent, servent and protoent read back field by field, for those who look at a buffer from outside. */
import { structures } from "../winsock/structures.ts";
import { type Address, littleEndian, type Memory, readPointer, readString } from "./memory.ts";

export interface HostentView {
  readonly h_name: string | undefined;
  readonly h_aliases: string[];
  readonly h_addrtype: number;
  readonly h_length: number;
  /** Dotted decimal. */
  readonly h_addr_list: string[];
}

export interface ServentView {
  readonly s_name: string | undefined;
  readonly s_aliases: string[];
  /** The raw signed short, in network order. */
  readonly s_port: number;
  /** undefined if the pointer is NULL. */
  readonly s_proto: string | undefined;
}

export interface ProtoentView {
  readonly p_name: string | undefined;
  readonly p_aliases: string[];
  readonly p_proto: number;
}

type Name = "hostent" | "servent" | "protoent";

function reader(memory: Memory, name: Name, address: Address) {
  const { fields } = structures.find((s) => s.name === name)!.layout[memory.size === 8 ? "win64" : "win32"];
  const at = (field: string) => address + fields.find((f) => f.name === field)!.offset;
  const pointer = (field: string) => readPointer(memory, at(field)) ?? 0;
  const list = <T>(field: string, read: (address: Address) => T | undefined): T[] => {
    const result: T[] = [];
    for (let entry = pointer(field); entry !== 0; entry += memory.size) {
      const target = readPointer(memory, entry);
      const value = target ? read(target) : undefined;
      if (value === undefined) break;
      result.push(value);
    }
    return result;
  };
  return {
    text: (field: string) => (pointer(field) ? readString(memory, pointer(field)) : undefined),
    texts: (field: string) => list(field, (a) => readString(memory, a)),
    short: (field: string) => {
      const value = littleEndian(memory.read(at(field), 2) ?? new Uint8Array(2));
      return value >= 0x8000 ? value - 0x10000 : value;
    },
    list,
  };
}

export function readHostent(memory: Memory, address: Address): HostentView {
  const r = reader(memory, "hostent", address);
  return {
    h_name: r.text("h_name"),
    h_aliases: r.texts("h_aliases"),
    h_addrtype: r.short("h_addrtype"),
    h_length: r.short("h_length"),
    h_addr_list: r.list("h_addr_list", (a) => memory.read(a, 4)?.join(".")),
  };
}

export function readServent(memory: Memory, address: Address): ServentView {
  const r = reader(memory, "servent", address);
  return { s_name: r.text("s_name"), s_aliases: r.texts("s_aliases"), s_port: r.short("s_port"), s_proto: r.text("s_proto") };
}

export function readProtoent(memory: Memory, address: Address): ProtoentView {
  const r = reader(memory, "protoent", address);
  return { p_name: r.text("p_name"), p_aliases: r.texts("p_aliases"), p_proto: r.short("p_proto") };
}
