/**
 * What a model of a library function may do, as the interpreter offers it. A model is the `run` of a platform function: it works on memory
 * and on the emulator and holds no state of its own, so that the whole state of a run stays in one place.
 *
 * Rules for models:
 * - Ask for everything that may need a choice (`int`, `address`, `text`, `decide`) *before* changing anything: an unanswered question leaves
 *   the model by an exception, the run forks, and the model starts again from its beginning.
 * - A model that has to wait answers {@link WAIT}; it is asked again when the emulator says that the thread can go on.
 * - A model that has to run code of the program answers a {@link Callback}; it goes on in its `resume` with the data it left there.
 */
import type { Address, WinsockEmulator } from "../../emulator/index.ts";

/** A value that the run does not know. Its constraints belong to the interpreter. */
export interface Unknown {
  readonly unknown: true;
}

/** The bytes of a record passed by value; opaque to a model. */
export interface Aggregate {
  readonly aggregate: true;
  readonly size: number;
}

/** An integer in canonical form: a number if it is a safe integer, else a bigint. Floating-point values are numbers, too. */
export type Int = number | bigint;
export type RunValue = Int | Unknown | Aggregate;

export const WAIT = Symbol("wait");

/** Code of the program to run next on this thread; afterwards `resume` of the model is asked with its result. */
export interface Callback {
  readonly callback: Address;
  readonly args: readonly RunValue[];
  /** Object for a member function; absent for plain functions. */
  readonly self?: Address;
  /** Plain values for `resume`; `undefined` = nothing is left to do, the callback's result is the result of the call. */
  readonly data?: readonly RunValue[];
  /** The result is that of a window procedure that the emulator asked for. */
  readonly dispatched?: boolean;
}

/** Ask `run` again with these arguments (a wait that goes on after code of the program ran). */
export interface Again {
  readonly again: readonly RunValue[];
}

/** The exception in flight goes on. */
export const RETHROW = Symbol("rethrow");

export type ModelResult = RunValue | undefined | typeof WAIT | typeof RETHROW | Callback | Again;

/** Sizes of the C types a model needs to know about its arguments. */
export interface ArgumentType {
  readonly kind: "int" | "float" | "pointer" | "other";
  readonly bits: number;
  readonly signed: boolean;
}

export interface Run {
  readonly thread: number;
  readonly pointerSize: 4 | 8;
  readonly winsock: WinsockEmulator;
  /** Types of the arguments as passed (after the default promotions for variadic ones). */
  readonly types: readonly ArgumentType[];

  /** The concrete integer; an unknown one is decided by a fork over what it may be (0 and one other value). */
  int(value: RunValue | undefined): number;
  /** Exact for the whole 64-bit range. */
  big(value: RunValue | undefined): bigint;
  float(value: RunValue | undefined): number;
  /** The window; an unknown one is that of the environment, where there is one. */
  window(value: RunValue | undefined): number;
  /** The address; an unknown pointer becomes the address of an object of its own. */
  address(value: RunValue | undefined): Address;
  isUnknown(value: RunValue | undefined): boolean;
  /** Truth of a value; an unknown one is decided by a fork. */
  truth(value: RunValue): boolean;
  /** Others may act before what follows: call it before the first change. */
  point(): void;
  /** The program has one thread, and orders that cannot matter are left out. */
  readonly alone: boolean;
  /** A request that would use these bytes has nothing to do with what others may do now, so the order does not matter. */
  independent(address: Address, length: number): boolean;
  /** Does something with the emulator that may leave by a question; then all of it is undone. */
  guarded<T>(action: () => T): T;
  /** Does something with the emulator; if `goesOn(result)`, others may act before it, so it is undone until they had their chance. */
  attempt<T>(action: () => T, goesOn: (result: T) => boolean): T;
  /** Chooses one of `count` ways to go on; the run forks over all of them. `what` is in words, for the trace. */
  decide(what: string, count: number, labels?: readonly string[]): number;
  /** A value about which nothing is known. */
  unknown(label: string, bits: 8 | 16 | 32 | 64, signed: boolean): RunValue;

  /** A pointer about which nothing is known but that it is not null: an assumption. */
  somewhere(label: string): RunValue;

  /** Concrete bytes; unknown bytes are decided (first as 'x', zero at the end of the object). Faults as the program would. */
  readBytes(address: Address, length: number): Uint8Array;
  writeBytes(address: Address, bytes: Uint8Array): void;
  /** Zero-terminated text, one character per byte. */
  text(address: Address): string;
  wideText(address: Address): string;
  writeText(address: Address, text: string): void;
  writeWideText(address: Address, text: string): void;
  readInt(address: Address, size: 1 | 2 | 4 | 8, signed: boolean): RunValue;
  writeInt(address: Address, size: 1 | 2 | 4 | 8, value: RunValue): void;
  readFloat(address: Address, size: 4 | 8): number;
  writeFloat(address: Address, size: 4 | 8, value: number): void;
  readPointer(address: Address): Address;
  writePointer(address: Address, value: RunValue): void;
  /** Moves bytes with everything that is known about them (unknown and uninitialised ones, too). */
  copy(to: Address, from: Address, length: number): void;
  fill(to: Address, value: number, length: number): void;
  /** Bytes from `address` to the end of its object. */
  rest(address: Address): number;

  /** Storage of the program; `zero` for calloc. 0 if the run is out of it. */
  allocate(length: number, what: string, zero?: boolean): Address;
  /** Storage of the library itself, zeroed; nobody is told. */
  scratch(length: number): Address;
  drop(address: Address): void;
  /** Faults on what is no live block of that allocator. */
  free(address: Address, what: string): void;
  /** Bytes of the live block that starts there, or undefined. */
  blockSize(address: Address): number | undefined;

  print(text: string): void;
  debugPrint(text: string): void;
  /** Ends the program. */
  exit(code: number): void;
  endThread(code: number): void;
  /** Stops the run: the program did something that has no defined result. */
  fault(kind: string, text: string): never;
  /** Lets the exception in flight go on to the next handler. */
  rethrow(): ModelResult;
  /** Something that happened, for monitors and the trace. */
  event(kind: string, data: Readonly<Record<string, number | string>>): void;
  /** Values that a thread has to keep between calls (strtok, rand, errno); keys are names. */
  getState(key: string): RunValue | undefined;
  setState(key: string, value: RunValue): void;
  /** Name of the program's function at this address, if it is one. */
  functionAt(address: Address): string | undefined;
  /** Address that stands for a library function (GetProcAddress). */
  modelAddress(name: string): Address | undefined;
  /** Code for a thread that the emulator has made. */
  startThread(thread: number, procedure: Address, argument: RunValue): void;
  /** What the environment of the run knows: which handler a window of its own has, for example. 0 = nothing. */
  environment(question: string, data: readonly number[]): number;
}

export interface Model {
  /** Performs the call. */
  run(run: Run, args: readonly RunValue[]): ModelResult;
  /** Goes on after a {@link Callback}. */
  resume?(run: Run, data: readonly RunValue[], result: RunValue): ModelResult;
  /**
   * Others may act before this call: it reads or changes something they share. `true`: other threads, the resolver, the clock and the user;
   * `"threads"`: only other threads of the program, so nothing else needs to be tried before it.
   */
  readonly point?: boolean | "threads";
  /** Waits for time or others; a loop that only does this is not a computation. */
  readonly waits?: boolean;
}

export type Models = Readonly<Record<string, Model | ((run: Run, args: readonly RunValue[]) => ModelResult)>>;
