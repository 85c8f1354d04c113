/** What is remembered of the analysis of the programs that were looked at last, so that an edit costs what it changes. */
import type { AnalysisMemory } from "../analysis/memory.ts";
import type { Scope } from "./scopes.ts";

/** Programs whose paths are kept: those of the documents that are typed in. */
const MOST = 4;

export class Memories {
  readonly #kept = new Map<string, { readonly scope: Scope; readonly memory: AnalysisMemory }>();

  /** The memory of a program under these settings: with others it begins anew. */
  of(scope: Scope, program: string, make: () => AnalysisMemory): AnalysisMemory {
    const known = this.#kept.get(program);
    const entry = known?.scope === scope ? known : { scope, memory: make() };
    this.#kept.delete(program);
    this.#kept.set(program, entry);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST) break;
      this.#kept.delete(oldest);
    }
    return entry.memory;
  }
}
