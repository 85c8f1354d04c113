/** The decisions of several schedules of one entry as a tree: where they are the same they share a node. */
import type { TraceChoice } from "../explorer/trace.ts";

export interface KnownSchedule {
  readonly schedule: string;
  readonly label: string;
  readonly bad: boolean;
  readonly choices: readonly TraceChoice[];
}

export interface TreeOption {
  readonly text: string;
  /** Option at the decision. */
  readonly option: number;
  /** Indexes of the known schedules that take it; empty: nobody has tried it yet. */
  readonly schedules: readonly number[];
  /** The next decision behind it, if a known schedule has one. */
  readonly next: TreeNode | undefined;
}

export interface TreeNode {
  /** Number of the decision, from 0. */
  readonly decision: number;
  /** Events before it, in the first schedule that comes here. */
  readonly after: number;
  readonly options: readonly TreeOption[];
}

/** Undefined if no schedule has a decision. */
export function choiceTree(known: readonly KnownSchedule[]): TreeNode | undefined {
  return nodeAt(
    known,
    known.map((_, i) => i),
    0,
  );
}

function nodeAt(known: readonly KnownSchedule[], here: readonly number[], decision: number): TreeNode | undefined {
  const deciding = here.filter((i) => known[i]?.choices[decision] !== undefined);
  const first = deciding[0] === undefined ? undefined : known[deciding[0]]?.choices[decision];
  if (!first) return undefined;
  return {
    decision,
    after: first.after,
    options: first.options.map((text, option) => {
      const schedules = deciding.filter((i) => known[i]?.choices[decision]?.chosen === option);
      return { text, option, schedules, next: schedules.length > 0 ? nodeAt(known, schedules, decision + 1) : undefined };
    }),
  };
}
