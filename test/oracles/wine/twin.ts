/**
 * What the twins of the C programs share: the helpers of `programs/oracle.h`, by the same names, over the emulator. A twin makes the calls
 * of its program in the same order and collects the lines that the program would print. Before each call, and while it waits, the resolver
 * may get on: `Schedule` decides how far, so that every order can be tried.
 */
import type { Procedure, Step, WinsockEmulator } from "../../../server/src/emulator/api.ts";
import { WOULD_BLOCK } from "../../../server/src/emulator/api.ts";
import { type Address, FlatMemory, scriptedDatabase, Winsock } from "../../../server/src/emulator/index.ts";
import { outcomesOf, type Outcomes, type Schedule } from "./explore.ts";
import type { Scenario } from "./scenario.ts";

export const WM_X = 0x8001;
export const WM_Y = 0x8002;
export const WM_USER = 0x0400;
export const WM_QUIT = 0x0012;
export const PM_NOREMOVE = 0;
export const PM_REMOVE = 1;
export const AF_INET = 2;
export const WSAENOBUFS = 10055;
const UNUSED_BYTE = 0xcc;

/** A function of the emulator without its first argument, the thread, and without the answers that only a host of programs sees. */
type WithoutThread<F> = F extends (thread: number, ...rest: infer R) => infer T ? (...rest: R) => Extract<T, number | undefined> : never;
/** The calls of one thread: `calls.PostMessage(window, ...)`. A call that has to wait returns when it need wait no longer. */
export type Calls = {
  readonly [K in keyof WinsockEmulator as WinsockEmulator[K] extends (thread: number, ...rest: never[]) => unknown
    ? K
    : never]: WithoutThread<WinsockEmulator[K]>;
};

export interface Message {
  hwnd: number;
  message: number;
  wParam: number;
  lParam: number;
  time: number;
}

export type TwinBody = (p: Twin) => void;

/** Every output that the emulator under the profile `wine` can give for `body`. */
export function outcomesOfTwin(body: TwinBody, scenario: Scenario): Outcomes {
  const stage = new Stage(scenario);
  return outcomesOf((schedule) => {
    stage.reset();
    const twin = new Twin(stage, schedule);
    body(twin);
    return twin.output;
  });
}

/** One emulator for all runs of a twin, so that equal situations of different runs have equal snapshots. */
class Stage {
  readonly memory = new FlatMemory(8);
  readonly winsock: Winsock;
  readonly scenario: Scenario;
  readonly #empty: number;
  /** Procedures of the present run in order of appearance, behind ones that stay the same from run to run. */
  #procedures: Procedure[] = [];
  readonly #doors: Procedure[] = [];

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.winsock = new Winsock({ memory: this.memory, profile: "wine", names: scriptedDatabase(scenario.records), clock: false });
    this.#empty = this.winsock.snapshot();
  }

  reset(): void {
    this.winsock.restore(this.#empty);
    this.#procedures = [];
  }

  procedure(run: Procedure): Procedure {
    const index = this.#procedures.push(run) - 1;
    this.#doors[index] ??= (thread, ...args) => this.#procedures[index]!(thread, ...args);
    return this.#doors[index];
  }
}

export function emptyMessage(): Message {
  return { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
}

export function errorOf(lParam: number): number {
  return (lParam >>> 16) & 0xffff;
}

export function sizeOf(lParam: number): number {
  return lParam & 0xffff;
}

export class Twin {
  readonly memory: FlatMemory;
  readonly winsock: Winsock;
  readonly a: Address;
  readonly b: Address;
  readonly c: Address;
  readonly d: Address;
  /** The calls of the main thread. */
  readonly main: Calls;
  window = 0;
  output = "";
  readonly #stage: Stage;
  readonly #schedule: Schedule;
  readonly #openGates = new Set<string>();
  /** Gate of each request, by its number, and of each query of GetAddrInfoExW. */
  readonly #requestGates: (string | undefined)[] = [];
  readonly #queryGates: (string | undefined)[] = [];
  readonly #labels: { handle: number; label: string }[] = [];
  /** How far the program has got, as far as its output does not show it. */
  #calls = 0;
  #quiet = false;

  constructor(stage: Stage, schedule: Schedule) {
    this.#stage = stage;
    this.#schedule = schedule;
    this.memory = stage.memory;
    this.winsock = stage.winsock;
    this.main = this.callsOf(this.winsock.mainThread);
    [this.a, this.b, this.c, this.d] = [this.buffer(1024), this.buffer(1024), this.buffer(1024), this.buffer(1024)];
    this.main.RegisterClass("STATIC", () => 0);
  }

  // --- the resolver ----------------------------------------------------------------------------------------------------------------------

  /** What the environment may do now: everything but deadlines and lookups that stand at a closed gate. */
  #steps(): Step[] {
    return this.winsock.enabledSteps("fine").filter((step) => {
      if (step.kind === "deadline") return false;
      const gate =
        step.kind === "lookup" ? this.#requestGates[step.request] : step.kind === "addrinfo" ? this.#queryGates[step.query] : undefined;
      return gate === undefined || this.#openGates.has(gate);
    });
  }

  /** Lets the resolver get on, as far as the schedule says. */
  #yield(): void {
    if (this.#quiet) return;
    for (;;) {
      const steps = this.#steps();
      if (steps.length === 0) return;
      this.#schedule.reached(this.#situation("call"));
      const choice = this.#schedule.choose(steps.length + 1);
      if (choice === 0) return;
      this.winsock.perform(steps[choice - 1]!);
    }
  }

  /** One step of the resolver, or false if it has nothing to do. */
  #advance(): boolean {
    const steps = this.#steps();
    if (steps.length === 0) return false;
    this.#schedule.reached(this.#situation("wait"));
    this.winsock.perform(steps[steps.length > 1 ? this.#schedule.choose(steps.length) : 0]!);
    return true;
  }

  /** What a Sleep that is long enough gives: the resolver does all it can. */
  settle(): void {
    while (this.#advance());
  }

  #situation(where: string): string {
    return `${where} ${this.#calls} ${this.winsock.snapshot()} ${[...this.#openGates].join()} ${this.output}`;
  }

  /** The calls of `thread`; each of them first lets the resolver get on. */
  callsOf(thread: number): Calls {
    const call = (name: keyof Calls, given: unknown[]): unknown => {
      const args = given.map((one) => (typeof one === "function" ? this.#stage.procedure(one as Procedure) : one));
      this.#calls++;
      this.#yield();
      this.#noteGate(name, args);
      const run = () => (this.winsock[name] as (thread: number, ...rest: unknown[]) => unknown).call(this.winsock, thread, ...args);
      let result = run();
      while (result === WOULD_BLOCK) {
        if (!this.winsock.canResume(thread) && !this.#advance() && !this.#deadline(thread)) throw new Error(`${name} waits for ever`);
        result = run();
      }
      if (typeof result === "object") throw new Error(`${name} asks for code of the program`);
      this.#noteStart(name, result);
      return result;
    };
    return new Proxy({} as Calls, {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          call(name as keyof Calls, args),
    });
  }

  /** The next deadline falls due: the time-out of a wait, or a timer. */
  #deadline(thread: number): boolean {
    const due = this.winsock.enabledSteps("fine").find((step) => step.kind === "deadline");
    if (due) this.winsock.perform(due);
    return due !== undefined && thread >= 0;
  }

  /** All timers that are set tick once. */
  tick(): void {
    for (const step of this.winsock.enabledSteps("fine")) if (step.kind === "deadline") this.winsock.perform(step);
  }

  #nextGate: string | undefined;

  #noteGate(name: keyof Calls, args: readonly unknown[]): void {
    this.#nextGate = undefined;
    if (name === "WSAAsyncGetHostByName") this.#nextGate = this.#stage.scenario.gates[this.readText(args[2] as Address)];
    if (name === "GetAddrInfoExW") this.#nextGate = this.#stage.scenario.gates[this.readWideText(args[0] as Address)];
  }

  #noteStart(name: keyof Calls, result: unknown): void {
    if (name.startsWith("WSAAsyncGet") && result !== 0) this.#requestGates.push(this.#nextGate);
    if (name === "GetAddrInfoExW" && result === 997) this.#queryGates.push(this.#nextGate);
  }

  /** Runs `work` while the resolver stands still. */
  quietly(work: () => void): void {
    this.#quiet = true;
    work();
    this.#quiet = false;
  }

  /** Starts a request and lets it end at once, without asking the schedule: for programs that start very many. */
  startQuietly(start: () => number): number {
    const handle = start();
    const request = this.#requestGates.push(undefined) - 1;
    this.winsock.perform({ kind: "pick-up", request });
    this.winsock.perform({ kind: "lookup", request, outcome: "database" });
    for (const kind of ["check", "copy", "mark", "post"] as const) this.winsock.perform({ kind, request });
    return handle;
  }

  /** What waiting for a lookup at its gate gives. */
  at_gate(): void {
    this.settle();
  }

  open_gate(name: string): void {
    this.#openGates.add(name);
  }

  // --- memory ------------------------------------------------------------------------------------------------------------------------------

  buffer(size: number): Address {
    const address = this.memory.allocate(size);
    this.unused(address, size);
    return address;
  }

  unused(address: Address, size: number): void {
    this.memory.write(address, new Uint8Array(size).fill(UNUSED_BYTE));
  }

  text(value: string): Address {
    return this.memory.allocateString(value);
  }

  wideText(value: string): Address {
    return this.memory.allocateWideString(value);
  }

  /** `values` as bytes in memory of their own. */
  bytes(...values: number[]): Address {
    const address = this.memory.allocate(values.length);
    this.memory.write(address, Uint8Array.from(values));
    return address;
  }

  readText(address: Address): string {
    let text = "";
    for (let byte = this.#byte(address); byte !== 0; byte = this.#byte(address + text.length)) text += String.fromCharCode(byte);
    return text;
  }

  readWideText(address: Address): string {
    let text = "";
    for (let unit = this.short(address); unit !== 0; unit = this.short(address + 2 * text.length)) text += String.fromCharCode(unit);
    return text;
  }

  #byte(address: Address): number {
    const byte = this.memory.read(address, 1)?.[0];
    if (byte === undefined) throw new Error("a pointer of the result points nowhere");
    return byte;
  }

  /** Signed 16-bit number. */
  short(address: Address): number {
    return ((this.#byte(address) | (this.#byte(address + 1) << 8)) << 16) >> 16;
  }

  pointer(address: Address): Address {
    let value = 0;
    for (let i = 7; i >= 0; i--) value = value * 256 + this.#byte(address + i);
    return value;
  }

  /** Pointers from `address` on, up to NULL. */
  pointers(address: Address): Address[] {
    const list: Address[] = [];
    for (let at = address; this.pointer(at) !== 0; at += 8) list.push(this.pointer(at));
    return list;
  }

  // --- printing ----------------------------------------------------------------------------------------------------------------------------

  say(line: string): void {
    this.output += line + "\n";
  }

  #labelOf(handle: number): string {
    return this.#labels.findLast((entry) => entry.handle === handle)?.label ?? "?";
  }

  labelOf(handle: number): string {
    return this.#labelOf(handle);
  }

  handle(index: number): number {
    return this.#labels[index]!.handle;
  }

  started(label: string, handle: number, calls = this.main): number {
    const error = calls.WSAGetLastError();
    if (handle) {
      this.#labels.push({ handle, label });
      this.say(`start ${label}: handle`);
    } else this.say(`start ${label}: 0, error ${error}`);
    return handle;
  }

  cancelled(label: string, handle: number, calls = this.main): number {
    const result = calls.WSACancelAsyncRequest(handle);
    const error = calls.WSAGetLastError();
    this.say(result === 0 ? `cancel ${label}: 0` : `cancel ${label}: ${result}, error ${error}`);
    return result;
  }

  answered(name: string, result: number, calls = this.main): number {
    const error = calls.WSAGetLastError();
    this.say(result === -1 ? `${name}: -1, error ${error}` : `${name}: ${result}`);
    return result;
  }

  print_message(message: Message): void {
    const { wParam, lParam } = message;
    if (message.message === WM_QUIT) this.say(`quit ${wParam}`);
    else if (message.message === WM_X || message.message === WM_Y)
      this.say(
        `message ${this.#labelOf(wParam)}${message.message === WM_Y ? " (y)" : ""}: error ${errorOf(lParam)}, size ${sizeOf(lParam)}`,
      );
    else this.say(`message 0x${message.message.toString(16)}: ${wParam}, ${lParam}`);
  }

  #text(name: string, buffer: Address, text: Address): string {
    return text === 0 ? ` ${name} NULL` : ` ${name} ${this.readText(text)}@${text - buffer}`;
  }

  #aliases(buffer: Address, list: Address): string {
    const each = this.pointers(list).map((alias) => `${this.readText(alias)}@${alias - buffer}`);
    return ` aliases@${list - buffer} [${each.join(" ")}]`;
  }

  print_host(buffer: Address): void {
    const length = this.short(buffer + 18);
    const list = this.pointer(buffer + 24);
    const addresses = this.pointers(list).map((at) => `${[...this.memory.read(at, length)!].join(".")}@${at - buffer}`);
    this.say(
      "host:" +
        this.#text("name", buffer, this.pointer(buffer)) +
        this.#aliases(buffer, this.pointer(buffer + 8)) +
        ` type ${this.short(buffer + 16)} length ${length} addresses@${list - buffer} [${addresses.join(" ")}]`,
    );
  }

  print_service(buffer: Address): void {
    this.say(
      "service:" +
        this.#text("name", buffer, this.pointer(buffer)) +
        this.#aliases(buffer, this.pointer(buffer + 8)) +
        ` port ${this.short(buffer + 24)}` +
        this.#text("protocol", buffer, this.pointer(buffer + 16)),
    );
  }

  print_protocol(buffer: Address): void {
    this.say(
      "protocol:" +
        this.#text("name", buffer, this.pointer(buffer)) +
        this.#aliases(buffer, this.pointer(buffer + 8)) +
        ` number ${this.short(buffer + 16)}`,
    );
  }

  print_written(name: string, buffer: Address, size: number): void {
    const bytes = this.memory.read(buffer, size)!;
    this.say(`${name}: ${bytes.findLastIndex((byte) => byte !== UNUSED_BYTE) + 1} bytes written`);
  }

  // --- messages ----------------------------------------------------------------------------------------------------------------------------

  /** Waits for a message of the program; false if none can come. */
  wait_message(message: Message, remove: number, calls = this.main): boolean {
    return this.wait_for(message, 0, WM_USER, 0xffff, remove, calls);
  }

  /** Waits until `window` has a message from `low` to `high`, and takes or leaves it. */
  wait_for(message: Message, window: number, low: number, high: number, remove: number, calls = this.main): boolean {
    const before = this.#calls;
    let found = calls.PeekMessage(message, window, low, high, remove) !== 0;
    while (!found && this.#advance()) found = calls.PeekMessage(message, window, low, high, remove) !== 0;
    this.#calls = before; // however often it had to look, the program stands behind one call
    return found;
  }

  take(calls = this.main): Message {
    const message = emptyMessage();
    if (this.wait_message(message, PM_REMOVE, calls)) this.print_message(message);
    else this.say("nothing");
    return message;
  }

  queued(calls = this.main): void {
    if (!this.wait_message(emptyMessage(), PM_NOREMOVE, calls)) this.say("nothing queued");
  }

  silence(calls = this.main): void {
    this.settle();
    const message = emptyMessage();
    if (this.wait_message(message, PM_REMOVE, calls)) this.print_message(message);
    else this.say("silence");
  }

  // --- threads, windows, start and end ---------------------------------------------------------------------------------------------------------

  new_window(calls = this.main): number {
    return calls.CreateWindowEx("STATIC", 0);
  }

  /** A window of the main thread with a procedure of its own. */
  procedure(run: Procedure): void {
    this.main.SetWindowProcedure(this.window, run);
  }

  /** A thread of its own: its calls, and its end. */
  new_thread(): { readonly calls: Calls; end(): void } {
    const handle = this.main.CreateThread(0, 0);
    const calls = this.callsOf(this.winsock.threadOf(handle));
    return { calls, end: () => void calls.ExitThread(0) };
  }

  startup(major: number, minor: number, data = this.buffer(512)): number {
    return this.main.WSAStartup(major | (minor << 8), data);
  }

  begin_without_startup(): void {
    this.window = this.new_window();
  }

  begin(): void {
    const result = this.startup(2, 2);
    if (result) this.say(`startup: ${result}`);
    this.begin_without_startup();
  }

  end(): void {
    this.main.WSACleanup();
  }
}
