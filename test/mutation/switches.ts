/** Which mutant is on, and which were met: the instrumented code asks these. */
export interface Switches {
  /** Id of the mutant that is on. */
  active: string | undefined;
  /** How often the active one was met, and how often it may be: a loop that a mutant makes endless ends so. */
  hits: number;
  limit: number;
  /** How often each mutant was met; undefined while nobody wants to know. */
  met: Map<string, number> | undefined;
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
  if (met) for (const id of ids) met.set(id, (met.get(id) ?? 0) + 1);
}
