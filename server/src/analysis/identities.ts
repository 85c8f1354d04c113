/** Terms, and the numbers that tell frames and unknown writes apart: unique over all versions of a program whose analysis is remembered. */
import { Terms } from "./terms.ts";

export class Identities {
  readonly terms = new Terms();
  #frames = 0;
  #generations = 0;

  nextFrame(): number {
    return ++this.#frames;
  }

  nextGeneration(): number {
    return ++this.#generations;
  }
}
