/** Console and files of the C library, as far as such programs print. Standard output and standard error are kept apart. */
import { type Arguments, format, passed } from "./printf.ts";
import type { Model, Models, Run, RunValue } from "./types.ts";

/** Streams: what `stdout`, `stderr` are in memory does not matter, only which is which. */
export const STDIN = 0x10;
export const STDOUT = 0x11;
export const STDERR = 0x12;

type Body = (run: Run, args: readonly RunValue[]) => RunValue;

function output(run: Run, stream: number, text: string): void {
  if (stream === STDERR) run.event("stderr", { text });
  else if (stream === STDOUT || stream === 0) run.print(text);
  else run.event("file", { text });
}

function shown(run: Run, template: string, args: Arguments, wide = false): string {
  const { text, exact } = format(run, template, args, wide);
  if (!exact) run.event("unknown-printed", { text });
  return text;
}

/** `va_list` in memory: Windows passes each variadic argument in a slot of pointer size, doubles in 8 bytes. */
function fromList(run: Run, list: number, template: string): Arguments {
  const kinds = [...template.matchAll(/%[-+ #0]*(\*|\d+)?(?:\.(\*|-?\d+)?)?(?:I64|I32|I|ll|hh|h|l|L|w|z|t|j|q)?([a-zA-Z%])/g)].flatMap(
    (match) => (match[3] === "%" ? [] : [...(match[1] === "*" ? ["d"] : []), ...(match[2] === "*" ? ["d"] : []), match[0]]),
  );
  let at = list;
  let index = 0;
  return {
    next() {
      const directive = kinds[index++] ?? "d";
      const wide = /I64|ll|j|[fFeEgGaA]$/.test(directive);
      const size = run.pointerSize === 8 || wide ? 8 : 4;
      const value = /[fFeEgGaA]$/.test(directive) ? run.readFloat(at, 8) : run.readInt(at, size, false);
      at += size;
      return { value, bits: size * 8 };
    },
  };
}

function store(run: Run, to: number, limit: number, text: string, wide: boolean, ends: "always" | "if-room" | "secure"): number {
  if (limit === 0) return text.length === 0 ? 0 : -1;
  const fits = text.length < limit;
  const written = fits ? text : text.slice(0, ends === "if-room" ? limit : limit - 1);
  const withEnd = fits || ends !== "if-room";
  if (wide) {
    for (let i = 0; i < written.length; i++) run.writeInt(to + 2 * i, 2, written.charCodeAt(i));
    if (withEnd) run.writeInt(to + 2 * written.length, 2, 0);
  } else {
    const bytes = new Uint8Array(written.length + (withEnd ? 1 : 0));
    for (let i = 0; i < written.length; i++) bytes[i] = written.charCodeAt(i) & 255;
    run.writeBytes(to, bytes);
  }
  return fits ? text.length : -1;
}

const UNLIMITED = 0x7fff_ffff;

/** printf into memory. `limit`: index of the size argument, or -1. `ends` says what happens to a text that does not fit. */
function toMemory(limit: number, template: number, ends: "always" | "if-room" | "secure", list: boolean, wide: boolean): Body {
  return (run, args) => {
    const to = run.address(args[0]);
    const size = limit < 0 ? UNLIMITED : run.int(args[limit]);
    const pattern = wide ? run.wideText(run.address(args[template])) : run.text(run.address(args[template]));
    const text = shown(
      run,
      pattern,
      list ? fromList(run, run.address(args[template + 1]), pattern) : passed(run, args, template + 1),
      wide,
    );
    const written = store(run, to, size, text, wide, ends);
    return ends === "always" ? text.length : written;
  };
}

function toStream(stream: number, template: number, list: boolean): Body {
  return (run, args) => {
    const pattern = run.text(run.address(args[template]));
    const text = shown(run, pattern, list ? fromList(run, run.address(args[template + 1]), pattern) : passed(run, args, template + 1));
    output(run, stream >= 0 ? stream : streamOf(run, args[0]), text);
    return text.length;
  };
}

function streamOf(run: Run, value: RunValue | undefined): number {
  return run.isUnknown(value) ? 0x20 : run.int(value);
}

const nothing: Body = () => 0;

/** A file that cannot be read gives no text; whether it opens is not known. */
const opened: Model = { run: (run) => run.unknown("a file that was opened", run.pointerSize === 8 ? 64 : 32, false) };

export const stdioModels: Models = {
  printf: toStream(STDOUT, 0, false),
  _tprintf: toStream(STDOUT, 0, false),
  vprintf: toStream(STDOUT, 0, true),
  fprintf: toStream(-1, 1, false),
  vfprintf: toStream(-1, 1, true),
  __mingw_printf: toStream(STDOUT, 0, false),
  wprintf: (run, args) => {
    const text = shown(run, run.wideText(run.address(args[0])), passed(run, args, 1), true);
    run.print(text);
    return text.length;
  },
  sprintf: toMemory(-1, 1, "always", false, false),
  vsprintf: toMemory(-1, 1, "always", true, false),
  wsprintfA: toMemory(-1, 1, "always", false, false),
  wsprintf: toMemory(-1, 1, "always", false, false),
  wvsprintfA: toMemory(-1, 1, "always", true, false),
  _stprintf: toMemory(-1, 1, "always", false, false),
  wsprintfW: toMemory(-1, 1, "always", false, true),
  swprintf: toMemory(1, 2, "always", false, true),
  snprintf: toMemory(1, 2, "always", false, false),
  vsnprintf: toMemory(1, 2, "always", true, false),
  _snprintf: toMemory(1, 2, "if-room", false, false),
  _vsnprintf: toMemory(1, 2, "if-room", true, false),
  _sntprintf: toMemory(1, 2, "if-room", false, false),
  sprintf_s: toMemory(1, 2, "secure", false, false),
  vsprintf_s: toMemory(1, 2, "secure", true, false),
  _snwprintf: toMemory(1, 2, "if-room", false, true),
  StringCchPrintfA: (run, args) => {
    toMemory(1, 2, "secure", false, false)(run, args);
    return 0;
  },
  puts: (run, [text]) => {
    run.print(run.text(run.address(text)) + "\n");
    return 0;
  },
  fputs: (run, [text, stream]) => {
    output(run, streamOf(run, stream), run.text(run.address(text)));
    return 0;
  },
  putchar: (run, [c]) => {
    run.print(String.fromCharCode(run.int(c) & 255));
    return run.int(c);
  },
  fputc: (run, [c, stream]) => {
    output(run, streamOf(run, stream), String.fromCharCode(run.int(c) & 255));
    return run.int(c);
  },
  putc: (run, [c, stream]) => {
    output(run, streamOf(run, stream), String.fromCharCode(run.int(c) & 255));
    return run.int(c);
  },
  fwrite: (run, [from, size, count, stream]) => {
    const length = run.int(size) * run.int(count);
    output(run, streamOf(run, stream), String.fromCharCode(...run.readBytes(run.address(from), length)));
    return run.int(count);
  },
  fflush: nothing,
  fclose: nothing,
  setvbuf: nothing,
  setbuf: nothing,
  perror: (run, [text]) => {
    output(run, STDERR, run.text(run.address(text)) + ": error\n");
    return 0;
  },
  fopen: opened,
  __acrt_iob_func: (run, [index]) => STDIN + run.int(index),
  __iob_func: () => STDIN,
  OutputDebugStringA: (run, [text]) => {
    run.debugPrint(run.text(run.address(text)));
    return 0;
  },
  OutputDebugString: (run, [text]) => {
    run.debugPrint(run.text(run.address(text)));
    return 0;
  },
  OutputDebugStringW: (run, [text]) => {
    run.debugPrint(run.wideText(run.address(text)));
    return 0;
  },
};
