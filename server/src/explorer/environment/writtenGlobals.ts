/** Which variables others than the entry change. */
import type { ProgramFunction, Unit } from "../../program/types.ts";

/** Whether a function beside the entry writes a variable, or takes its address. Only functions that name it are lowered for the answer. */
export function writtenByOthers(unit: Unit, entry: ProgramFunction): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const result = unit.mentioning([name.slice(name.lastIndexOf(":") + 1)]).some((fn) => fn !== entry && writes(fn, name));
    known.set(name, result);
    return result;
  };
}

function writes(fn: ProgramFunction, name: string): boolean {
  return fn.ir.blocks.some((block) =>
    block.statements.some((statement) => {
      if (statement.kind !== "store" && statement.kind !== "addressOf") return false;
      let root = statement.place;
      while (root.kind === "field" || root.kind === "index") root = root.of;
      return root.kind === "global" && root.name === name;
    }),
  );
}
