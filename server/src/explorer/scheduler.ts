/** Which steps can happen next in a run, and doing one of them. */
import type { RequestView, Step } from "../emulator/index.ts";
import type { Environment } from "./environment/environment.ts";
import { PUMP } from "./environment/models.ts";
import { runThread } from "./interpreter/run.ts";
import { interrupt } from "./interpreter/threads.ts";
import type { Question } from "./interpreter/question.ts";
import type { World } from "./interpreter/world.ts";
import type { Moment } from "./scenario.ts";
import type { ProgramFunction } from "../program/types.ts";
import { FIRST_CALL, type UserEntry } from "./environment/userEntries.ts";

/** One way to go on. */
export type Option =
  | { readonly kind: "thread"; readonly index: number }
  | { readonly kind: "step"; readonly step: Step }
  | { readonly kind: "user"; readonly entry: UserEntry; readonly window: number }
  /** The user closes a window because nothing else is left to do. */
  | { readonly kind: "close"; readonly window: number }
  | { readonly kind: "answer"; readonly thread: number; readonly question: Question; readonly option: number };

/** Where a run stands. */
export type Standing =
  | { readonly kind: "decision"; readonly options: readonly Option[] }
  /** It is over; `world.exit` is set. */
  | { readonly kind: "over" }
  /** Its state repeats and nothing else can happen. */
  | { readonly kind: "cycle" };

/** One statement, or one step of the environment that was the only one (`thread` -1), was done; or it is time for others. */
export interface Paused {
  readonly kind: "paused";
  readonly thread: number;
}

/** Where a walk is between two decisions: `advance` goes on there. */
export class Walk {
  /** @param slow stops after each statement; else only when the simulation says that it is time (`Simulation.due`). */
  constructor(readonly slow = true) {}

  /** Thread that is being run, by index. */
  thread = 0;
  /** Steps without a choice since the last decision, and the states met after them. */
  steps = 0;
  readonly seen = new Set<number>();

  /** The same run, which has met nothing yet. */
  anew(): Walk {
    const other = new Walk(this.slow);
    other.thread = this.thread;
    return other;
  }

  copy(): Walk {
    const other = new Walk(this.slow);
    other.thread = this.thread;
    other.steps = this.steps;
    for (const state of this.seen) other.seen.add(state);
    return other;
  }
}

const WM_CLOSE = 0x0010;
/** Steps without a choice after which repetition is looked for. */
const PATIENCE = 24;

export class Scheduler {
  readonly #environment: Environment;
  readonly #maxEvents: number;
  readonly #keyOf: (world: World) => number;

  /** @param patience steps without a choice after which repetition is looked for. */
  constructor(
    environment: Environment,
    maxEvents: number,
    keyOf: (world: World) => number,
    private readonly patience = PATIENCE,
  ) {
    this.#environment = environment;
    this.#maxEvents = maxEvents;
    this.#keyOf = keyOf;
  }

  /** Runs an active world until there is a choice, or it is over; with `walk` in steps, with the same result. */
  advance(world: World): Standing;
  advance(world: World, walk: Walk): Standing | Paused;
  advance(world: World, walk?: Walk): Standing | Paused {
    let seen = walk?.seen;
    let first = walk?.thread ?? 0;
    for (let steps = walk?.steps ?? 0; ; steps++) {
      for (let i = first; i < world.threads.length && !world.exit; i++) {
        const thread = world.threads[i]!;
        if (thread.ended) continue;
        // A wait that is over: the thread goes on to where others may act before it.
        if (thread.status === "blocked" && world.sim.winsock.canResume(thread.id)) world.own(i).status = "run";
        if (world.threads[i]!.status !== "run") continue;
        const stop = walk ? runThread(world, i, walk.slow) : runThread(world, i);
        if (stop.kind === "stepped") {
          if (!walk) {
            i--;
            continue;
          }
          walk.thread = i;
          walk.steps = steps;
          return { kind: "paused", thread: i };
        }
        if (stop.kind === "question") {
          const { question } = stop;
          return {
            kind: "decision",
            options: Array.from({ length: question.options }, (_, option) => ({ kind: "answer", thread: i, question, option })),
          };
        }
        if (stop.kind !== "over") world.own(i).status = stop.kind;
        else if (!world.exit) {
          this.#afterEnd(world);
          // The entry has returned and something of the environment follows it on the same thread.
          if (!world.threads[i]!.ended) i--;
        }
      }
      first = 0;
      if (world.exit) return { kind: "over" };
      const options = this.options(world);
      if (options.length === 0) {
        this.#finish(world);
        return { kind: "over" };
      }
      if (options.length > 1) return { kind: "decision", options };
      if (steps >= this.patience) {
        seen ??= new Set();
        world.sim.suspend();
        const key = this.#keyOf(world);
        world.sim.activate(world);
        if (seen.has(key)) return { kind: "cycle" };
        seen.add(key);
      }
      this.apply(world, options[0]!);
      if (walk) {
        walk.thread = 0;
        walk.steps = steps + 1;
        if (walk.slow || world.sim.due?.()) return { kind: "paused", thread: -1 };
      }
    }
  }

  #afterEnd(world: World): void {
    for (let i = 0; i < world.threads.length; i++) {
      if (world.threads[i]!.status === "run" && world.threads[i]!.frames.length === 0 && !world.threads[i]!.ended)
        world.own(i).ended = true;
    }
  }

  options(world: World): Option[] {
    const { winsock } = world.sim;
    const options: Option[] = [];
    world.threads.forEach((thread, index) => {
      if (thread.ended || thread.frames.length === 0) return;
      if (thread.status === "point" || (thread.status === "blocked" && winsock.canResume(thread.id)))
        options.push({ kind: "thread", index });
    });
    for (const step of winsock.enabledSteps("merged")) options.push({ kind: "step", step });
    const waiting = world.threads.some((thread) => !thread.ended && thread.status === "blocked" && isPump(winsock.waitsIn(thread.id)));
    if (waiting && world.usedEntries.length < this.#maxEvents) {
      for (const entry of this.#environment.users) {
        if (!mayAct(world, entry)) continue;
        const window = this.#windowFor(world, entry);
        if (window !== 0) options.push({ kind: "user", entry, window });
      }
    }
    if (options.length === 0 && waiting && this.#environment.whole && !world.usedEntries.includes("closes the window")) {
      const window = world.ledger.visible[0];
      if (window !== undefined) options.push({ kind: "close", window });
    }
    return options;
  }

  #windowFor(world: World, entry: UserEntry): number {
    const { winsock, image } = world.sim;
    if (entry.message >= FIRST_CALL) return this.#environment.control;
    const own = this.#environment.window;
    if (own !== 0) return winsock.windowExists(own) ? own : 0;
    const procedure = image.functionAddress(entry.function);
    const open = world.ledger.visible.filter((window) => winsock.windowExists(window));
    return open.find((window) => winsock.windowProcedure(window) === procedure) ?? open[0] ?? 0;
  }

  apply(world: World, option: Option): void {
    const { winsock } = world.sim;
    switch (option.kind) {
      case "thread": {
        const thread = world.own(option.index);
        thread.passed = true;
        thread.status = "run";
        return;
      }
      case "answer": {
        const thread = world.own(option.thread);
        if (option.question.kind === "choice") thread.answers = [...thread.answers, option.option];
        else world.answer(option.question, option.option);
        return;
      }
      case "step": {
        const dispatch = winsock.perform(option.step);
        if (dispatch) interrupt(world, dispatch);
        if (world.sim.mergePosts && option.step.kind === "commit") {
          const { request } = option.step;
          if (winsock.requestView(request).state === "posting") winsock.perform({ kind: "post", request });
        }
        return;
      }
      case "user":
        world.usedEntries = [...world.usedEntries, option.entry.name];
        world.sim.observe(world, { kind: "entry", name: option.entry.name, actor: "user" });
        winsock.userPosts(option.window, option.entry.message, option.entry.wParam, option.entry.lParam);
        return;
      case "close":
        world.usedEntries = [...world.usedEntries, "closes the window"];
        world.sim.observe(world, { kind: "entry", name: "closes the window", actor: "user" });
        winsock.userPosts(option.window, WM_CLOSE, 0, 0);
        return;
    }
  }

  /** Nothing can happen any more. */
  #finish(world: World): void {
    const main = world.threads[0];
    const top = main?.frames.at(-1);
    if (!this.#environment.whole && top?.kind === "model" && top.model === PUMP) {
      const result = world.modelState.get("entry result");
      world.finish(typeof result === "number" ? { kind: "returned", code: result | 0 } : { kind: "returned" });
      return;
    }
    if (world.threads.every((thread) => thread.ended)) {
      world.finish({ kind: "returned", code: 0 });
      return;
    }
    world.finish({ kind: "hang" });
  }
}

/** Whether the entry has turns left in this run, and its moment is there. */
function mayAct(world: World, { name, times = 1, moment, deletes, function: fn }: UserEntry): boolean {
  // Nobody lets an object go whose own function is still running: a loop in it takes messages, but not those of its owner.
  if (deletes && world.threads.some((thread) => thread.frames.some((frame) => frame.kind === "code" && isOf(frame.fn.program, fn))))
    return false;
  const used = world.usedEntries.filter((one) => one === name).length;
  if (used >= times) return false;
  if (moment?.after !== undefined && !world.usedEntries.includes(moment.after)) return false;
  if (moment?.when === undefined) return true;
  const requests = world.sim.winsock.requests();
  const meant = moment.request === undefined ? requests : requests.slice(moment.request - 1, moment.request);
  return meant.some(({ state }) => momentOf(state) === moment.when);
}

/** A member of the destructor's class. */
function isOf(fn: ProgramFunction, destructor: ProgramFunction): boolean {
  return fn.ir.record !== undefined && fn.ir.record === destructor.ir.record && !fn.ir.isStatic;
}

function momentOf(state: RequestView["state"]): Moment {
  return state === "queued" || state === "running" || state === "commit" || state === "posting" ? "pending" : "over";
}

/** Calls in which a thread takes what the user does. */
function isPump(call: string | undefined): boolean {
  return call !== undefined && /^(GetMessage|WaitMessage|MsgWaitForMultipleObjects)/.test(call);
}
