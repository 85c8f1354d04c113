/** Which mutant is on, and which were met: the instrumented code asks these. */
export interface Switches {
  /** Id of the mutant that is on. */
  active: string | undefined;
  /** How often the active one was met, and how often it may be: a loop that a mutant makes endless ends so. */
  hits: number;
  limit: number;
  /** What a survey notes of one judge; undefined while there is none. */
  met: Met | undefined;
}

export interface Met {
  /** How often each mutant was met. */
  readonly times: Map<string, number>;
  /** Those that would have made a difference where they were met: their value is another, or is not known. */
  readonly differ: Set<string>;
}

export class Endless extends Error {}

export const switches: Switches = { active: undefined, hits: 0, limit: Number.POSITIVE_INFINITY, met: undefined };

export function isActive(id: string): boolean {
  if (switches.active !== id) return false;
  if (++switches.hits > switches.limit) throw new Endless("endless");
  return true;
}

export function cover(...ids: readonly string[]): void {
  const { met } = switches;
  if (!met) return;
  for (const id of ids) {
    met.times.set(id, (met.times.get(id) ?? 0) + 1);
    met.differ.add(id);
  }
}

/** An expression, and the mutants that may stand for it; one without a function would do something, and is not tried. */
export function observe<T>(original: () => T, mutants: readonly (readonly [id: string, mutated?: () => unknown])[]): T {
  const { met } = switches;
  let value: T;
  try {
    value = original();
  } catch (error) {
    if (met) cover(...mutants.map(([id]) => id));
    throw error;
  }
  if (!met) return value;
  for (const [id, mutated] of mutants) {
    met.times.set(id, (met.times.get(id) ?? 0) + 1);
    if (!met.differ.has(id) && (!mutated || differs(value, mutated))) met.differ.add(id);
  }
  return value;
}

function differs(value: unknown, mutated: () => unknown): boolean {
  try {
    return !Object.is(value, mutated());
  } catch {
    return true;
  }
}
