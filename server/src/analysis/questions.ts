/** What the run of a body asks of the program: the only way from the paths to the unit, its call graph and what matters in it. */
import type { FunctionEntry } from "../program/functions.ts";
import type { CallSite, CallTarget, ProgramFunction, Unit } from "../program/types.ts";
import { Answers, type Fact, type FunctionKey, targetText } from "./answers.ts";
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
  readonly #keys: { readonly of: ReadonlyMap<ProgramFunction, FunctionKey>; readonly to: ReadonlyMap<FunctionKey, ProgramFunction> };
  #mayPump: ReadonlySet<ProgramFunction> | undefined;
  #answers = new Answers();

  constructor(unit: Unit, calls: Calls, relevance: Relevance) {
    this.#unit = unit;
    this.#calls = calls;
    this.#relevance = relevance;
    this.#keys = keysOf(unit);
    this.pointerBits = unit.target === "win64" ? 64 : 32;
  }

  // ---------------------------------------------------------------------------------------------------------- memory

  /** Begins to write down what is asked from here on. */
  record(): Answers {
    this.#answers = new Answers();
    return this.#answers;
  }

  /** What every run asks at every step, as one text: another one, and no run is the same. */
  get surroundings(): string {
    return `${this.pointerBits} ${[...this.#relevance.names].sort().join(" ")}`;
  }

  keyOf(fn: ProgramFunction): FunctionKey {
    return this.#keys.of.get(fn) ?? "";
  }

  functionOf(key: FunctionKey): ProgramFunction | undefined {
    return this.#keys.to.get(key);
  }

  /** The program answers the same as when these answers were written down. */
  answersAgain(before: Answers): boolean {
    for (const [key, body] of before.bodies) {
      const fn = this.functionOf(key);
      if (!fn || fn.index !== body.index || fn.ir !== body.ir || this.#tested(fn) !== body.tested) return false;
    }
    for (const [statement, { in: key, block, index, target }] of before.resolutions) {
      const fn = this.functionOf(key);
      if (!fn || targetText(this.#calls.resolve({ function: fn, block, index, statement }), (f) => this.keyOf(f)) !== target) return false;
    }
    for (const { fact, about, name, answer } of before.facts.values()) if (this.#answer(fact, about, name) !== answer) return false;
    return true;
  }

  #answer(fact: Fact, about: string, name: string): string | undefined {
    if (fact === "destructorOf") return this.#keyOrNone(destructorOf(this.#unit, name));
    const fn = this.functionOf(about);
    return fn && String(this.#askOf(fact, fn, name));
  }

  #keyOrNone(fn: ProgramFunction | undefined): string {
    return fn ? this.keyOf(fn) : "none";
  }

  // -------------------------------------------------------------------------------------------------------- questions

  /** Told when the body of a function is run. */
  enter(fn: ProgramFunction): void {
    const key = this.keyOf(fn);
    if (!this.#answers.bodies.has(key)) this.#answers.bodies.set(key, { ir: fn.ir, index: fn.index, tested: this.#tested(fn) });
  }

  resolve(site: CallSite): CallTarget {
    const target = this.#calls.resolve(site);
    const { resolutions } = this.#answers;
    if (!resolutions.has(site.statement))
      resolutions.set(site.statement, {
        in: this.keyOf(site.function),
        block: site.block,
        index: site.index,
        target: targetText(target, (f) => this.keyOf(f)),
      });
    return target;
  }

  destructorOf(record: string): ProgramFunction | undefined {
    const found = destructorOf(this.#unit, record);
    this.#answers.note("destructorOf", "", record, this.#keyOrNone(found));
    return found;
  }

  /** Members and globals of this name hold handles or buffers. */
  isSlotName(name: string): boolean {
    return this.#relevance.names.has(name);
  }

  /** Names of what a function whose body is run tests at least twice. */
  testedTwice(fn: ProgramFunction): ReadonlySet<string> {
    return this.#relevance.testedTwice(fn);
  }

  /** The function can touch a request, itself or through what it calls. */
  touches(fn: ProgramFunction): boolean {
    return this.#ask("touches", fn);
  }

  /** Something of a request stands in the function itself. */
  touchesItself(fn: ProgramFunction): boolean {
    return this.#ask("touchesItself", fn);
  }

  /** Short enough to enter although it touches no request. */
  isSmall(fn: ProgramFunction): boolean {
    return this.#ask("isSmall", fn);
  }

  /** The function takes or dispatches messages itself. */
  pumps(fn: ProgramFunction): boolean {
    return this.#ask("pumps", fn);
  }

  /** Declared as a member function of the class to which the function belongs. */
  isOwnMethod(fn: ProgramFunction, name: string): boolean {
    return this.#ask("isOwnMethod", fn, name);
  }

  /** A variable of this name is declared where the function stands. */
  isVariable(fn: ProgramFunction, name: string): boolean {
    return this.#ask("isVariable", fn, name);
  }

  #ask(fact: Exclude<Fact, "destructorOf">, fn: ProgramFunction, name = ""): boolean {
    const answer = this.#askOf(fact, fn, name);
    this.#answers.note(fact, this.keyOf(fn), name, String(answer));
    return answer;
  }

  #askOf(fact: Exclude<Fact, "destructorOf">, fn: ProgramFunction, name: string): boolean {
    switch (fact) {
      case "touches":
        return this.#relevance.functions.has(fn);
      case "touchesItself":
        return this.#relevance.direct.has(fn);
      case "isSmall": {
        // a long text is no small function: not lowered to find that out
        const { text } = fn as Partial<FunctionEntry>;
        if (text !== undefined && text.length > LONGEST_SMALL) return false;
        return fn.ir.blocks.length <= 4 && fn.ir.understood.statements <= 12;
      }
      case "pumps":
        return this.#pumps(fn);
      case "isOwnMethod":
        if (fn.record === undefined || name.includes("::")) return false;
        return this.#unit.record(fn.record, fn.uri)?.methods.some((m) => m.name === name || m.name.endsWith(`::${name}`)) ?? false;
      case "isVariable":
        return this.#unit.names(fn.uri).variable(name) !== undefined;
    }
  }

  #pumps(fn: ProgramFunction): boolean {
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

  #tested(fn: ProgramFunction): string {
    return [...this.#relevance.testedTwice(fn)].sort().join(" ");
  }
}

function keysOf(unit: Unit) {
  const of = new Map<ProgramFunction, FunctionKey>();
  const to = new Map<FunctionKey, ProgramFunction>();
  for (const fn of unit.functions) {
    const plain = `${fn.uri} ${fn.name}`;
    let key = plain;
    for (let n = 2; to.has(key); n++) key = `${plain} ${n}`;
    of.set(fn, key);
    to.set(key, fn);
  }
  return { of, to };
}
