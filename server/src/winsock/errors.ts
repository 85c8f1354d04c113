/** The error codes of the asynchronous database calls and of what replaces them: where each arrives and whether trying again can help. */
import { errorValues } from "./errorValues.ts";
import { functions } from "./functions.ts";
import type { Channel } from "./types.ts";

export * from "./errorValues.ts";

/**
 * - `transient`: the same request may succeed later.
 * - `permanent`: the same request will fail again until something else changes (the name, the program, the machine's set-up).
 * - `buffer`: the same request succeeds with a larger buffer.
 * - `state`: says something about the request, not about the lookup.
 */
export type Persistence = "transient" | "permanent" | "buffer" | "state";

export interface ErrorCode {
  readonly name: string;
  readonly value: number;
  /** Channels on which the documentation of these calls lists it. Empty: not listed, but seen from some provider. */
  readonly channels: readonly Channel[];
  /** Channels on which a provider delivers it although no text lists it. */
  readonly undocumentedChannels: readonly Channel[];
  readonly persistence: Persistence;
  /** Functions of functions.ts whose documentation lists it. */
  readonly functions: readonly string[];
}

type Row = readonly [name: string, channels: string, undocumented: string, persistence: Persistence];

const rows: readonly Row[] = [
  ["WSAEINTR", "", "", "state"],
  ["WSAEFAULT", "AR", "S", "permanent"],
  ["WSAEINVAL", "CR", "AS", "permanent"],
  ["WSAEWOULDBLOCK", "S", "", "transient"],
  ["WSAEINPROGRESS", "SCR", "", "transient"],
  ["WSAEALREADY", "C", "", "state"],
  ["WSAESOCKTNOSUPPORT", "RK", "", "permanent"],
  ["WSAEOPNOTSUPP", "", "S", "permanent"],
  ["WSAEAFNOSUPPORT", "RK", "A", "permanent"],
  ["WSAENETDOWN", "SAC", "", "transient"],
  ["WSAENOBUFS", "A", "S", "buffer"],
  ["WSAEPROCLIM", "R", "", "transient"],
  ["WSASYSNOTREADY", "R", "", "transient"],
  ["WSAVERNOTSUPPORTED", "R", "", "permanent"],
  ["WSANOTINITIALISED", "SCR", "A", "permanent"],
  ["WSASERVICE_NOT_FOUND", "RK", "A", "permanent"],
  ["WSATYPE_NOT_FOUND", "RK", "", "permanent"],
  ["WSAHOST_NOT_FOUND", "ARK", "", "permanent"],
  ["WSATRY_AGAIN", "ARK", "", "transient"],
  ["WSANO_RECOVERY", "ARK", "S", "permanent"],
  ["WSANO_DATA", "ARK", "", "permanent"],
  ["WSA_INVALID_HANDLE", "R", "", "state"],
  ["WSA_NOT_ENOUGH_MEMORY", "RK", "", "transient"],
  ["WSA_IO_PENDING", "R", "", "state"],
  ["WSA_E_CANCELLED", "K", "", "state"],
];

export const errorCodes: readonly ErrorCode[] = rows.map(([name, channels, undocumented, persistence]) => ({
  name,
  value: errorValues[name]!,
  channels: [...channels] as Channel[],
  undocumentedChannels: [...undocumented] as Channel[],
  persistence,
  functions: functions.filter((f) => f.errors.some((e) => e.code === name)).map((f) => f.name),
}));

const byName = new Map(errorCodes.map((code) => [code.name, code]));
const byValue = new Map(errorCodes.map((code) => [code.value, code]));

export function errorByName(name: string): ErrorCode | undefined {
  return byName.get(name);
}

export function errorByValue(value: number): ErrorCode | undefined {
  return byValue.get(value);
}

/** First name of a value, also for codes without a record (`10061` -> `WSAECONNREFUSED`). */
export function errorName(value: number): string | undefined {
  return Object.keys(errorValues).find((name) => errorValues[name] === value && name !== "WSABASEERR");
}

/**
 * The two codes of a failed cancel that carry the same information: nothing is in progress under this handle. Providers are free to
 * choose between them, so a program must treat them alike.
 */
export const requestIsOver: readonly string[] = ["WSAEINVAL", "WSAEALREADY"];

/** Codes after which the same start or lookup may be tried again, with a bound and a pause. */
export const retryable: readonly string[] = ["WSATRY_AGAIN", "WSAEWOULDBLOCK"];
