/** Allocation, conversion, sorting, random numbers and the end of the program, from the C library and the Windows heaps. */
import type { Model, Models, Run, RunValue } from "./types.ts";

type Body = (run: Run, args: readonly RunValue[]) => RunValue;

function allocate(what: string, size: (run: Run, args: readonly RunValue[]) => number, zero: boolean): Body {
  return (run, args) => run.allocate(size(run, args), what, zero);
}

/** A block given back: others may act before it if the provider may still write there (the interpreter sees to that). */
function release(what: string, index: number, result: number): Body {
  return (run, args) => {
    const address = run.address(args[index]);
    if (address !== 0) run.free(address, what);
    return result;
  };
}

function reallocate(what: string, pointer: number, size: number): Body {
  return (run, args) => {
    const old = run.address(args[pointer]);
    const length = run.int(args[size]);
    if (old === 0) return run.allocate(length, what);
    if (length === 0) {
      run.free(old, what);
      return 0;
    }
    const before = run.blockSize(old);
    const to = run.allocate(length, what);
    if (to === 0) return 0;
    if (before !== undefined) run.copy(to, old, Math.min(before, length));
    run.free(old, what);
    return to;
  };
}

const SPACE = /^[ \t\n\v\f\r]*/;

/** strtol: value, and the number of characters used. */
function parseInteger(text: string, base: number): { readonly value: bigint; readonly used: number } {
  const blank = SPACE.exec(text)![0].length;
  const rest = text.slice(blank);
  const match = /^([-+]?)(0[xX](?=[0-9a-fA-F])|0(?=[0-7]))?/.exec(rest)!;
  let radix = base;
  let start = match[1]!.length;
  const prefix = match[2];
  if ((radix === 0 || radix === 16) && prefix && prefix.length === 2) {
    radix = 16;
    start += 2;
  } else if (radix === 0) radix = prefix ? 8 : 10;
  let value = 0n;
  let end = start;
  while (end < rest.length) {
    const digit = Number.parseInt(rest[end]!, 36);
    if (Number.isNaN(digit) || digit >= radix) break;
    value = value * BigInt(radix) + BigInt(digit);
    end++;
  }
  if (end === start) return { value: 0n, used: 0 };
  return { value: match[1] === "-" ? -value : value, used: blank + end };
}

function clamp(value: bigint, bits: number, signed: boolean): bigint {
  const high = signed ? (1n << BigInt(bits - 1)) - 1n : (1n << BigInt(bits)) - 1n;
  const low = signed ? -(1n << BigInt(bits - 1)) : 0n;
  if (value > high) return high;
  if (signed && value < low) return low;
  return signed ? value : BigInt.asUintN(bits, value);
}

const canonical = (value: bigint): RunValue => (value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value);

function toInteger(bits: 32 | 64, signed: boolean): Body {
  return (run, [text, end, base]) => {
    const address = run.address(text);
    const { value, used } = parseInteger(run.text(address), run.int(base));
    const to = run.address(end);
    if (to !== 0) run.writePointer(to, address + used);
    return canonical(clamp(value, bits, signed));
  };
}

function plainInteger(bits: 32 | 64): Body {
  return (run, [text]) => canonical(clamp(parseInteger(run.text(run.address(text)), 10).value, bits, true));
}

const FLOAT = /^[ \t\n\v\f\r]*([-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|inf(?:inity)?|nan))/i;

const toFloat: Body = (run, [text, end]) => {
  const address = run.address(text);
  const match = FLOAT.exec(run.text(address));
  const to = run.address(end);
  if (to !== 0) run.writePointer(to, address + (match ? match[0].length : 0));
  return match ? Number(match[1]!.replace(/inf(inity)?/i, "Infinity").replace(/nan/i, "NaN")) : 0;
};

function itoa(run: Run, [value, to, base]: readonly RunValue[], bits: number, signed: boolean): number {
  const radix = run.int(base);
  const number = run.big(value);
  const shown = signed && radix === 10 ? BigInt.asIntN(bits, number) : BigInt.asUintN(bits, number);
  run.writeText(run.address(to), shown.toString(radix));
  return run.address(to);
}

/** Microsoft's generator: 15 bits. */
const random: Body = (run) => {
  const next = (Math.imul(run.int(run.getState("rand") ?? 1), 214013) + 2531011) | 0;
  run.setState("rand", next);
  return (next >> 16) & 0x7fff;
};

/** Insertion sort by callbacks: data = [base, count, size, compare, i, j]. */
const sort: Model = {
  run(run, [base, count, size, compare]) {
    return step(run, [run.address(base), run.int(count), run.int(size), run.address(compare), 1, 1]);
  },
  resume(run, data, result) {
    const [base, , size, , , j] = data.map((value) => run.int(value));
    const next = data.slice();
    if (run.int(result) > 0) {
      const left = base! + (j! - 1) * size!;
      const right = base! + j! * size!;
      const spare = run.scratch(size!);
      run.copy(spare, left, size!);
      run.copy(left, right, size!);
      run.copy(right, spare, size!);
      run.drop(spare);
      next[5] = j! - 1;
    } else next[5] = 0;
    return step(run, next);
  },
};

function step(run: Run, data: readonly RunValue[]): ReturnType<Model["run"]> {
  let [base, count, size, compare, i, j] = data.map((value) => run.int(value)) as [number, number, number, number, number, number];
  if (j === 0) {
    i++;
    j = i;
  }
  if (i >= count) return 0;
  return { callback: compare, args: [base + (j - 1) * size, base + j * size], data: [base, count, size, compare, i, j] };
}

/** Binary search by callbacks: data = [key, base, low, high, size, compare, middle]. */
const find: Model = {
  run: (run, [key, base, count, size, compare]) =>
    probe(run.address(key), run.address(base), 0, run.int(count), run.int(size), run.address(compare)),
  resume(run, data, result) {
    const [key, base, low, high, size, compare, middle] = data.map((value) => run.int(value)) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const order = run.int(result);
    if (order === 0) return base + middle * size;
    return order < 0 ? probe(key, base, low, middle, size, compare) : probe(key, base, middle + 1, high, size, compare);
  },
};

function probe(key: number, base: number, low: number, high: number, size: number, compare: number): ReturnType<Model["run"]> {
  if (low >= high) return 0;
  const middle = (low + high) >> 1;
  return { callback: compare, args: [key, base + middle * size], data: [key, base, low, high, size, compare, middle] };
}

const math =
  (apply: (x: number, y: number) => number): Body =>
  (run, [x, y]) =>
    apply(run.float(x), y === undefined ? 0 : run.float(y));

export const stdlibModels: Models = {
  malloc: allocate("malloc", (run, [size]) => run.int(size), false),
  calloc: allocate("calloc", (run, [count, size]) => run.int(count) * run.int(size), true),
  realloc: reallocate("realloc", 0, 1),
  free: release("free", 0, 0),
  _aligned_malloc: allocate("_aligned_malloc", (run, [size]) => run.int(size), false),
  _aligned_free: release("_aligned_free", 0, 0),
  _alloca: allocate("_alloca", (run, [size]) => run.int(size), false),
  GetProcessHeap: () => 0x1000,
  HeapCreate: () => 0x1001,
  HeapDestroy: () => 1,
  HeapAlloc: (run, [, flags, size]) => run.allocate(run.int(size), "HeapAlloc", (run.int(flags) & 8) !== 0),
  HeapReAlloc: reallocate("HeapReAlloc", 2, 3),
  HeapFree: release("HeapFree", 2, 1),
  LocalAlloc: (run, [flags, size]) => run.allocate(run.int(size), "LocalAlloc", (run.int(flags) & 0x40) !== 0),
  LocalFree: release("LocalFree", 0, 0),
  LocalLock: (_run, [handle]) => handle!,
  LocalUnlock: () => 1,
  GlobalAlloc: (run, [flags, size]) => run.allocate(run.int(size), "GlobalAlloc", (run.int(flags) & 0x40) !== 0),
  GlobalFree: release("GlobalFree", 0, 0),
  GlobalLock: (_run, [handle]) => handle!,
  GlobalUnlock: () => 1,
  GlobalHandle: (_run, [pointer]) => pointer!,
  VirtualAlloc: (run, [, size]) => run.allocate(run.int(size), "VirtualAlloc", true),
  VirtualFree: release("VirtualFree", 0, 1),
  CoTaskMemAlloc: allocate("CoTaskMemAlloc", (run, [size]) => run.int(size), false),
  CoTaskMemFree: release("CoTaskMemFree", 0, 0),
  "operator new": allocate("new", (run, [size]) => run.int(size), false),
  "operator delete": release("delete", 0, 0),

  atoi: plainInteger(32),
  atol: plainInteger(32),
  _atoi64: plainInteger(64),
  atoll: plainInteger(64),
  strtol: toInteger(32, true),
  strtoul: toInteger(32, false),
  strtoll: toInteger(64, true),
  strtoull: toInteger(64, false),
  _strtoi64: toInteger(64, true),
  _strtoui64: toInteger(64, false),
  atof: toFloat,
  strtod: toFloat,
  itoa: (run, args) => itoa(run, args, 32, true),
  _itoa: (run, args) => itoa(run, args, 32, true),
  _ltoa: (run, args) => itoa(run, args, 32, true),
  _ultoa: (run, args) => itoa(run, args, 32, false),
  _i64toa: (run, args) => itoa(run, args, 64, true),
  abs: (run, [x]) => (run.isUnknown(x) ? run.unknown("abs", 32, true) : Math.abs(run.int(x)) | 0),
  labs: (run, [x]) => (run.isUnknown(x) ? run.unknown("labs", 32, true) : Math.abs(run.int(x)) | 0),
  rand: random,
  srand: (run, [seed]) => {
    run.setState("rand", run.int(seed));
    return 0;
  },
  qsort: sort,
  bsearch: find,
  _exit: (run, [code]) => {
    run.exit(run.int(code));
    return 0;
  },
  ExitProcess: (run, [code]) => {
    run.exit(run.int(code));
    return 0;
  },
  TerminateProcess: (run, [, code]) => {
    run.exit(run.int(code));
    return 0;
  },
  abort: (run) => run.fault("abort", "calls abort"),
  _assert: (run, [text]) => run.fault("abort", `assertion fails: ${run.text(run.address(text))}`),
  getenv: () => 0,
  system: (run) => run.unknown("the result of system", 32, true),
  _errno: (run) => {
    const known = run.getState("errno");
    if (known !== undefined) return known;
    const address = run.allocate(4, "errno", true);
    run.setState("errno", address);
    return address;
  },
  sqrt: math((x) => Math.sqrt(x)),
  fabs: math((x) => Math.abs(x)),
  floor: math((x) => Math.floor(x)),
  ceil: math((x) => Math.ceil(x)),
  pow: math((x, y) => x ** y),
  fmod: math((x, y) => x % y),
  sin: math((x) => Math.sin(x)),
  cos: math((x) => Math.cos(x)),
  exp: math((x) => Math.exp(x)),
  log: math((x) => Math.log(x)),
  log10: math((x) => Math.log10(x)),
};
