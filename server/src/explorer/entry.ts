/** Entries of a unit: functions that a person can simulate, and how one is named. */
import type { ProgramFunction, Unit } from "../program/types.ts";
import { SimulationError } from "./simulateTypes.ts";

/** Name without lowering the body. */
export function nameOf(fn: ProgramFunction): string {
  return fn.name;
}

const PROGRAM = /^(?:main|wmain|_tmain|WinMain|wWinMain|_tWinMain)$/;

export function isProgramEntry(name: string): boolean {
  return PROGRAM.test(name);
}

/** Functions that start or cancel a request themselves, in the order of the program. */
export function entriesOf(unit: Unit): readonly ProgramFunction[] {
  const found = new Map<number, ProgramFunction>();
  for (const start of unit.starts) found.set(start.site.function.index, start.site.function);
  for (const cancel of unit.cancels) found.set(cancel.site.function.index, cancel.site.function);
  return [...found.values()].sort((a, b) => a.index - b.index);
}

/** `main` or `WinMain`. */
export function programEntry(unit: Unit): ProgramFunction | undefined {
  return unit.functions.find((fn) => isProgramEntry(nameOf(fn)));
}

/** Finds `f`, `C::f`, `f(int)`, or a line (counting from 1) inside a function of `uri`. Several answers: the name is not unique. */
export function findEntry(unit: Unit, entry: string, uri?: string): readonly ProgramFunction[] {
  const text = entry.trim();
  if (/^\d+$/.test(text)) {
    const line = Number(text);
    const file = uri === undefined ? [...unit.files.values()][0] : unit.files.get(uri);
    if (!file) return [];
    const { source } = file;
    const found = file.functions.filter((fn) => {
      const from = source.lines.position(fn.offset + fn.ir.nameRange.start).line + 1;
      const to = source.lines.position(fn.offset + fn.ir.bodyRange.end).line + 1;
      return line >= from && line <= to;
    });
    // The innermost: a lambda lies inside a function.
    return found.slice(-1);
  }
  const open = text.indexOf("(");
  const name = (open < 0 ? text : text.slice(0, open)).trim().replace(/^::/, "");
  const all = unit.functions.filter((fn) => {
    const full = nameOf(fn);
    return full === name || full.endsWith(`::${name}`);
  });
  const exact = all.filter((fn) => nameOf(fn) === name);
  const candidates = exact.length > 0 ? exact : all;
  if (open < 0) return candidates;
  const params = text.slice(open + 1, text.lastIndexOf(")"));
  const count = params.trim() === "" || params.trim() === "void" ? 0 : params.split(",").length;
  return candidates.filter((fn) => fn.ir.params.length === count);
}

/** The function that is meant; without a name, `main` or `WinMain`. @throws SimulationError if there is none, or several. */
export function chosenEntry(unit: Unit, entry: string | ProgramFunction | undefined): ProgramFunction {
  if (typeof entry === "object") return entry;
  if (entry === undefined) {
    const found = programEntry(unit);
    if (!found) throw new SimulationError("there is no main or WinMain; name an entry");
    return found;
  }
  const found = findEntry(unit, entry);
  if (found.length === 0) throw new SimulationError(`there is no function ${entry}`);
  if (found.length > 1) throw new SimulationError(`${entry} is not one function: ${found.map((fn) => fn.name).join(", ")}`);
  return found[0]!;
}
