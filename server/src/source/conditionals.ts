/**
 * Decides the `#if` groups of a file under a configuration: which branches are blanked, which stay, and for groups that
 * cut through a statement or a brace, which branch is taken.
 */
import { bodiesAreWhole, bracketDepths } from "./cuts.ts";
import { evaluateCondition, withoutNegation } from "./condition.ts";
import type { Configuration, MacroState } from "./configuration.ts";
import { predefined } from "./configuration.ts";
import type { Groups, RawGroup } from "./groups.ts";
import type { Tokens } from "./lex.ts";
import { countCalls } from "./seeds.ts";
import type { Language } from "./syntax.ts";
import type { BranchState, ConditionalGroup } from "./types.ts";

export interface Decisions {
  readonly groups: readonly ConditionalGroup[];
  /** 1 for each token that stays in the text; directives of settled groups and all of blanked branches are 0. */
  readonly alive: Uint8Array;
  /** Conditions whose truth was chosen here, for the other files of the unit. */
  readonly chosen: ReadonlyMap<string, boolean>;
}

interface Decision {
  status: "decided" | "chosen" | "kept";
  states: BranchState[];
}

const MAX_ROUNDS = 16;

export function decide(text: string, tokens: Tokens, raw: Groups, configuration: Configuration, language: Language): Decisions {
  const chosen = new Map<string, boolean>();
  const forced = new Map<number, number>();
  const depths = bracketDepths(text, tokens, raw);
  // A choice assigns truth to a condition, and that may settle other groups: again until no group is left to choose.
  for (let round = 0; ; round++) {
    const macros = new Environment(predefined(configuration, language), [configuration.assumed ?? new Map(), chosen]);
    const alive = new Uint8Array(tokens.count).fill(1);
    const decisions = settle(tokens, raw, macros, alive, forced);
    const cut = cutGroups(text, tokens, raw, decisions, alive, depths);
    if (cut.length === 0 || round === MAX_ROUNDS) return { groups: describe(text, tokens, raw, decisions), alive, chosen };
    choose(text, tokens, raw, decisions, cut, chosen, forced);
  }
}

class Environment {
  private readonly unsure = new Set<string>();
  private assuming = false;

  constructor(
    private readonly macros: Map<string, MacroState>,
    private readonly assumed: readonly ReadonlyMap<string, boolean>[],
  ) {}

  state(name: string): MacroState {
    if (this.unsure.has(name)) return undefined;
    const known = this.macros.get(name);
    if (known !== undefined) return known;
    // An assumed `defined(X)` says that X is defined, not what it is.
    return this.assuming && this.assumption(`defined(${name})`) === false ? null : undefined;
  }

  assumption(base: string): boolean | undefined {
    for (const map of this.assumed) {
      const truth = map.get(base);
      if (truth !== undefined) return truth;
    }
    return undefined;
  }

  define(name: string, state: MacroState): void {
    if (state === undefined) this.unsure.add(name);
    else {
      this.unsure.delete(name);
      this.macros.set(name, state);
    }
  }

  /** Truth of a condition, and whether an assumption was needed for it. */
  truth(condition: string): { readonly value: boolean | undefined; readonly assumed: boolean } {
    const value = evaluateCondition(condition, this);
    if (value !== undefined) return { value, assumed: false };
    const { base, negated } = withoutNegation(condition);
    const assumption = this.assumption(base);
    if (assumption !== undefined) return { value: assumption !== negated, assumed: true };
    this.assuming = true;
    const withDefined = evaluateCondition(this.substitute(condition), this);
    this.assuming = false;
    return { value: withDefined, assumed: withDefined !== undefined };
  }

  /** Puts assumed `defined(X)` into a longer condition. */
  private substitute(condition: string): string {
    return condition.replace(/defined\(\w+\)/g, (part) => {
      const truth = this.assumption(part);
      return truth === undefined ? part : truth ? "1" : "0";
    });
  }
}

/** One pass in the order of the text: conditions, and the definitions that later conditions ask about. */
function settle(
  tokens: Tokens,
  raw: Groups,
  macros: Environment,
  alive: Uint8Array,
  forced: ReadonlyMap<number, number>,
): (Decision | undefined)[] {
  const decisions: (Decision | undefined)[] = new Array(raw.groups.length);
  const groupAt = new Map(raw.groups.map((group, index) => [group.branches[0]?.token ?? -1, index]));
  const keptUntil: number[] = [];
  for (const token of raw.stray) alive[token] = 0;
  for (const [token, directive] of raw.directives) {
    if (alive[token] === 0) continue;
    while (keptUntil.length > 0 && (keptUntil.at(-1) ?? 0) <= token) keptUntil.pop();
    if (directive.kind === "define" || directive.kind === "undef") {
      const [, name, parenthesis, value] = /^(\w+)(\(?)(.*)$/s.exec(directive.rest) ?? [];
      if (name === undefined) continue;
      if (keptUntil.length > 0) macros.define(name, undefined);
      else if (directive.kind === "undef") macros.define(name, null);
      else macros.define(name, parenthesis === "(" ? "" : (value ?? "").trim());
      continue;
    }
    const index = groupAt.get(token);
    const group = index === undefined ? undefined : raw.groups[index];
    if (index === undefined || group === undefined) continue;
    const decision = decideGroup(group, macros, forced.get(index));
    decisions[index] = decision;
    blankInactive(group, decision, alive);
    if (decision.status === "kept") keptUntil.push(group.endif ?? tokens.count);
  }
  return decisions;
}

function decideGroup(group: RawGroup, macros: Environment, forced: number | undefined): Decision {
  if (group.guard) return { status: "decided", states: group.branches.map(() => "active") };
  if (forced !== undefined) return { status: "chosen", states: group.branches.map((_, i) => (i === forced ? "active" : "inactive")) };
  const states: BranchState[] = [];
  let taken = false;
  let open = false;
  let assumed = false;
  for (const { condition } of group.branches) {
    if (taken) {
      states.push("inactive");
      continue;
    }
    const truth = condition === undefined ? { value: true, assumed: false } : macros.truth(condition);
    assumed ||= truth.assumed;
    if (truth.value === false) states.push("inactive");
    else if (truth.value === true) {
      states.push(open ? "kept" : "active");
      taken = true;
    } else {
      states.push("kept");
      open = true;
    }
  }
  return { status: open ? "kept" : assumed ? "chosen" : "decided", states };
}

function blankInactive(group: RawGroup, decision: Decision, alive: Uint8Array): void {
  group.branches.forEach((branch, i) => {
    if (decision.states[i] === "inactive") alive.fill(0, branch.token + 1, branch.endToken);
    if (decision.status !== "kept") alive[branch.token] = 0;
  });
  if (decision.status !== "kept" && group.endif !== undefined) alive[group.endif] = 0;
}

/** Kept groups that cut through a statement or a brace, innermost first; a group around a cut one waits for it. */
function cutGroups(
  text: string,
  tokens: Tokens,
  raw: Groups,
  decisions: readonly (Decision | undefined)[],
  alive: Uint8Array,
  depths: ReadonlyMap<number, number>,
): number[] {
  const cut: number[] = [];
  const waits = new Set<number>();
  for (let index = raw.groups.length - 1; index >= 0; index--) {
    const group = raw.groups[index];
    if (group === undefined || decisions[index]?.status !== "kept") continue;
    if (!waits.has(index)) {
      const token = group.branches[0]?.token ?? 0;
      if ((depths.get(token) ?? 0) === 0 && bodiesAreWhole(text, tokens, alive, group)) continue;
      cut.push(index);
    }
    if (group.parent !== undefined) waits.add(group.parent);
  }
  return cut;
}

/** The branch with more of our calls, else the first; branches that the configuration excludes are out. */
function choose(
  text: string,
  tokens: Tokens,
  raw: Groups,
  decisions: readonly (Decision | undefined)[],
  cut: readonly number[],
  chosen: Map<string, boolean>,
  forced: Map<number, number>,
): void {
  const wishes = cut.map((index) => {
    const branches = raw.groups[index]?.branches ?? [];
    const states = decisions[index]?.states ?? [];
    let best = states.indexOf("kept");
    let most = -1;
    let calls = 0;
    branches.forEach((branch, i) => {
      if (states[i] !== "kept") return;
      const count = countCalls(text.slice(tokens.ends[branch.token], tokens.starts[branch.endToken] ?? text.length));
      calls += count;
      if (count > most) {
        most = count;
        best = i;
      }
    });
    return { index, best, calls };
  });
  // Groups with calls speak first, then the order of the text.
  wishes.sort((a, b) => b.calls - a.calls || a.index - b.index);
  const assigned = new Set<string>();
  for (const { index, best } of wishes) {
    const group = raw.groups[index];
    if (group === undefined) continue;
    const bases = group.branches.map(({ condition }) => (condition === undefined ? undefined : withoutNegation(condition)));
    // Another group has just settled one of these conditions: see in the next round what is left to choose.
    if (bases.some((base) => base !== undefined && assigned.has(base.base))) continue;
    let assumedAny = false;
    bases.forEach((base, i) => {
      if (base === undefined || i > best || chosen.has(base.base) || decisions[index]?.states[i] !== "kept") return;
      chosen.set(base.base, (i === best) !== base.negated);
      assigned.add(base.base);
      assumedAny = true;
    });
    if (!assumedAny) forced.set(index, best);
  }
}

function describe(text: string, tokens: Tokens, raw: Groups, decisions: readonly (Decision | undefined)[]): ConditionalGroup[] {
  const range = (token: number) => ({ start: tokens.starts[token] ?? 0, end: tokens.ends[token] ?? 0 });
  return raw.groups.map((group, index) => {
    const decision = decisions[index];
    const start = tokens.starts[group.branches[0]?.token ?? 0] ?? 0;
    return {
      start,
      end: group.endif === undefined ? text.length : (tokens.ends[group.endif] ?? text.length),
      status: decision?.status ?? "decided",
      branches: group.branches.map((branch, i) => ({
        condition: branch.condition,
        directive: range(branch.token),
        body: {
          start: tokens.ends[branch.token] ?? 0,
          end: branch.endToken < tokens.count ? (tokens.starts[branch.endToken] ?? 0) : text.length,
        },
        // A group inside a blanked branch is not asked.
        state: decision?.states[i] ?? ("inactive" as const),
      })),
      endif: group.endif === undefined ? undefined : range(group.endif),
      parent: group.parent,
      guard: group.guard,
    };
  });
}
