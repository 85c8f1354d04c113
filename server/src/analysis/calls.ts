/**
 * What a call means for the analysis: the answer of the program model, with two guesses that cost nothing if wrong. A member call on an
 * object whose class is not in view means the one member function of that name and arity in the unit; among overloads, those stay whose
 * parameters are pointers to the kind of thing that is passed.
 */
import type { CType, IrFunction, Value } from "../ir/types.ts";
import { definitionOf } from "../program/values.ts";
import type { CallSite, CallTarget, ProgramFunction, Unit } from "../program/types.ts";
import { lastName } from "./relevance.ts";

export class Calls {
  readonly #unit: Unit;
  readonly #methods = new Map<string, ProgramFunction[]>();
  readonly #known = new WeakMap<object, CallTarget>();
  readonly #callers = new Map<ProgramFunction, CallSite[]>();

  constructor(unit: Unit, functions: readonly ProgramFunction[]) {
    this.#unit = unit;
    for (const fn of unit.functions) {
      if (fn.record === undefined) continue;
      const name = lastName(fn.name);
      const list = this.#methods.get(name);
      if (list) list.push(fn);
      else this.#methods.set(name, [fn]);
    }
    for (const fn of functions) {
      for (const block of fn.ir.blocks) {
        block.statements.forEach((s, index) => {
          if (s.kind !== "call") return;
          const site: CallSite = { function: fn, block: block.id, index, statement: s };
          const target = this.resolve(site);
          if (target.kind !== "program" || unit.resolve(site).kind === "program") return;
          for (const to of target.functions) {
            const list = this.#callers.get(to);
            if (list) list.push(site);
            else this.#callers.set(to, [site]);
          }
        });
      }
    }
  }

  resolve(site: CallSite): CallTarget {
    const old = this.#known.get(site.statement);
    if (old) return old;
    const target = this.#refine(site, this.#unit.resolve(site));
    this.#known.set(site.statement, target);
    return target;
  }

  callers(fn: ProgramFunction): readonly CallSite[] {
    return [...this.#unit.callers(fn), ...(this.#callers.get(fn) ?? [])];
  }

  /** Functions that one of these calls, itself aside. */
  calledFrom(functions: Iterable<ProgramFunction>): ReadonlySet<ProgramFunction> {
    const found = new Set<ProgramFunction>();
    const wrappers = new Set<string>();
    for (const fn of functions) {
      for (const block of fn.ir.blocks) {
        block.statements.forEach((statement, index) => {
          if (statement.kind !== "call") return;
          const target = this.resolve({ function: fn, block: block.id, index, statement });
          if (target.kind === "program") for (const to of target.functions) if (to !== fn) found.add(to);
          if (target.kind === "winsock" && target.via?.startsWith("wrapper ")) wrappers.add(target.via.slice("wrapper ".length));
        });
      }
    }
    for (const fn of this.#unit.functions) if (wrappers.has(fn.name)) found.add(fn);
    return found;
  }

  #refine(site: CallSite, target: CallTarget): CallTarget {
    if (target.kind === "unknown") {
      const callee = site.statement.callee;
      const member =
        callee.kind === "member" || (callee.kind === "name" && callee.implicitThis !== undefined && !callee.name.includes("::"));
      if (!member) return target;
      const candidates = (this.#methods.get(lastName(callee.name)) ?? []).filter(
        (f) => (f.arity ?? f.ir.params.length) === site.statement.args.length && !lastName(f.name).startsWith("~"),
      );
      const only = candidates[0];
      return candidates.length === 1 && only ? { kind: "program", functions: [only], complete: false } : target;
    }
    if (target.kind === "program" && target.functions.length > 1) {
      const fitting = target.functions.filter((f) => fits(site, f));
      if (fitting.length > 0) return { ...target, functions: fitting };
    }
    return target;
  }
}

/** No argument is plainly a pointer to something else than the parameter wants. */
function fits(site: CallSite, fn: ProgramFunction): boolean {
  return fn.ir.params.every((param, i) => {
    const arg = site.statement.args[i];
    const given = arg ? typeOf(site.function.ir, arg) : undefined;
    if (given?.kind !== "pointer") return true;
    // an object made of text or the like takes no pointer to a structure
    if ((param.type.kind === "reference" || param.type.kind === "record") && given.to.kind === "record") return false;
    if (param.type.kind !== "pointer") return true;
    const [a, b] = [given.to, param.type.to];
    if (a.kind === "void" || b.kind === "void" || a.kind === "unknown" || b.kind === "unknown") return true;
    if (a.kind === "record" && b.kind === "record") return a.name === b.name || !/sockaddr/i.test(a.name + b.name);
    return a.kind === b.kind;
  });
}

function typeOf(fn: IrFunction, value: Value): CType | undefined {
  if (value.kind === "string") return { kind: "pointer", to: { kind: "int", bits: value.wide ? 16 : 8, signed: true } };
  if (value.kind !== "temp") return undefined;
  const s = definitionOf(fn, value.id);
  return s && "type" in s ? s.type : undefined;
}
