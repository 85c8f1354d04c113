/** Structures of the Windows and C headers with their members, from which both targets' layouts follow. */
import { memberMacros } from "../winsock/structures.ts";
import type { Environment, PlatformType, Target } from "./ctypes.ts";
import { recordSource } from "./recordNames.ts";
import { parseType } from "./types.ts";

export interface PlatformField {
  readonly name: string;
  readonly type: PlatformType;
}

export interface PlatformRecord {
  /** The name asked for. */
  readonly name: string;
  /** Tag of the structure: equal for all names of one structure. */
  readonly tag: string;
  readonly kind: "struct" | "union";
  readonly fields: readonly PlatformField[];
  /** Bytes to which members are packed, where less than natural. */
  readonly pack?: number;
}

/** One member: `type name`, `type *name[n]`, or a nested `tag.member` type named by its tag. */
function parseField(text: string, environment: Environment): PlatformField {
  const match = /^(.*?[\s*])(\w+)((?:\[\d+\])*)$/.exec(text.trim());
  if (!match) throw new Error(`not a member: ${text}`);
  let type = parseType(match[1]!, environment);
  const bounds = [...match[3]!.matchAll(/\[(\d+)\]/g)].map((m) => Number(m[1]));
  for (const length of bounds.reverse()) type = { kind: "array", of: type, length };
  return { name: match[2]!, type };
}

/** The structure of a tag or typedef name, with its members for a target; undefined for names that are not modelled. */
export function lookupRecord(name: string, target: Target, unicode = false): PlatformRecord | undefined {
  const source = recordSource(name);
  if (!source) return undefined;
  // The A and W structures keep their characters whatever the program's default is.
  const wide = name.endsWith("W") ? true : name.endsWith("A") && !source.tag.endsWith("A") ? false : unicode;
  const body = target === "win64" ? (source.body64 ?? source.body) : source.body;
  const fields = body
    .split(";")
    .map((text) => text.trim())
    .filter(Boolean)
    .map((text) => parseField(text, { target, unicode: wide }));
  return { name, tag: source.tag, kind: source.kind, fields, ...(source.pack && { pack: source.pack }) };
}

/** Members that the headers define as macros for others, or that stand in an anonymous part of the structure. */
const memberPaths: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  in_addr: {
    s_addr: "S_un.S_addr",
    s_host: "S_un.S_un_b.s_b2",
    s_net: "S_un.S_un_b.s_b1",
    s_lh: "S_un.S_un_b.s_b3",
    s_impno: "S_un.S_un_b.s_b4",
  },
  in6_addr: { s6_addr: "u.Byte", s6_addr16: "u.Word", s6_bytes: "u.Byte", s6_words: "u.Word" },
  hostent: memberMacros,
  _LARGE_INTEGER: { LowPart: "u.LowPart", HighPart: "u.HighPart" },
  _ULARGE_INTEGER: { LowPart: "u.LowPart", HighPart: "u.HighPart" },
};

/** `s_addr` of `in_addr` is `S_un.S_addr`; `h_addr` of `hostent` is `h_addr_list[0]`. Undefined for members as they are. */
export function memberPath(record: string, member: string): string | undefined {
  const tag = recordSource(record)?.tag ?? record;
  const paths = Object.hasOwn(memberPaths, tag) ? memberPaths[tag]! : undefined;
  return paths && Object.hasOwn(paths, member) ? paths[member] : undefined;
}

/** Size and alignment in bytes by the rules of the Windows compilers; undefined if a member's type is not modelled. */
export function layoutOf(
  type: PlatformType,
  target: Target,
  unicode = false,
): { readonly size: number; readonly align: number; readonly offsets?: Readonly<Record<string, number>> } | undefined {
  const pointer = target === "win64" ? 8 : 4;
  switch (type.kind) {
    case "bool":
      return { size: 1, align: 1 };
    case "int":
    case "float":
      return { size: type.bits / 8, align: type.bits / 8 };
    case "enum":
      return { size: 4, align: 4 };
    case "pointer":
    case "reference":
      return { size: pointer, align: pointer };
    case "array": {
      const element = layoutOf(type.of, target, unicode);
      return element && type.length !== undefined ? { size: element.size * type.length, align: element.align } : undefined;
    }
    case "record": {
      const record = lookupRecord(type.name, target, unicode);
      if (!record) return undefined;
      let size = 0;
      let align = 1;
      const offsets: Record<string, number> = {};
      for (const field of record.fields) {
        const own = layoutOf(field.type, target, unicode);
        if (!own) return undefined;
        const step = Math.min(own.align, record.pack ?? 16);
        align = Math.max(align, step);
        const at = record.kind === "union" ? 0 : Math.ceil(size / step) * step;
        offsets[field.name] = at;
        size = Math.max(size, at + own.size);
      }
      return { size: Math.ceil(size / align) * align, align, offsets };
    }
    default:
      return undefined;
  }
}
