/** Layouts of the structures these programs touch, for both targets. Offsets follow from sizes and natural alignment. */

export type Target = "win32" | "win64";

export interface StructureField {
  readonly name: string;
  /** C type without the name; array bounds are in `count`. */
  readonly type: string;
  readonly offset: number;
  /** Bytes of the whole field, array included. */
  readonly size: number;
  readonly count?: number;
  readonly signed?: boolean;
  readonly byteOrder?: "network" | "host";
}

export interface StructureLayout {
  readonly name: string;
  readonly target: Target;
  readonly size: number;
  readonly alignment: number;
  readonly fields: readonly StructureField[];
}

export interface Structure {
  /** The tag (`hostent`) or, where programs use only that, the typedef name. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly pointerAliases: readonly string[];
  readonly layout: Readonly<Record<Target, StructureLayout>>;
}

/** `name: type [xN] [net]`; types are those of `elementSize` or end in `*`. */
type FieldSpec = readonly [name: string, type: string, count?: number, byteOrder?: "network" | "host"];

const elementSizes: Readonly<Record<string, number | "pointer">> = {
  char: 1,
  "unsigned char": 1,
  WCHAR: 2,
  short: 2,
  WORD: 2,
  "unsigned short": 2,
  u_short: 2,
  int: 4,
  LONG: 4,
  long: 4,
  DWORD: 4,
  u_long: 4,
  UINT: 4,
  HWND: "pointer",
  HANDLE: "pointer",
  WPARAM: "pointer",
  LPARAM: "pointer",
  ULONG_PTR: "pointer",
  size_t: "pointer",
};

const signedTypes = new Set(["char", "short", "int", "LONG", "long", "LPARAM"]);

function elementSize(type: string, target: Target): number {
  const pointer = target === "win64" ? 8 : 4;
  const size = type.endsWith("*") ? "pointer" : elementSizes[type];
  if (size === undefined) throw new Error(`no size for ${type}`);
  return size === "pointer" ? pointer : size;
}

function layOut(name: string, target: Target, specs: readonly FieldSpec[]): StructureLayout {
  let offset = 0;
  let alignment = 1;
  const fields = specs.map(([field, type, count, byteOrder]): StructureField => {
    const element = elementSize(type, target);
    offset = Math.ceil(offset / element) * element;
    alignment = Math.max(alignment, element);
    const entry: StructureField = {
      name: field,
      type,
      offset,
      size: element * (count ?? 1),
      signed: signedTypes.has(type),
      ...(count !== undefined && { count }),
      ...(byteOrder && { byteOrder }),
    };
    offset += entry.size;
    return entry;
  });
  return { name, target, size: Math.ceil(offset / alignment) * alignment, alignment, fields };
}

function structure(
  name: string,
  aliases: readonly string[],
  pointerAliases: readonly string[],
  win32: readonly FieldSpec[],
  win64: readonly FieldSpec[] = win32,
): Structure {
  return { name, aliases, pointerAliases, layout: { win32: layOut(name, "win32", win32), win64: layOut(name, "win64", win64) } };
}

const text32: readonly FieldSpec[] = [
  ["szDescription", "char", 257],
  ["szSystemStatus", "char", 129],
];
const limits: readonly FieldSpec[] = [
  ["iMaxSockets", "unsigned short"],
  ["iMaxUdpDg", "unsigned short"],
  ["lpVendorInfo", "char *"],
];
const versions: readonly FieldSpec[] = [
  ["wVersion", "WORD"],
  ["wHighVersion", "WORD"],
];

export const structures: readonly Structure[] = [
  structure(
    "hostent",
    ["HOSTENT"],
    ["PHOSTENT", "LPHOSTENT"],
    [
      ["h_name", "char *"],
      ["h_aliases", "char **"],
      ["h_addrtype", "short"],
      ["h_length", "short"],
      ["h_addr_list", "char **", undefined, "network"],
    ],
  ),
  structure(
    "servent",
    ["SERVENT"],
    ["PSERVENT", "LPSERVENT"],
    [
      ["s_name", "char *"],
      ["s_aliases", "char **"],
      ["s_port", "short", undefined, "network"],
      ["s_proto", "char *"],
    ],
    [
      ["s_name", "char *"],
      ["s_aliases", "char **"],
      ["s_proto", "char *"],
      ["s_port", "short", undefined, "network"],
    ],
  ),
  structure(
    "protoent",
    ["PROTOENT"],
    ["PPROTOENT", "LPPROTOENT"],
    [
      ["p_name", "char *"],
      ["p_aliases", "char **"],
      ["p_proto", "short", undefined, "host"],
    ],
  ),
  structure("WSAData", ["WSADATA"], ["LPWSADATA"], [...versions, ...text32, ...limits], [...versions, ...limits, ...text32]),
  structure(
    "tagMSG",
    ["MSG"],
    ["PMSG", "NPMSG", "LPMSG"],
    [
      ["hwnd", "HWND"],
      ["message", "UINT"],
      ["wParam", "WPARAM"],
      ["lParam", "LPARAM"],
      ["time", "DWORD"],
      // POINT pt, flattened: x and y are what programs name.
      ["pt.x", "LONG"],
      ["pt.y", "LONG"],
    ],
  ),
  structure("in_addr", ["IN_ADDR"], ["PIN_ADDR", "LPIN_ADDR"], [["s_addr", "u_long", undefined, "network"]]),
  structure(
    "sockaddr_in",
    ["SOCKADDR_IN"],
    ["PSOCKADDR_IN", "LPSOCKADDR_IN"],
    [
      ["sin_family", "short", undefined, "host"],
      ["sin_port", "u_short", undefined, "network"],
      // struct in_addr sin_addr, flattened to its one member.
      ["sin_addr", "u_long", undefined, "network"],
      ["sin_zero", "char", 8],
    ],
  ),
  structure(
    "sockaddr",
    ["SOCKADDR"],
    ["PSOCKADDR", "LPSOCKADDR"],
    [
      ["sa_family", "u_short", undefined, "host"],
      ["sa_data", "char", 14],
    ],
  ),
  structure(
    "addrinfoexW",
    ["ADDRINFOEXW", "ADDRINFOEX"],
    ["PADDRINFOEXW", "LPADDRINFOEXW", "PADDRINFOEX"],
    [
      ["ai_flags", "int"],
      ["ai_family", "int"],
      ["ai_socktype", "int"],
      ["ai_protocol", "int"],
      ["ai_addrlen", "size_t"],
      ["ai_canonname", "WCHAR *"],
      ["ai_addr", "sockaddr *"],
      ["ai_blob", "void *"],
      ["ai_bloblen", "size_t"],
      ["ai_provider", "void *"],
      ["ai_next", "addrinfoexW *"],
    ],
  ),
  structure(
    "OVERLAPPED",
    ["WSAOVERLAPPED", "_OVERLAPPED"],
    ["LPOVERLAPPED", "LPWSAOVERLAPPED"],
    [
      ["Internal", "ULONG_PTR"],
      ["InternalHigh", "ULONG_PTR"],
      ["Offset", "DWORD"],
      ["OffsetHigh", "DWORD"],
      ["hEvent", "HANDLE"],
    ],
  ),
];

/** Members that the headers define as macros for another member. */
export const memberMacros: Readonly<Record<string, string>> = { h_addr: "h_addr_list[0]" };

const byName = new Map<string, Structure>();
for (const s of structures) for (const name of [s.name, ...s.aliases]) byName.set(name, s);

/** Structure of a tag or typedef name (not of the pointer typedefs, see `pointedStructure`). */
export function winsockStructure(name: string): Structure | undefined {
  return byName.get(name);
}

/** Structure that `LPHOSTENT` and the like point to. */
export function pointedStructure(name: string): Structure | undefined {
  return structures.find((s) => s.pointerAliases.includes(name));
}
