/** Functions of a file that a person can simulate. */
import type { ProgramFunction, Unit } from "../program/types.ts";
import type { LineIndex } from "../source/lines.ts";
import { toRange } from "./convert.ts";
import type { Entry, Position } from "./protocol.ts";

/** Functions that start or cancel a request, in the order of the file. */
export function entriesOf(unit: Unit, uri: string, lines: LineIndex): Entry[] {
  const counts = new Map<ProgramFunction, { starts: number; cancels: number }>();
  const count = (fn: ProgramFunction, kind: "starts" | "cancels"): void => {
    if (fn.uri !== uri) return;
    const known = counts.get(fn) ?? { starts: 0, cancels: 0 };
    known[kind]++;
    counts.set(fn, known);
  };
  for (const start of unit.starts) count(start.site.function, "starts");
  for (const cancel of unit.cancels) count(cancel.site.function, "cancels");
  return [...counts]
    .sort(([a], [b]) => a.offset - b.offset)
    .map(([fn, { starts, cancels }]) => ({
      name: fn.ir.name,
      range: toRange(lines, fn.offset + fn.ir.nameRange.start, fn.offset + fn.ir.bodyRange.end),
      starts,
      cancels,
    }));
}

/** The function around a position. */
export function lineEntry(unit: Unit, uri: string, lines: LineIndex, position: Position): string | undefined {
  const offset = lines.offset(position.line, position.character);
  const around = unit.functions.filter((fn) => fn.uri === uri && fn.offset <= offset && offset <= fn.offset + fn.ir.bodyRange.end);
  return around.at(-1)?.ir.name;
}
