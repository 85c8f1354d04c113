/**
 * Schedule ids: `w1.<8 hex of the IR of the functions reached>.<base64url>`. The payload is the decisions that differ from the default
 * (option 0), each as its distance from the one before and its option, and in front of them one byte of the hash of each function in the
 * order in which they were first entered, so that a drift can name the function that changed. The first number is sixteen times their count, plus
 * what was chosen of a {@link ScheduleMode}; with memory that threads share, the count of its places and three bytes each come next.
 */
import type { IrFunction } from "../ir/types.ts";

const hashes = new WeakMap<IrFunction, number>();

/** FNV-1a over the IR with its ranges: two bodies with the same hash behave and are placed alike. */
export function irHash(ir: IrFunction): number {
  const known = hashes.get(ir);
  if (known !== undefined) return known;
  const text = JSON.stringify([ir.name, ir.params, ir.locals, ir.blocks], (_key, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash >>>= 0;
  hashes.set(ir, hash);
  return hash;
}

/** What kind of search a schedule comes from: its decisions mean nothing in another. */
export interface ScheduleMode {
  /** Replies were posted as soon as they were there. */
  readonly merged: boolean;
  /** Starts could fail. */
  readonly failingStarts: boolean;
  /** See `SimulateOptions.thorough`. */
  readonly thorough: boolean;
  /** Places of memory that threads share (`interpreter/sharing.ts`): before each use of it others may act. */
  readonly shared: readonly number[];
}

export interface DecodedSchedule extends ScheduleMode {
  readonly hash: string;
  readonly functionBytes: readonly number[];
  readonly path: readonly number[];
}

export function encodeSchedule(functions: readonly IrFunction[], path: readonly number[], mode: ScheduleMode): string {
  let combined = 0x811c9dc5;
  const bytes: number[] = [];
  number(
    bytes,
    functions.length * 16 +
      (mode.merged ? 1 : 0) +
      (mode.failingStarts ? 2 : 0) +
      (mode.thorough ? 4 : 0) +
      (mode.shared.length > 0 ? 8 : 0),
  );
  if (mode.shared.length > 0) {
    number(bytes, mode.shared.length);
    for (const place of [...mode.shared].sort((a, b) => a - b)) bytes.push(place & 255, (place >> 8) & 255, place >> 16);
  }
  for (const fn of functions) {
    const hash = irHash(fn);
    combined = Math.imul(combined ^ hash, 0x01000193) >>> 0;
    bytes.push(hash & 255);
  }
  let last = -1;
  path.forEach((option, i) => {
    if (option === 0) return;
    number(bytes, i - last - 1);
    number(bytes, option);
    last = i;
  });
  // Length of the path: where the run may stop when it has no end of its own.
  number(bytes, path.length - last - 1);
  return `w1.${combined.toString(16).padStart(8, "0")}.${base64url(bytes)}`;
}

/** The kind of search that a schedule comes from, as options of a simulation. */
export function modeOf(schedule: string | undefined): Partial<Omit<ScheduleMode, "merged" | "shared">> {
  const decoded = schedule === undefined ? undefined : decodeSchedule(schedule);
  return decoded ? { failingStarts: decoded.failingStarts, thorough: decoded.thorough } : {};
}

/** Undefined if the text is no schedule id. */
export function decodeSchedule(id: string): DecodedSchedule | undefined {
  const match = /^w1\.([0-9a-f]{8})\.([A-Za-z0-9_-]*)$/.exec(id);
  if (!match) return undefined;
  const bytes = fromBase64url(match[2]!);
  if (!bytes) return undefined;
  let at = 0;
  const next = (): number | undefined => {
    let value = 0;
    for (let shift = 0; at < bytes.length; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    return undefined;
  };
  const head = next();
  if (head === undefined || head >> 4 > bytes.length) return undefined;
  const count = head >> 4;
  const shared: number[] = [];
  const places = head & 8 ? next() : 0;
  if (places === undefined || at + 3 * places > bytes.length) return undefined;
  for (let i = 0; i < places; i++, at += 3) shared.push(bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16));
  const functionBytes = [...bytes.slice(at, at + count)];
  at += count;
  const path: number[] = [];
  for (;;) {
    const gap = next();
    if (gap === undefined || gap > 1_000_000) return undefined;
    for (let i = 0; i < gap; i++) path.push(0);
    if (at >= bytes.length) break;
    const option = next();
    if (option === undefined) return undefined;
    path.push(option);
  }
  return {
    hash: match[1]!,
    functionBytes,
    path,
    merged: (head & 1) !== 0,
    failingStarts: (head & 2) !== 0,
    thorough: (head & 4) !== 0,
    shared,
  };
}

function number(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest & 127) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function base64url(bytes: readonly number[]): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = Math.min(4, 2 + bytes.length - i - 1);
    for (let d = 0; d < digits; d++) text += ALPHABET[(word >> (18 - 6 * d)) & 63];
  }
  return text;
}

function fromBase64url(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let at = 0;
  for (const c of text) {
    const digit = ALPHABET.indexOf(c);
    if (digit < 0) return undefined;
    word = ((word << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (word >> bits) & 255;
    }
  }
  return bytes;
}
