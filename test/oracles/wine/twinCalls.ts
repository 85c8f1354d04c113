/** The calls of a twin. Before each, and while it waits, the resolver may get on, as far as the schedule says. */
import type { Procedure, Step, WinsockEmulator } from "../../../server/src/emulator/api.ts";
import { WOULD_BLOCK } from "../../../server/src/emulator/api.ts";
import { type Address, FlatMemory, scriptedDatabase, Winsock } from "../../../server/src/emulator/index.ts";
import type { Schedule } from "./explore.ts";
import type { Scenario } from "./scenario.ts";
import { TwinMemory } from "./twinMemory.ts";

/** A function of the emulator without its first argument, the thread, and without the answers that only a host of programs sees. */
type WithoutThread<F> = F extends (thread: number, ...rest: infer R) => infer T ? (...rest: R) => Extract<T, number | undefined> : never;
/** The calls of one thread: `calls.PostMessage(window, ...)`. A call that has to wait returns when it need wait no longer. */
export type Calls = {
  readonly [K in keyof WinsockEmulator as WinsockEmulator[K] extends (thread: number, ...rest: never[]) => unknown
    ? K
    : never]: WithoutThread<WinsockEmulator[K]>;
};

/** One emulator for all runs of a twin, so that equal situations of different runs have equal snapshots. */
export class Stage {
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

export class TwinCalls extends TwinMemory {
  readonly winsock: Winsock;
  /** The calls of the main thread. */
  readonly main: Calls;
  output = "";
  readonly #stage: Stage;
  readonly #schedule: Schedule;
  readonly #openGates = new Set<string>();
  /** Gate of each request, by its number, and of each query of GetAddrInfoExW. */
  readonly #requestGates: (string | undefined)[] = [];
  readonly #queryGates: (string | undefined)[] = [];
  #nextGate: string | undefined;
  /** How far the program has got, as far as its output does not show it. */
  #calls = 0;
  #quiet = false;

  constructor(stage: Stage, schedule: Schedule) {
    super(stage.memory);
    this.#stage = stage;
    this.#schedule = schedule;
    this.winsock = stage.winsock;
    this.main = this.callsOf(this.winsock.mainThread);
  }

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

  /** Looks until there is something, or the resolver has nothing to do. However often it had to look, the program stands behind one call. */
  protected lookFor(look: () => boolean): boolean {
    const before = this.#calls;
    let found = look();
    while (!found && this.#advance()) found = look();
    this.#calls = before;
    return found;
  }
}
