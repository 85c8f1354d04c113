/**
 * The emulator in the place of the model: the same calls in every order, against every order of its resolver, by snapshot and restore. Prints
 * the same outcomes as the model does.
 */
import type { Address, ProfileName } from "../../../server/src/emulator/index.ts";
import { FlatMemory, scriptedDatabase, Winsock } from "../../../server/src/emulator/index.ts";

const WSAEALREADY = 10037;
const WSANOTINITIALISED = 10093;
const WM_X = 0x8001;
const PM_REMOVE = 1;
const LENGTH = 1024;

/** A memory that remembers which blocks were written, before and after they were freed: part of the state like its bytes. */
class WatchedMemory extends FlatMemory {
  #watched: Address[] = [];
  /** Two characters for each block: written while it was there, written later. */
  #marks: string[] = [];
  #gone: boolean[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #states: { memory: number; marks: string[]; gone: boolean[] }[] = [];

  watch(): Address {
    const address = this.allocate(LENGTH);
    this.#watched.push(address);
    this.#marks.push("00");
    this.#gone.push(false);
    return address;
  }

  free(index: number): void {
    this.#gone = this.#gone.with(index, true);
    this.release(this.#watched[index]!);
  }

  isGone(index: number): boolean {
    return this.#gone[index]!;
  }

  marks(): string {
    return this.#marks.join(" ");
  }

  override write(address: Address, bytes: Uint8Array): boolean {
    const index = this.#watched.findIndex((block) => address >= block && address < block + LENGTH);
    if (index >= 0) {
      const [before, after] = this.#marks[index]!;
      this.#marks = this.#marks.with(index, this.#gone[index] ? before + "1" : "1" + after);
    }
    return super.write(address, bytes);
  }

  override snapshot(): number {
    const key = `${super.snapshot()}/${this.#marks.join()}/${this.#gone.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#states.push({ memory: super.snapshot(), marks: this.#marks, gone: this.#gone }) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  override restore(snapshot: number): void {
    const state = this.#states[snapshot]!;
    super.restore(state.memory);
    this.#marks = state.marks;
    this.#gone = state.gone;
  }
}

export interface EmulatorResult {
  readonly outcomes: ReadonlySet<string>;
  /** Different situations: state of the emulator, of memory and of the program. */
  readonly states: number;
  /** Steps and calls tried, those that lead to a situation that was met before among them. */
  readonly transitions: number;
}

/** Everything that a program of at most `limit` calls can see after it has started `requests` requests. */
export function runEmulator(requests: number, limit: number, profile: ProfileName = "documented"): EmulatorResult {
  return new Run(requests, limit, profile).result();
}

/** What the program has done and seen, and what it cannot do twice. */
interface Program {
  readonly log: string;
  readonly calls: number;
  readonly windowGone: boolean;
  readonly ended: boolean;
}

class Run {
  readonly #memory = new WatchedMemory(8);
  readonly #winsock: Winsock;
  readonly #handles: number[] = [];
  readonly #window: number;
  readonly #thread: number;
  readonly #limit: number;
  readonly #outcomes = new Set<string>();
  readonly #seen = new Set<string>();
  #transitions = 0;
  /** What a cancel of a request whose result is being copied answers; the documentation leaves it open. */
  #commitAnswer = 0;
  #commitAsked = false;

  constructor(requests: number, limit: number, profile: ProfileName) {
    this.#limit = limit;
    this.#winsock = new Winsock({
      memory: this.#memory,
      profile,
      names: scriptedDatabase({ protocols: [{ name: "tcp", number: 6 }] }),
      clock: false,
      choose: (choice) => {
        this.#commitAsked = true;
        return choice.options.indexOf(this.#commitAnswer);
      },
    });
    this.#thread = this.#winsock.mainThread;
    this.#winsock.WSAStartup(this.#thread, 0x0202, this.#memory.allocate(512));
    this.#winsock.RegisterClass(this.#thread, "window", () => 0);
    this.#window = this.#winsock.CreateWindowEx(this.#thread, "window", 0);
    for (let i = 0; i < requests; i++) {
      const buffer = this.#memory.watch();
      const name = this.#memory.allocateString("tcp");
      this.#handles.push(this.#winsock.WSAAsyncGetProtoByName(this.#thread, this.#window, WM_X, name, buffer, LENGTH));
    }
  }

  result(): EmulatorResult {
    this.#visit({ log: "", calls: 0, windowGone: false, ended: false });
    return { outcomes: this.#outcomes, states: this.#seen.size, transitions: this.#transitions };
  }

  /** From a situation to all that can follow: a step of the resolver, or, while the program runs, a call of it. */
  #visit(program: Program): void {
    this.#transitions++;
    if (!this.#enter(program)) return;
    const here = this.#winsock.snapshot();
    const back = () => this.#winsock.restore(here);
    const steps = this.#winsock.enabledSteps("fine");
    for (const step of steps) {
      this.#winsock.perform(step);
      this.#visit(program);
      back();
    }
    if (program.ended) {
      if (steps.length === 0) {
        this.#end(program);
        back();
      }
      return;
    }
    this.#visit({ ...program, ended: true });
    back();
    if (program.calls === this.#limit) return;
    const follow = (log: string, windowGone = program.windowGone) => {
      this.#visit({ log: program.log + log, calls: program.calls + 1, windowGone, ended: false });
      back();
    };
    this.#handles.forEach((handle, i) => {
      for (const answer of [0, WSAEALREADY]) {
        this.#commitAnswer = answer;
        this.#commitAsked = false;
        const log = ` cancel${i}=${this.#cancel(handle)}`;
        const open = this.#commitAsked;
        follow(log);
        if (!open) break;
      }
    });
    this.#handles.forEach((_, i) => {
      if (this.#memory.isGone(i)) return;
      this.#memory.free(i);
      follow(` free${i}`);
    });
    follow(` look=${this.#look()}`);
    follow(` cleanup=${this.#winsock.WSACleanup(this.#thread) === 0 ? 0 : this.#code(this.#winsock.WSAGetLastError(this.#thread))}`);
    if (!program.windowGone) {
      this.#winsock.DestroyWindow(this.#thread, this.#window);
      follow(" destroy", true);
    }
  }

  /** False if this situation has been visited. */
  #enter(program: Program): boolean {
    const key = `${this.#winsock.snapshot()} ${program.log} ${program.ended}`;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  #code(error: number): number | string {
    return error === WSAEALREADY ? 1 : error === WSANOTINITIALISED ? 2 : `error ${error}`;
  }

  #cancel(handle: number): number | string {
    if (this.#winsock.WSACancelAsyncRequest(this.#thread, handle) === 0) return 0;
    return this.#code(this.#winsock.WSAGetLastError(this.#thread));
  }

  /** The request whose message is taken, or "-". */
  #look(): string {
    const message = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
    const found = this.#winsock.PeekMessage(this.#thread, message, 0, WM_X, WM_X, PM_REMOVE);
    return found === 0 ? "-" : String(this.#handles.indexOf(message.wParam));
  }

  #end(program: Program): void {
    const left: string[] = [];
    for (let next = this.#look(); next !== "-"; next = this.#look()) left.push(next);
    this.#outcomes.add([program.log.trim(), "|", ...left, "|", this.#memory.marks()].filter((part) => part !== "").join(" "));
  }
}
