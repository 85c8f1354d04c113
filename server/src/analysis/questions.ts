/** What the run of a body asks of the program: the only way from the paths to the unit, its call graph and what matters in it. */
import type { FunctionEntry } from "../program/functions.ts";
import type { CallSite, CallTarget, ProgramFunction, Unit } from "../program/types.ts";
import type { Calls } from "./calls.ts";
import { destructorOf, type Relevance } from "./relevance.ts";
import { dispatches, PUMPS, takesMessages } from "./roles.ts";
import { calleeName } from "./valueFlow.ts";

/** UTF-16 units of a function that may be small enough to enter although it touches no request. */
const LONGEST_SMALL = 1500;

export class Questions {
  readonly pointerBits: number;
  readonly #unit: Unit;
  readonly #calls: Calls;
  readonly #relevance: Relevance;
  readonly #pumping = new Map<ProgramFunction, boolean>();
  #mayPump: ReadonlySet<ProgramFunction> | undefined;

  constructor(unit: Unit, calls: Calls, relevance: Relevance) {
    this.#unit = unit;
    this.#calls = calls;
    this.#relevance = relevance;
    this.pointerBits = unit.target === "win64" ? 64 : 32;
  }

  resolve(site: CallSite): CallTarget {
    return this.#calls.resolve(site);
  }

  destructorOf(record: string): ProgramFunction | undefined {
    return destructorOf(this.#unit, record);
  }

  /** The function can touch a request, itself or through what it calls. */
  touches(fn: ProgramFunction): boolean {
    return this.#relevance.functions.has(fn);
  }

  /** Something of a request stands in the function itself. */
  touchesItself(fn: ProgramFunction): boolean {
    return this.#relevance.direct.has(fn);
  }

  /** Members and globals of this name hold handles or buffers. */
  isSlotName(name: string): boolean {
    return this.#relevance.names.has(name);
  }

  /** Names of what the function tests at least twice. */
  testedTwice(fn: ProgramFunction): ReadonlySet<string> {
    return this.#relevance.testedTwice(fn);
  }

  /** Short enough to enter although it touches no request. */
  isSmall(fn: ProgramFunction): boolean {
    // a long text is no small function: not lowered to find that out
    const { text } = fn as Partial<FunctionEntry>;
    if (text !== undefined && text.length > LONGEST_SMALL) return false;
    return fn.ir.blocks.length <= 4 && fn.ir.understood.statements <= 12;
  }

  /** The function takes or dispatches messages itself. */
  pumps(fn: ProgramFunction): boolean {
    this.#mayPump ??= new Set(this.#unit.mentioning(PUMPS));
    if (!this.#mayPump.has(fn)) return false;
    let known = this.#pumping.get(fn);
    if (known === undefined) {
      known = fn.ir.blocks.some((b) =>
        b.statements.some((s) => s.kind === "call" && (takesMessages(calleeName(s)) || dispatches(calleeName(s)))),
      );
      this.#pumping.set(fn, known);
    }
    return known;
  }

  /** Declared as a member function of the class to which the function belongs. */
  isOwnMethod(fn: ProgramFunction, name: string): boolean {
    if (fn.record === undefined || name.includes("::")) return false;
    return this.#unit.record(fn.record, fn.uri)?.methods.some((m) => m.name === name || m.name.endsWith(`::${name}`)) ?? false;
  }

  /** A variable of this name is declared where the function stands. */
  isVariable(fn: ProgramFunction, name: string): boolean {
    return this.#unit.names(fn.uri).variable(name) !== undefined;
  }
}
