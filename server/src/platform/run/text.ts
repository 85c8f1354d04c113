/** Strings and memory of the C library, and their Windows twins. */
import type { Models, Run, RunValue } from "./types.ts";

type Body = (run: Run, args: readonly RunValue[]) => RunValue;

interface Unit {
  readonly size: 1 | 2;
  text(run: Run, address: number): string;
  write(run: Run, address: number, text: string): void;
}
const NARROW: Unit = { size: 1, text: (run, address) => run.text(address), write: (run, address, text) => run.writeText(address, text) };
const WIDE: Unit = {
  size: 2,
  text: (run, address) => run.wideText(address),
  write: (run, address, text) => run.writeWideText(address, text),
};

const sign = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const fold = (text: string): string => text.replace(/[A-Z]/g, (c) => c.toLowerCase());

function compare(unit: Unit, options: { limit?: boolean; fold?: boolean } = {}): Body {
  return (run, args) => {
    const limit = options.limit ? run.int(args[2]) : Number.POSITIVE_INFINITY;
    const left = run.address(args[0]);
    const right = run.address(args[1]);
    if (limit !== Number.POSITIVE_INFINITY) return compareBytes(run, left, right, limit, unit.size, true, options.fold ?? false);
    const a = unit.text(run, left);
    const b = unit.text(run, right);
    return options.fold ? sign(fold(a), fold(b)) : sign(a, b);
  };
}

/** memcmp and strncmp: unit by unit, so nothing behind the first difference is read. */
function compareBytes(run: Run, left: number, right: number, count: number, size: 1 | 2, stopAtZero: boolean, folded: boolean): number {
  const lower = (c: number): number => (folded && c >= 65 && c <= 90 ? c + 32 : c);
  for (let i = 0; i < count; i++) {
    const a = lower(run.int(run.readInt(left + i * size, size, false)));
    const b = lower(run.int(run.readInt(right + i * size, size, false)));
    if (a !== b) return a < b ? -1 : 1;
    if (stopAtZero && a === 0) return 0;
  }
  return 0;
}

function copyText(unit: Unit, end: boolean): Body {
  return (run, [to, from]) => {
    const text = unit.text(run, run.address(from));
    unit.write(run, run.address(to), text);
    return end ? run.address(to) + text.length * unit.size : run.address(to);
  };
}

function copyLimited(unit: Unit): Body {
  return (run, [to, from, count]) => {
    const limit = run.int(count);
    const target = run.address(to);
    const source = run.address(from);
    let ended = false;
    // what nothing is known about becomes a text once, and not one unknown for each character
    if (limit > 0 && run.isUnknown(run.readInt(source, unit.size, false))) unit.text(run, source);
    for (let i = 0; i < limit; i++) {
      const value = ended ? 0 : run.readInt(source + i * unit.size, unit.size, false);
      if (value === 0) ended = true;
      run.writeInt(target + i * unit.size, unit.size, value);
    }
    return target;
  };
}

/** lstrcpyn, strlcpy, StringCchCopy: always ended. */
function copyEnded(unit: Unit, result: "to" | "length" | "zero", order: "to-from-size" | "to-size-from" = "to-from-size"): Body {
  return (run, args) => {
    const target = run.address(args[0]);
    const limit = run.int(order === "to-from-size" ? args[2] : args[1]);
    const text = unit.text(run, run.address(order === "to-from-size" ? args[1] : args[2]));
    if (limit > 0) unit.write(run, target, text.slice(0, limit - 1));
    return result === "to" ? target : result === "length" ? text.length : 0;
  };
}

function append(unit: Unit, limited: boolean): Body {
  return (run, [to, from, count]) => {
    const target = run.address(to);
    const before = unit.text(run, target);
    let text: string;
    if (limited) {
      text = "";
      const limit = run.int(count);
      for (let i = 0; i < limit; i++) {
        const c = run.int(run.readInt(run.address(from) + i * unit.size, unit.size, false));
        if (c === 0) break;
        text += String.fromCharCode(c);
      }
    } else text = unit.text(run, run.address(from));
    unit.write(run, target + before.length * unit.size, text);
    return target;
  };
}

function search(unit: Unit, find: (text: string, c: string) => number, includesEnd: boolean): Body {
  return (run, [from, c]) => {
    const address = run.address(from);
    const text = unit.text(run, address);
    const wanted = String.fromCharCode(run.int(c) & (unit.size === 1 ? 255 : 65535));
    if (includesEnd && wanted === "\0") return address + text.length * unit.size;
    const at = find(text, wanted);
    return at < 0 ? 0 : address + at * unit.size;
  };
}

function duplicate(unit: Unit, what: string): Body {
  return (run, [from]) => {
    const text = unit.text(run, run.address(from));
    const to = run.allocate((text.length + 1) * unit.size, what);
    if (to !== 0) unit.write(run, to, text);
    return to;
  };
}

function length(unit: Unit): Body {
  return (run, [text]) => {
    const address = run.address(text);
    return address === 0 && unit.size === 1 ? run.text(0).length : unit.text(run, address).length;
  };
}

const move: Body = (run, [to, from, count]) => {
  const n = run.int(count);
  if (n > 0) run.copy(run.address(to), run.address(from), n);
  return run.address(to);
};

const set: Body = (run, [to, value, count]) => {
  const n = run.int(count);
  if (n > 0) run.fill(run.address(to), run.int(value), n);
  return run.address(to);
};

function span(unit: Unit, include: boolean): Body {
  return (run, [text, set]) => {
    const accepted = unit.text(run, run.address(set));
    const whole = unit.text(run, run.address(text));
    let i = 0;
    while (i < whole.length && accepted.includes(whole[i]!) === include) i++;
    return i;
  };
}

const tokenise =
  (unit: Unit, name: string): Body =>
  (run, [text, separators, context]) => {
    const apart = unit.text(run, run.address(separators));
    const saved = context === undefined ? run.getState(name) : run.readPointer(run.address(context));
    let at = run.isUnknown(text) || run.address(text) !== 0 ? run.address(text) : run.address(saved ?? 0);
    const save = (address: number): void => {
      if (context === undefined) run.setState(name, address);
      else run.writePointer(run.address(context), address);
    };
    if (at === 0) return 0;
    const rest = unit.text(run, at);
    let start = 0;
    while (start < rest.length && apart.includes(rest[start]!)) start++;
    if (start === rest.length) {
      save(0);
      return 0;
    }
    let end = start;
    while (end < rest.length && !apart.includes(rest[end]!)) end++;
    if (end < rest.length) {
      run.writeInt(at + end * unit.size, unit.size, 0);
      save(at + (end + 1) * unit.size);
    } else save(at + end * unit.size);
    at += start * unit.size;
    return at;
  };

const changeCase =
  (unit: Unit, change: (c: number) => number): Body =>
  (run, [text]) => {
    const address = run.address(text);
    const whole = unit.text(run, address);
    for (let i = 0; i < whole.length; i++) run.writeInt(address + i * unit.size, unit.size, change(whole.charCodeAt(i)));
    return address;
  };
const lower = (c: number): number => (c >= 65 && c <= 90 ? c + 32 : c);
const upper = (c: number): number => (c >= 97 && c <= 122 ? c - 32 : c);

const isClass =
  (test: RegExp): Body =>
  (run, [c]) => {
    if (run.isUnknown(c)) return run.unknown("a character class", 32, true);
    const code = run.int(c);
    return code >= 0 && code < 256 && test.test(String.fromCharCode(code)) ? 1 : 0;
  };

const reversed =
  (unit: Unit): Body =>
  (run, [text]) => {
    const whole = unit.text(run, run.address(text));
    unit.write(run, run.address(text), [...whole].reverse().join(""));
    return run.address(text);
  };

/** strpbrk: the first unit that is one of the set. */
const firstOf =
  (unit: Unit): Body =>
  (run, [text, set]) => {
    const whole = unit.text(run, run.address(text));
    const wanted = unit.text(run, run.address(set));
    const at = [...whole].findIndex((c) => wanted.includes(c));
    return at < 0 ? 0 : run.address(text) + at * unit.size;
  };

/** memchr, wmemchr. */
const scan =
  (size: 1 | 2): Body =>
  (run, [from, value, count]) => {
    const start = run.address(from);
    const wanted = run.int(value) & (size === 1 ? 255 : 65535);
    for (let i = 0; i < run.int(count); i++) if (run.int(run.readInt(start + i * size, size, false)) === wanted) return start + i * size;
    return 0;
  };

const caseOf =
  (name: string, change: (c: number) => number): Body =>
  (run, [c]) =>
    run.isUnknown(c) ? run.unknown(name, 32, true) : change(run.int(c));

const narrow: Record<string, Body> = {
  strlen: length(NARROW),
  strnlen: (run, [text, limit]) => Math.min(run.text(run.address(text)).length, run.int(limit)),
  strcmp: compare(NARROW),
  strncmp: compare(NARROW, { limit: true }),
  stricmp: compare(NARROW, { fold: true }),
  strnicmp: compare(NARROW, { limit: true, fold: true }),
  strcpy: copyText(NARROW, false),
  strncpy: copyLimited(NARROW),
  strcat: append(NARROW, false),
  strncat: append(NARROW, true),
  strchr: search(NARROW, (text, c) => text.indexOf(c), true),
  strrchr: search(NARROW, (text, c) => text.lastIndexOf(c), true),
  strstr: (run, [text, part]) => {
    const at = run.text(run.address(text)).indexOf(run.text(run.address(part)));
    return at < 0 ? 0 : run.address(text) + at;
  },
  strdup: duplicate(NARROW, "strdup"),
};

export const textModels: Models = {
  ...narrow,
  _stricmp: narrow["stricmp"]!,
  strcasecmp: narrow["stricmp"]!,
  _strcmpi: narrow["stricmp"]!,
  strcmpi: narrow["stricmp"]!,
  _strnicmp: narrow["strnicmp"]!,
  strncasecmp: narrow["strnicmp"]!,
  _strdup: narrow["strdup"]!,
  stpcpy: copyText(NARROW, true),
  strlcpy: copyEnded(NARROW, "length"),
  strcpy_s: copyEnded(NARROW, "zero", "to-size-from"),
  strcat_s: (run, [to, _size, from]) => {
    append(NARROW, false)(run, [to!, from!]);
    return 0;
  },
  strncpy_s: (run, [to, _size, from, count]) => {
    const text = run.text(run.address(from));
    run.writeText(run.address(to), text.slice(0, run.int(count)));
    return 0;
  },
  strcspn: span(NARROW, false),
  strspn: span(NARROW, true),
  strpbrk: firstOf(NARROW),
  strtok: tokenise(NARROW, "strtok"),
  strtok_s: tokenise(NARROW, "strtok"),
  strtok_r: tokenise(NARROW, "strtok"),
  strlwr: changeCase(NARROW, lower),
  _strlwr: changeCase(NARROW, lower),
  strupr: changeCase(NARROW, upper),
  _strupr: changeCase(NARROW, upper),
  _strrev: reversed(NARROW),
  strrev: reversed(NARROW),
  lstrlen: length(NARROW),
  lstrlenA: length(NARROW),
  lstrcpy: copyText(NARROW, false),
  lstrcpyA: copyText(NARROW, false),
  lstrcpyn: copyEnded(NARROW, "to"),
  lstrcpynA: copyEnded(NARROW, "to"),
  StringCchCopyA: copyEnded(NARROW, "zero", "to-size-from"),
  lstrcat: append(NARROW, false),
  lstrcatA: append(NARROW, false),
  lstrcmp: compare(NARROW),
  lstrcmpA: compare(NARROW),
  lstrcmpi: compare(NARROW, { fold: true }),
  lstrcmpiA: compare(NARROW, { fold: true }),
  wcslen: length(WIDE),
  lstrlenW: length(WIDE),
  wcscmp: compare(WIDE),
  _wcsicmp: compare(WIDE, { fold: true }),
  wcsncmp: compare(WIDE, { limit: true }),
  lstrcmpiW: compare(WIDE, { fold: true }),
  wcscpy: copyText(WIDE, false),
  lstrcpyW: copyText(WIDE, false),
  wcsncpy: copyLimited(WIDE),
  wcscat: append(WIDE, false),
  wcsncat: append(WIDE, true),
  lstrcatW: append(WIDE, false),
  lstrcmpW: compare(WIDE),
  wcsicmp: compare(WIDE, { fold: true }),
  _wcsnicmp: compare(WIDE, { limit: true, fold: true }),
  wcsstr: (run, [text, part]) => {
    const at = run.address(text);
    const found = run.wideText(at).indexOf(run.wideText(run.address(part)));
    return found < 0 ? 0 : at + 2 * found;
  },
  lstrcpynW: copyEnded(WIDE, "to"),
  wcschr: search(WIDE, (text, c) => text.indexOf(c), true),
  wcsrchr: search(WIDE, (text, c) => text.lastIndexOf(c), true),
  _wcsdup: duplicate(WIDE, "wcsdup"),
  wcsdup: duplicate(WIDE, "wcsdup"),
  wcsnicmp: compare(WIDE, { limit: true, fold: true }),
  wcsnlen: (run, [text, limit]) => Math.min(run.wideText(run.address(text)).length, run.int(limit)),
  wcscpy_s: copyEnded(WIDE, "zero", "to-size-from"),
  wcscat_s: (run, [to, _size, from]) => {
    append(WIDE, false)(run, [to!, from!]);
    return 0;
  },
  wcsncpy_s: (run, [to, _size, from, count]) => {
    run.writeWideText(run.address(to), run.wideText(run.address(from)).slice(0, run.int(count)));
    return 0;
  },
  wcspbrk: firstOf(WIDE),
  wcsspn: span(WIDE, true),
  wcscspn: span(WIDE, false),
  wcstok: tokenise(WIDE, "wcstok"),
  wcstok_s: tokenise(WIDE, "wcstok"),
  _wcslwr: changeCase(WIDE, lower),
  _wcsupr: changeCase(WIDE, upper),
  _wcsrev: reversed(WIDE),
  wmemcpy: (run, [to, from, count]) => move(run, [to!, from!, run.int(count) * 2]),
  wmemmove: (run, [to, from, count]) => move(run, [to!, from!, run.int(count) * 2]),
  wmemcmp: (run, [a, b, count]) => compareBytes(run, run.address(a), run.address(b), run.int(count), 2, false, false),
  wmemchr: scan(2),
  wmemset: (run, [to, value, count]) => {
    for (let i = 0; i < run.int(count); i++) run.writeInt(run.address(to) + i * 2, 2, run.int(value) & 65535);
    return run.address(to);
  },

  memcpy: move,
  memmove: move,
  CopyMemory: move,
  RtlCopyMemory: move,
  MoveMemory: move,
  RtlMoveMemory: move,
  bcopy: (run, [from, to, count]) => move(run, [to!, from!, count!]),
  memset: set,
  bzero: (run, [to, count]) => set(run, [to!, 0, count!]),
  FillMemory: (run, [to, count, value]) => set(run, [to!, value!, count!]),
  RtlFillMemory: (run, [to, count, value]) => set(run, [to!, value!, count!]),
  ZeroMemory: (run, [to, count]) => set(run, [to!, 0, count!]),
  RtlZeroMemory: (run, [to, count]) => set(run, [to!, 0, count!]),
  SecureZeroMemory: (run, [to, count]) => set(run, [to!, 0, count!]),
  _memicmp: (run, [a, b, count]) => compareBytes(run, run.address(a), run.address(b), run.int(count), 1, false, true),
  memcmp: (run, [a, b, count]) => compareBytes(run, run.address(a), run.address(b), run.int(count), 1, false, false),
  memchr: scan(1),
  memcpy_s: (run, [to, _size, from, count]) => {
    move(run, [to!, from!, count!]);
    return 0;
  },

  isdigit: isClass(/[0-9]/),
  isalpha: isClass(/[A-Za-z]/),
  isalnum: isClass(/[A-Za-z0-9]/),
  isspace: isClass(/[ \t\n\v\f\r]/),
  isupper: isClass(/[A-Z]/),
  islower: isClass(/[a-z]/),
  isxdigit: isClass(/[0-9A-Fa-f]/),
  ispunct: isClass(/[!-/:-@[-`{-~]/),
  isprint: isClass(/[ -~]/),
  isgraph: isClass(/[!-~]/),
  iscntrl: isClass(/[\0-\x1f\x7f]/),
  tolower: caseOf("tolower", lower),
  toupper: caseOf("toupper", upper),
  _tolower: caseOf("tolower", lower),
  _toupper: caseOf("toupper", upper),
  towlower: caseOf("towlower", lower),
  towupper: caseOf("towupper", upper),
  iswdigit: isClass(/[0-9]/),
  iswalpha: isClass(/[A-Za-z]/),
  iswalnum: isClass(/[A-Za-z0-9]/),
  iswspace: isClass(/[ \t\n\v\f\r]/),
  iswupper: isClass(/[A-Z]/),
  iswlower: isClass(/[a-z]/),
  iswxdigit: isClass(/[0-9A-Fa-f]/),
  iswpunct: isClass(/[!-/:-@[-`{-~]/),
};
