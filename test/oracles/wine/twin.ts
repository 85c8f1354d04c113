/**
 * What the twins of the C programs share: the helpers of `programs/oracle.h`, by the same names, over the emulator. A twin makes the calls
 * of its program in the same order and collects the lines that the program would print. Before each call, and while it waits, the resolver
 * may get on: `Schedule` decides how far, so that every order can be tried.
 */
import type { Procedure } from "../../../server/src/emulator/api.ts";
import type { Address } from "../../../server/src/emulator/index.ts";
import { outcomesOf, type Outcomes, type Schedule } from "./explore.ts";
import type { Scenario } from "./scenario.ts";
import { type Calls, Stage, TwinCalls } from "./twinCalls.ts";
import { UNUSED_BYTE } from "./twinMemory.ts";

export const WM_X = 0x8001;
export const WM_Y = 0x8002;
export const WM_USER = 0x0400;
export const WM_QUIT = 0x0012;
export const PM_NOREMOVE = 0;
export const PM_REMOVE = 1;
export const AF_INET = 2;
export const WSAENOBUFS = 10055;

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

export function emptyMessage(): Message {
  return { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
}

export function errorOf(lParam: number): number {
  return (lParam >>> 16) & 0xffff;
}

export function sizeOf(lParam: number): number {
  return lParam & 0xffff;
}

export class Twin extends TwinCalls {
  readonly a: Address;
  readonly b: Address;
  readonly c: Address;
  readonly d: Address;
  window = 0;
  readonly #labels: { handle: number; label: string }[] = [];

  constructor(stage: Stage, schedule: Schedule) {
    super(stage, schedule);
    [this.a, this.b, this.c, this.d] = [this.buffer(1024), this.buffer(1024), this.buffer(1024), this.buffer(1024)];
    this.main.RegisterClass("STATIC", () => 0);
  }

  // --- printing ----------------------------------------------------------------------------------------------------------------------------

  say(line: string): void {
    this.output += line + "\n";
  }

  labelOf(handle: number): string {
    return this.#labels.findLast((entry) => entry.handle === handle)?.label ?? "?";
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
        `message ${this.labelOf(wParam)}${message.message === WM_Y ? " (y)" : ""}: error ${errorOf(lParam)}, size ${sizeOf(lParam)}`,
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
    return this.lookFor(() => calls.PeekMessage(message, window, low, high, remove) !== 0);
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
