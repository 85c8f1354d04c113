/** What the page shows of a result: its violations, its outcomes, and what the person has tried beside them. */
import type { Outcome, SimulationRun, TraceChoice, TraceEvent } from "../../server/src/explorer/trace.ts";
import type { Replay, SimulateResult } from "../../server/src/features/protocol.ts";

export interface PageState {
  readonly result?: SimulateResult;
  readonly run: number;
  /** Key of the order that is shown, and of the one beside it; empty: none. */
  readonly shown: string;
  readonly beside: string;
  readonly filter: string;
  readonly hideUnchanged: boolean;
  readonly rowHeight: number;
  readonly selected: number;
  readonly tree: boolean;
}

export const FIRST: PageState = {
  run: 0,
  shown: "",
  beside: "",
  filter: "",
  hideUnchanged: false,
  rowHeight: 26,
  selected: -1,
  tree: false,
};

export interface Order {
  readonly key: string;
  readonly label: string;
  readonly message: string;
  readonly bad: boolean;
  readonly schedule: string;
  /** Undefined: to be replayed first. */
  readonly events: readonly TraceEvent[] | undefined;
  /** Index of the violation, or -1. */
  readonly violation: number;
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

export function endText({ exit, output }: Outcome): string {
  const code = exit.code === undefined ? "" : ` ${exit.code}`;
  const printed = output.trim().split("\n").join(" / ");
  return `${exit.kind}${code}${printed ? `, prints ${short(printed)}` : ""}`;
}

/** Replayed runs, by run of the result and what was asked. */
export class Replays {
  private readonly found = new Map<string, SimulationRun>();
  /** Branches that the person tried, by run. */
  private readonly tried: { readonly run: number; readonly schedule: string; readonly label: string }[] = [];
  private readonly asked = new Set<string>();

  private static key(run: number, { schedule, branch }: Replay): string {
    return `${run} ${schedule} ${branch ? `${branch.decision} ${branch.option}` : ""}`;
  }

  clear(): void {
    this.found.clear();
    this.asked.clear();
    this.tried.length = 0;
  }

  get(run: number, replay: Replay): SimulationRun | undefined {
    return this.found.get(Replays.key(run, replay));
  }

  choices(run: number, schedule: string): readonly TraceChoice[] | undefined {
    return this.get(run, { schedule })?.trace?.choices;
  }

  /** Which of these have to be asked for. */
  missing(run: number, replays: readonly Replay[]): Replay[] {
    return replays.filter((replay) => {
      const key = Replays.key(run, replay);
      if (this.found.has(key) || this.asked.has(key)) return false;
      this.asked.add(key);
      return true;
    });
  }

  /** Answers the schedule of a branch that was tried for the first time. */
  put(run: number, asked: readonly Replay[], runs: readonly SimulationRun[]): string | undefined {
    let fresh: string | undefined;
    asked.forEach((replay, i) => {
      const answer = runs[i];
      if (!answer) return;
      this.found.set(Replays.key(run, replay), answer);
      const schedule = answer.trace?.schedule;
      if (!replay.branch || schedule === undefined) return;
      this.found.set(Replays.key(run, { schedule }), answer);
      fresh = schedule;
      if (this.tried.some((one) => one.run === run && one.schedule === schedule)) return;
      const broken = answer.violations[0];
      this.tried.push({ run, schedule, label: broken ? `${broken.rule}: ${broken.message}` : endText(answer.outcomes[0]!) });
    });
    return fresh;
  }

  triedIn(run: number): readonly { readonly schedule: string; readonly label: string }[] {
    return this.tried.filter((one) => one.run === run);
  }
}

/** Orders of a run that can be shown; no schedule twice. */
export function orders(run: SimulationRun, index: number, replays: Replays): Order[] {
  const list: Order[] = run.violations.map((violation, i) => ({
    key: `violation ${i}`,
    label: `${violation.rule}: ${violation.message}`,
    message: violation.message,
    bad: true,
    schedule: violation.schedule,
    events: violation.events,
    violation: i,
  }));
  const add = (key: string, schedule: string, label: string, message: string): void => {
    const own = run.trace?.schedule === schedule ? run.trace : replays.get(index, { schedule })?.trace;
    list.push({ key, label, message, bad: false, schedule, events: own?.events, violation: -1 });
  };
  run.outcomes.forEach((outcome, i) => {
    add(`outcome ${i}`, outcome.schedule, `ends: ${endText(outcome)}`, `One of the ends: ${endText(outcome)}.`);
  });
  if (run.trace && !run.outcomes.some(({ schedule }) => schedule === run.trace?.schedule))
    add("trace", run.trace.schedule, "one order", "One of the orders.");
  for (const { schedule, label } of replays.triedIn(index)) {
    if (!list.some((order) => order.schedule === schedule && order.violation < 0))
      add(`tried ${schedule}`, schedule, `tried: ${label}`, `An order that you chose: ${label}`);
  }
  return list;
}
