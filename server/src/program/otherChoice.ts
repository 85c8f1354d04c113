/**
 * Calls that stand in a branch of `#if` which was blanked because another branch had to be chosen: the truth of the conditions under which
 * they are read instead.
 */
import { withoutNegation } from "../source/condition.ts";
import { countCalls } from "../source/seeds.ts";
import type { ConditionalGroup, SourceFile } from "../source/types.ts";

/** What the other choice lets one see. */
export interface UnseenBranch {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  /** The condition that the branch stands under, as far as it was chosen: `!defined(NO_INET6)`. */
  readonly condition: string;
}

/** Truth by condition, for one more reading; undefined if no blanked branch with calls can be had by another choice. */
export function otherChoice(sources: readonly SourceFile[]): ReadonlyMap<string, boolean> | undefined {
  const truths = new Map<string, boolean>();
  const chosen = new Set(sources.flatMap((source) => [...source.chosen.keys()]));
  for (const { group, index } of blankedByChoice(sources)) {
    const wanted = conditionsOf(group, index);
    // all that has to change was chosen, and nothing else was wanted before
    const mayBe = [...wanted].every(([base, truth]) => chosen.has(base) && (truths.get(base) ?? truth) === truth);
    if (!mayBe) continue;
    for (const [base, truth] of wanted) truths.set(base, truth);
  }
  return truths.size === 0 ? undefined : truths;
}

/** Blanked branches with calls that are not blanked in the other reading. */
export function unseenBranches(sources: readonly SourceFile[], others: ReadonlyMap<string, SourceFile>): UnseenBranch[] {
  const found: UnseenBranch[] = [];
  for (const { source, group, index } of blankedByChoice(sources)) {
    const same = others.get(source.uri)?.conditionals.find((other) => other.start === group.start);
    const branch = same?.branches[index];
    if (branch === undefined || branch.state === "inactive") continue;
    const condition = [...conditionsOf(group, index)].map(([base, truth]) => (truth ? base : `!${base}`)).join(" && ");
    found.push({ uri: source.uri, start: branch.body.start, end: branch.body.end, condition });
  }
  return found;
}

interface Blanked {
  readonly source: SourceFile;
  readonly group: ConditionalGroup;
  readonly index: number;
}

function* blankedByChoice(sources: readonly SourceFile[]): Generator<Blanked> {
  for (const source of sources) {
    for (const group of source.conditionals) {
      if (group.status !== "chosen") continue;
      for (const [index, { state, body }] of group.branches.entries())
        if (state === "inactive" && countCalls(source.text.slice(body.start, body.end)) > 0) yield { source, group, index };
    }
  }
}

/** What a branch wants: none of those before it, and its own condition. */
function conditionsOf({ branches }: ConditionalGroup, index: number): ReadonlyMap<string, boolean> {
  const wanted = new Map<string, boolean>();
  for (const [i, { condition }] of branches.slice(0, index + 1).entries()) {
    if (condition === undefined) continue;
    const { base, negated } = withoutNegation(condition);
    wanted.set(base, (i === index) !== negated);
  }
  return wanted;
}
