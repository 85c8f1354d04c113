/** The names of types in the Windows, C and framework headers, for both targets. */
import type { Environment, PlatformType, Target } from "./ctypes.ts";
import { isRecordName, recordPointee } from "./recordNames.ts";
import { callbackTypes } from "./types/callbacks.ts";
import { handleNames, integerNames, pointerNames, recordTypeNames, sameAs } from "./types/names.ts";

export type { Environment, PlatformType, Target } from "./ctypes.ts";

const VOID: PlatformType = { kind: "void" };

function words(text: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const word of text.split(/\s+/)) {
    const at = word.indexOf("=");
    if (at > 0) map.set(word.slice(0, at), word.slice(at + 1));
  }
  return map;
}

const integers = words(integerNames);
const aliases = words(sameAs);
const pointers = words(pointerNames);
const handles = new Set(handleNames.split(/\s+/).filter(Boolean));
const records = new Set(recordTypeNames.split(/\s+/).filter(Boolean));
const callbacks = words(callbackTypes);

/** `u16`, `s32`, `uP` (as wide as a pointer), `f64`. */
function integer(code: string, name: string, target: Target): PlatformType {
  const width = code.slice(1);
  if (code[0] === "f") return { kind: "float", bits: width === "32" ? 32 : 64 };
  const bits = width === "P" ? (target === "win64" ? 64 : 32) : (Number(width) as 8 | 16 | 32 | 64);
  return { kind: "int", bits, signed: code[0] === "s", name };
}

/** `LPDCB`, `PLUID`, `LPCPROPSHEETPAGE`: pointers to records that have no pointer name of their own in the tables. */
function nameless(name: string): string | undefined {
  for (const prefix of ["LPC", "LP", "PC", "P"]) {
    if (!name.startsWith(prefix)) continue;
    const rest = name.slice(prefix.length);
    const plain = rest.replace(/[AW]$/, "");
    for (const candidate of [rest, plain])
      if (records.has(candidate) || (candidate.length > 2 && isRecordName(candidate))) return candidate;
  }
  return undefined;
}

/**
 * The type behind a name of the Windows, C or framework headers, or undefined for names that are not theirs. Names that depend on UNICODE
 * (`TCHAR`, `LPCTSTR`) mean the narrow ones unless the environment says otherwise.
 */
export function lookupType(name: string, target: Target, unicode = false): PlatformType | undefined {
  const environment: Environment = { target, unicode };
  const generic = unicode ? { TCHAR: "WCHAR", _TCHAR: "WCHAR", TBYTE: "WCHAR" } : { TCHAR: "CHAR", _TCHAR: "CHAR", TBYTE: "BYTE" };
  if (Object.hasOwn(generic, name)) return lookupType(generic[name as keyof typeof generic], target, unicode);
  const code = integers.get(name);
  if (code) return integer(code, name, target);
  const alias = aliases.get(name);
  if (alias) return lookupType(alias, target, unicode);
  if (name === "void" || name === "VOID") return VOID;
  if (name === "bool") return { kind: "bool" };
  if (name === "jmp_buf") return { kind: "array", of: { kind: "int", bits: 64, signed: true }, length: 32 };
  const pointee = pointers.get(name);
  if (pointee) return { kind: "pointer", to: parseType(pointee.replaceAll("~", " "), environment), name };
  if (handles.has(name)) {
    // STRICT headers make each kind of window handle a pointer to a record of its own; HANDLE and its kin stay void pointers.
    return { kind: "pointer", to: name === "HWND" ? { kind: "record", name: "HWND__" } : VOID, name };
  }
  const callback = callbacks.get(name);
  if (callback) {
    const [result, ...params] = callback.split(",").map((t) => parseType(t.replaceAll("~", " "), environment));
    return { kind: "pointer", to: { kind: "function", result: result!, params, variadic: false }, name };
  }
  if (isRecordName(name) || records.has(name)) return { kind: "record", name };
  const structure = recordPointee(name) ?? nameless(name);
  if (structure) return { kind: "pointer", to: { kind: "record", name: structure }, name };
  return undefined;
}

const baseSpellings: Readonly<Record<string, string>> = {
  "unsigned char": "UCHAR",
  "signed char": "INT8",
  unsigned: "UINT",
  "unsigned int": "UINT",
  "unsigned short": "USHORT",
  "unsigned short int": "USHORT",
  "short int": "SHORT",
  "unsigned long": "ULONG",
  "unsigned long int": "ULONG",
  "long int": "LONG",
  "long long": "LONGLONG",
  "unsigned long long": "ULONGLONG",
  "unsigned __int64": "ULONGLONG",
  "long double": "double",
};

/** A type as prototypes of this folder write it: words, then `*` and `&`, no arrays or function declarators. Unknown names stay unknown. */
export function parseType(text: string, environment: Environment): PlatformType {
  const stars = text.replace(/[^*&]/g, "");
  const base = text
    .replace(/[*&]/g, " ")
    .replace(/\b(?:const|volatile|struct|union|enum|FAR|IN|OUT)\b/g, " ")
    .trim()
    .replace(/\s+/g, " ");
  const name = Object.hasOwn(baseSpellings, base) ? baseSpellings[base]! : base;
  let type: PlatformType = lookupType(name, environment.target, environment.unicode) ?? { kind: "unknown", text: base };
  if (type.kind === "int" && name !== base) type = { ...type, name: base };
  for (const mark of stars) type = mark === "*" ? { kind: "pointer", to: type } : { kind: "reference", to: type };
  return type;
}

/** Bytes of a scalar; undefined for records, functions and unknown types. */
export function scalarSize(type: PlatformType, target: Target): number | undefined {
  switch (type.kind) {
    case "bool":
      return 1;
    case "int":
    case "float":
      return type.bits / 8;
    case "enum":
      return 4;
    case "pointer":
    case "reference":
      return target === "win64" ? 8 : 4;
    default:
      return undefined;
  }
}
