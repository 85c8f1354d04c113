/** Where a search has to begin so that it can come to a finding. */
import { isProgramEntry } from "../explorer/entry.ts";
import type { ProgramFunction, StartSite, Unit } from "../program/types.ts";
import type { Finding } from "../rules/types.ts";

/** Entries of one finding that are tried, the program among them. */
const MAX_ENTRIES = 3;

/** The function whose item holds an offset. */
export function functionAt(unit: Unit, uri: string, offset: number): ProgramFunction | undefined {
  let found: ProgramFunction | undefined;
  for (const fn of unit.files.get(uri)?.functions ?? []) if (fn.offset <= offset && (!found || fn.offset > found.offset)) found = fn;
  return found;
}

export function programOf(unit: Unit): ProgramFunction | undefined {
  return unit.functions.find((fn) => isProgramEntry(fn.name));
}

/** The program; functions that start the request of the finding, or else those of the places that it names; the function of the finding. */
export function entriesFor(unit: Unit, finding: Finding): readonly ProgramFunction[] {
  const own = functionAt(unit, finding.uri, finding.start);
  const near = finding.related.map((related) => functionAt(unit, related.uri, related.start));
  const record = own?.record ?? own?.ir.record;
  const within = (fn: ProgramFunction | undefined) => (start: StartSite) => fn !== undefined && start.site.function === fn;
  const handled = (start: StartSite): boolean => start.handlers.some((handler) => handler.function === own);
  const ofClass = (start: StartSite): boolean =>
    record !== undefined && (start.site.function.record ?? start.site.function.ir.record) === record;
  const starts = [within(own), ...near.map(within), handled, ofClass].flatMap((test) => unit.starts.filter(test));
  const program = programOf(unit);
  const entries = [
    ...(program ? [program] : []),
    ...starts.map((start) => start.site.function),
    ...(starts.length === 0 ? near : []),
    own,
  ].filter((fn) => fn !== undefined);
  return [...new Set(entries)].slice(0, MAX_ENTRIES);
}
