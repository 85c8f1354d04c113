/** States of a run that are kept by their position, so that going back is a short replay. */
import type { World } from "./interpreter/world.ts";
import type { Option, Walk } from "./scheduler.ts";
import type { Ended } from "./stepper.ts";

export interface Kept {
  readonly world: World;
  readonly walk: Walk;
  readonly options: readonly Option[] | undefined;
  readonly decisions: number;
  readonly ended: Ended | undefined;
}

const MAX_KEPT = 300;

export class KeptStates {
  readonly #kept = new Map<number, Kept>();

  has(position: number): boolean {
    return this.#kept.has(position);
  }

  keep(position: number, state: Kept): void {
    this.#kept.set(position, state);
    if (this.#kept.size <= MAX_KEPT) return;
    // every other one goes, so that the rest lies evenly
    let odd = false;
    for (const at of [...this.#kept.keys()].sort((a, b) => a - b)) {
      if (odd && at !== position) this.#kept.delete(at);
      odd = !odd;
    }
  }

  /** The last one at the position or before it. */
  nearest(position: number): readonly [number, Kept] {
    let nearest = 0;
    for (const at of this.#kept.keys()) if (at <= position && at > nearest) nearest = at;
    return [nearest, this.#kept.get(nearest)!];
  }

  /** Forgets those from the position on. */
  forgetFrom(position: number): void {
    for (const at of [...this.#kept.keys()]) if (at >= position) this.#kept.delete(at);
  }
}
