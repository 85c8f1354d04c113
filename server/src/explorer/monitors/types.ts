/** Monitors judge the events of a run. They keep nothing: what they need to remember is in the ledger, which is part of the state. */
import type { RunEvent } from "../events.ts";
import type { Position } from "../interpreter/simulation.ts";
import type { Ledger, RequestRecord } from "../ledger.ts";

export interface MonitorContext {
  /** After the event. */
  readonly ledger: Ledger;
  readonly before: Ledger;
  /** Thread that acts, or -1 for the environment. */
  readonly thread: number;
  readonly position: Position | undefined;
  /** An unknown number was taken to be 0 in this run: a call that gets 0 may never get it in the program. */
  readonly choseZero: boolean;
  /** Name of the provider's profile. */
  readonly provider: string;
  /** The cancel of this provider changes nothing although it answers 0. */
  readonly cancelIsStub: boolean;
  /** Name of what lies at the address, for a sentence. */
  nameOf(address: number): string;
  /** Some memory or variable of the program holds the value of a handle. */
  holds(handle: number): boolean;
  /** A WSAStartup of this run has failed. */
  readonly startupFailed: boolean;
  /** Why a lookup failed, or 0. */
  errorOf(request: number): number;
  /** Bytes of memory, as far as they are known. */
  bytesAt(address: number, length: number): readonly (number | undefined)[];
  /** Something that outlives this memory holds a pointer into it, behind its first bytes: its name. */
  pointsInto(address: number, length: number): string | undefined;
  /** Calls in which the threads of the program wait, at an end. */
  readonly waits: readonly { readonly thread: number; readonly call: string; readonly environment: boolean }[];
  /** The run goes round for ever; its waits are short ones. */
  readonly cycle: boolean;
  /** The entry is the whole program, so its end is the end of the process. */
  readonly whole: boolean;
}

export interface Verdict {
  readonly rule: string;
  readonly message: string;
}

export interface Monitor {
  /** Ids of the rules it can report. */
  readonly rules: readonly string[];
  judge(context: MonitorContext, event: RunEvent): Verdict | undefined;
}

/** `request 2 (WSAAsyncGetHostByName)`. */
export function requestText(record: RequestRecord): string {
  return `request ${record.request + 1} (${record.call})`;
}

export function errorText(code: number): string {
  return code === 10037
    ? "WSAEALREADY"
    : code === 10022
      ? "WSAEINVAL"
      : code === 10093
        ? "WSANOTINITIALISED"
        : code === 10036
          ? "WSAEINPROGRESS"
          : code === 10050
            ? "WSAENETDOWN"
            : String(code);
}
