/** Every modelled function of the libraries, found under each of its names. */
import { crtMemory } from "./crt/memory.ts";
import { crtProcess } from "./crt/process.ts";
import { crtStdio } from "./crt/stdio.ts";
import { crtStrings } from "./crt/strings.ts";
import { tcharNames } from "./crt/tchar.ts";
import { crtWide } from "./crt/wide.ts";
import type { Effect } from "./effects.ts";
import { type Family, nameIn, type PlatformFunction } from "./family.ts";
import { gdi } from "./gdi32.ts";
import { kernelFiles } from "./kernel32/files.ts";
import { kernelMemory } from "./kernel32/memory.ts";
import { kernelStrings } from "./kernel32/strings.ts";
import { kernelSync } from "./kernel32/sync.ts";
import { kernelSystem } from "./kernel32/system.ts";
import { mfcFunctions } from "./mfc/functions.ts";
import { sockets } from "./sockets.ts";
import { system } from "./system.ts";
import { userDialogs } from "./user32/dialogs.ts";
import { userMessages } from "./user32/messages.ts";
import { userWindows } from "./user32/windows.ts";

export const families: readonly Family[] = [
  crtMemory,
  crtStrings,
  crtWide,
  crtStdio,
  crtProcess,
  kernelMemory,
  kernelStrings,
  kernelSync,
  kernelFiles,
  kernelSystem,
  userMessages,
  userWindows,
  userDialogs,
  gdi,
  system,
  sockets,
  mfcFunctions,
];

interface Entry {
  readonly family: Family;
  readonly prototype: string;
  readonly effect: Effect;
  readonly variants: boolean;
}

let index: Map<string, Entry> | undefined;

function entries(): Map<string, Entry> {
  if (index) return index;
  index = new Map();
  for (const family of families)
    for (const [rows, variants] of [
      [family.plain, false],
      [family.variants, true],
    ] as const)
      for (const [effect, ...prototypes] of rows) {
        const whole = { ...family.common, ...effect };
        for (const prototype of prototypes) index.set(nameIn(prototype), { family, prototype, effect: whole, variants });
      }
  return index;
}

/** The prototype of the A or W function: characters and structures lose their T. */
function settle(prototype: string, generic: string, letter: "A" | "W"): string {
  return prototype
    .replace(new RegExp(`\\b${generic}\\b`), generic + letter)
    .replace(/\bLPCTSTR\b/g, letter === "W" ? "LPCWSTR" : "LPCSTR")
    .replace(/\bLPTSTR\b/g, letter === "W" ? "LPWSTR" : "LPSTR")
    .replace(/\bTCHAR\b/g, letter === "W" ? "WCHAR" : "CHAR")
    .replace(/\b(?:LP)?(?:WNDCLASS(?:EX)?|STARTUPINFO|WIN32_FIND_DATA|OSVERSIONINFO|LOGFONT|TEXTMETRIC)\b/g, (name) => name + letter);
}

/** Macros of windowsx.h and commctrl.h that send a control one message: `ListBox_AddString(list, text)`. */
const controlMacro =
  /^(?:Animate|Button|ComboBox|DateTime|Edit|Header|HotKey|ListBox|ListView|MonthCal|Pager|ProgressBar|ReBar|ScrollBar|Static|StatusBar|TabCtrl|ToolBar|TrackBar|TreeView|UpDown)_[A-Z]\w+$/;

const tchar = new Map<string, readonly [narrow: string, wide: string]>();

function tcharName(name: string, unicode: boolean): string | undefined {
  if (tchar.size === 0) for (const match of tcharNames.matchAll(/(\w+)=(\w*)\/(\w*)/g)) tchar.set(match[1]!, [match[2]!, match[3]!]);
  return tchar.get(name)?.[unicode ? 1 : 0] || undefined;
}

const found = new Map<string, PlatformFunction | undefined>();

/**
 * The model of a library function by any of its names: `MessageBox`, `MessageBoxA`, `MessageBoxW`, `_tcscpy`, `std::strlen`, `::send`.
 * Undefined for functions without a model. `unicode` decides what names without A or W mean.
 */
export function lookupFunction(name: string, unicode = false): PlatformFunction | undefined {
  const key = unicode ? `${name} U` : name;
  if (found.has(key)) return found.get(key);
  const result = search(name, unicode);
  // Names come from programs without limit; keep the cache to those that exist.
  if (result) found.set(key, result);
  return result;
}

/**
 * Names under which a call may have a model, the best first. `_tcscpy` follows TCHAR; `lstrcpy` is `lstrcpyW` only where the program says that
 * it is compiled for UNICODE.
 */
export function modelNames(name: string, unicode: { readonly text: boolean; readonly said: boolean }): readonly string[] {
  const settled = tcharName(name, unicode.text);
  if (settled !== undefined) return [settled, name];
  const hasVariants = entries().get(name)?.variants === true;
  return hasVariants && unicode.text && unicode.said ? [`${name}W`, name] : hasVariants ? [name, `${name}A`] : [name];
}

function search(asked: string, unicode: boolean): PlatformFunction | undefined {
  const name = asked.replace(/^(?:std)?::/, "");
  const all = entries();
  const make = (entry: Entry, generic: string, prototype: string): PlatformFunction => ({
    name,
    generic,
    family: entry.family.name,
    prototype,
    effect: entry.effect,
  });
  const exact = all.get(name);
  if (exact) return make(exact, name, exact.variants ? settle(exact.prototype, name, unicode ? "W" : "A") : exact.prototype);
  const letter = name.at(-1);
  if (letter === "A" || letter === "W") {
    const generic = name.slice(0, -1);
    const entry = all.get(generic);
    if (entry?.variants) return make(entry, generic, settle(entry.prototype, generic, letter));
  }
  const settled = tcharName(name, unicode);
  const entry = settled === undefined ? undefined : all.get(settled);
  if (entry) return make(entry, settled!, entry.prototype);
  if (controlMacro.test(name)) {
    return {
      name,
      generic: name,
      family: "commctrl",
      prototype: `LRESULT ${name}(HWND window, ...)`,
      effect: { sends: { window: 0 }, setsLastError: true },
    };
  }
  return undefined;
}

export function functionNames(): IterableIterator<string> {
  return entries().keys();
}
