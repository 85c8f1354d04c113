/** What was seen of the positions of a run: who acted, how deep, which statement begins, and what was heard on the way there. */
import type { ProgramFunction, Unit } from "../program/types.ts";
import type { World } from "./interpreter/world.ts";
import type { Verdict } from "./monitors/index.ts";
import type { LoggedEvent } from "./replay.ts";
import { type FunctionStatements, type SourceStatement, statementsOf } from "./statements.ts";
import type { Moment } from "./stepper.ts";

/** What was heard in one step. */
export interface Notes {
  readonly events: readonly LoggedEvent[];
  readonly verdicts: readonly Verdict[];
}

export class History {
  readonly #unit: Unit;
  readonly #statements = new Map<number, FunctionStatements>();
  readonly #numbers = new Map<SourceStatement, number>();
  readonly #byNumber: SourceStatement[] = [];
  readonly #columns = { thread: new Column(-1), depth: new Column(), begins: new Column(-1), flags: new Column() };
  /** For the positions that have flags. */
  readonly #notes = new Map<number, Notes>();

  constructor(unit: Unit) {
    this.#unit = unit;
  }

  statements(fn: ProgramFunction): FunctionStatements {
    let known = this.#statements.get(fn.index);
    if (!known) {
      known = statementsOf(this.#unit, fn);
      this.#statements.set(fn.index, known);
    }
    return known;
  }

  /** Sets what there is to say of a position that was reached. */
  record(position: number, world: World, thread: number, flags: number, notes?: Notes): void {
    if (notes) this.#notes.set(position, notes);
    this.#columns.thread.set(position, thread);
    this.#columns.depth.set(position, depthOf(world, thread));
    this.#columns.begins.set(position, thread < 0 ? -1 : this.#beginsAt(world, thread));
    this.#columns.flags.set(position, flags);
  }

  #beginsAt(world: World, thread: number): number {
    const frame = world.threads[thread]?.frames.at(-1);
    if (frame?.kind !== "code") return -1;
    const found = this.statements(frame.fn.program).begins(frame.block, frame.pc);
    if (!found) return -1;
    let number = this.#numbers.get(found);
    if (number === undefined) {
      number = this.#byNumber.push(found) - 1;
      this.#numbers.set(found, number);
    }
    return number;
  }

  /** What is known about a position that was reached. */
  moment(position: number): Moment {
    const { thread, depth, begins, flags } = this.#columns;
    const number = begins.get(position);
    return {
      position,
      thread: thread.get(position),
      depth: depth.get(position),
      begins: number < 0 ? undefined : this.#byNumber[number],
      flags: flags.get(position),
    };
  }

  verdictsAt(position: number): readonly Verdict[] {
    return this.#notes.get(position)?.verdicts ?? [];
  }
  /** Events of the step that led to the position, where it has flags. */
  eventsAt(position: number): readonly LoggedEvent[] {
    return this.#notes.get(position)?.events ?? [];
  }

  /** Forgets what was heard behind a position. */
  forgetAfter(position: number): void {
    for (const at of [...this.#notes.keys()]) if (at > position) this.#notes.delete(at);
  }
}

function depthOf(world: World, thread: number): number {
  let depth = 0;
  for (const frame of world.threads[thread]?.frames ?? []) if (frame.kind === "code") depth++;
  return depth;
}

/** Numbers by position, in a block that grows. */
class Column {
  #values = new Int32Array(1024);
  constructor(private readonly empty = 0) {
    this.#values.fill(empty);
  }
  get(at: number): number {
    return this.#values[at] ?? this.empty;
  }
  set(at: number, value: number): void {
    if (at >= this.#values.length) {
      const larger = new Int32Array(this.#values.length * 2).fill(this.empty);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[at] = value;
  }
}
