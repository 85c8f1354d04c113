/** How much work one analysis may do, and what of it is spent. */

export interface Budget {
  /** Statements of one root. */
  readonly statements: number;
  /** Paths kept apart at one point. */
  readonly paths: number;
  /** Calls entered inside each other. */
  readonly depth: number;
  /** Events of the whole unit. */
  readonly events: number;
}

export const DEFAULT_BUDGET: Budget = { statements: 30_000, paths: 24, depth: 6, events: 400_000 };

export interface Token {
  readonly cancelled: boolean;
}

/** Statements run for one root, and where the running function is cut. */
export class Spending {
  steps = 0;
  /** Statements this root may run. */
  #rootLimit = 1;
  /** Value of `steps` at which the running function is cut. */
  #limit = 0;

  begin(): void {
    this.steps = 0;
  }

  get isOver(): boolean {
    return this.steps > this.#limit;
  }

  /** Share of the root's statements that is spent. */
  get share(): number {
    return this.steps / this.#rootLimit;
  }

  /** A root may run this many statements. Answers what `leave` wants back. */
  enterRoot(statements: number): number {
    const outer = this.#limit;
    this.#limit = statements;
    this.#rootLimit = statements;
    return outer;
  }

  /** A callee may use a share of what is left, so that one long function does not end its caller's paths. */
  enterCallee(): number {
    const outer = this.#limit;
    this.#limit = Math.min(outer, this.steps + Math.max(400, Math.floor((outer - this.steps) / 6)));
    return outer;
  }

  leave(outer: number): void {
    this.#limit = outer;
  }
}
