/** Values of the constants in the Windows and C headers. */
import { errorValues } from "../winsock/errorValues.ts";
import { constants as winsockConstants } from "../winsock/constants.ts";
import { crt } from "./constants/crt.ts";
import { errors } from "./constants/errors.ts";
import { kernel } from "./constants/kernel.ts";
import { keys } from "./constants/keys.ts";
import { others } from "./constants/others.ts";
import { sockets } from "./constants/sockets.ts";
import { windowMessages } from "./constants/windowMessages.ts";
import { windows } from "./constants/windows.ts";
import type { PlatformType, Target } from "./ctypes.ts";
import { lookupType } from "./types.ts";

export interface PlatformConstant {
  readonly name: string;
  /** Already in the range of its type: `INVALID_HANDLE_VALUE` is 2^32-1 or 2^64-1. */
  readonly value: bigint;
  readonly type: PlatformType;
}

/** Constants that are not plain integers, by the type the headers cast them to; a prefix ends in `*`. */
const castTo: Readonly<Record<string, string>> = {
  NULL: "LPVOID",
  nullptr: "LPVOID",
  __null: "LPVOID",
  INVALID_HANDLE_VALUE: "HANDLE",
  INVALID_SOCKET: "SOCKET",
  "HWND_*": "HWND",
  "HKEY_*": "HKEY",
  "IDC_*": "LPTSTR",
  "IDI_*": "LPTSTR",
  "RT_*": "LPTSTR",
  "TVI_*": "HANDLE",
  CREATE_ALWAYS: "DWORD",
  INFINITE: "DWORD",
  "WAIT_*": "DWORD",
  "GENERIC_*": "DWORD",
  SIZE_MAX: "size_t",
  true: "bool",
  false: "bool",
};

const ownValues: Readonly<Record<string, number>> = { NULL: 0, nullptr: 0, __null: 0, TRUE: 1, FALSE: 0, true: 1, false: 0 };

let table: Map<string, bigint> | undefined;

function number(text: string): bigint {
  return text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text);
}

function values(): Map<string, bigint> {
  if (table) return table;
  table = new Map();
  for (const text of [others, crt, errors, kernel, keys, sockets, windows, windowMessages]) {
    let prefix = "";
    for (const word of text.split(/\s+/)) {
      const at = word.indexOf("=");
      if (word.endsWith(":")) prefix = word.slice(0, -1);
      else if (at > 0) table.set(prefix + word.slice(0, at), number(word.slice(at + 1)));
    }
  }
  for (const c of winsockConstants) table.set(c.name, BigInt(c.value));
  for (const [name, value] of [...Object.entries(errorValues), ...Object.entries(ownValues)]) table.set(name, BigInt(value));
  return table;
}

function typeNameOf(name: string, value: bigint): string {
  if (Object.hasOwn(castTo, name)) return castTo[name]!;
  const prefix = `${name.slice(0, name.indexOf("_") + 1)}*`;
  if (Object.hasOwn(castTo, prefix)) return castTo[prefix]!;
  if (value >= -0x80000000n && value <= 0x7fffffffn) return "int";
  if (value >= 0n && value <= 0xffffffffn) return "UINT";
  return value < 0n ? "LONGLONG" : "ULONGLONG";
}

/** A constant of the headers by its exact name; undefined for names that are not theirs. */
export function lookupConstant(name: string, target: Target = "win64"): PlatformConstant | undefined {
  const raw = values().get(name);
  if (raw === undefined) return undefined;
  const type = lookupType(typeNameOf(name, raw), target)!;
  if (type.kind === "pointer") return { name, type, value: BigInt.asUintN(target === "win64" ? 64 : 32, raw) };
  if (type.kind === "int") return { name, type, value: type.signed ? BigInt.asIntN(type.bits, raw) : BigInt.asUintN(type.bits, raw) };
  return { name, type, value: raw };
}

/** Name of a window message below WM_USER, the first where several share a number. */
export function windowMessageName(value: number): string | undefined {
  for (const [name, v] of values()) if (v === BigInt(value) && /^WM_[A-Z]+$/.test(name)) return name;
  return undefined;
}

export function constantNames(): IterableIterator<string> {
  return values().keys();
}
