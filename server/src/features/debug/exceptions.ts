/** The events of a run that a person may want to be stopped by, and which of them. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { codeName } from "../../explorer/names.ts";
import { CANCEL_FAILED, type Moment, POSTED, type Stepper, VERDICT } from "../../explorer/stepper.ts";

export interface Met {
  readonly description: string;
  readonly text: string;
}

export const FILTERS: readonly DebugProtocol.ExceptionBreakpointsFilter[] = [
  {
    filter: "violation",
    label: "Mistakes",
    description: "Stops where a rule is broken",
    default: true,
    supportsCondition: true,
    conditionDescription: "Only these rules: hang, freed-* (names, * stands for anything)",
  },
  {
    filter: "cancel",
    label: "A cancel fails",
    description: "Stops behind a WSACancelAsyncRequest that fails",
    default: false,
    supportsCondition: true,
    conditionDescription: "Only with this error: WSAEALREADY, 10022",
  },
  {
    filter: "completion",
    label: "A completion is posted",
    description: "Stops when the message of a request gets into the queue",
    default: false,
    supportsCondition: true,
    conditionDescription: "Only of these requests: 1, 2",
  },
];

/** What a condition lists; empty: everything. */
function words(condition: string | undefined): readonly string[] {
  return (condition ?? "").split(/[\s,]+/).filter(Boolean);
}

function fits(wanted: readonly string[], names: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  return wanted.some((word) => {
    const pattern = new RegExp(`^${word.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "i");
    return names.some((name) => pattern.test(name));
  });
}

export class ExceptionBreakpoints {
  /** What each filter that is on is narrowed to. */
  readonly #on = new Map<string, readonly string[]>();

  set({ filters, filterOptions }: DebugProtocol.SetExceptionBreakpointsArguments): DebugProtocol.Breakpoint[] {
    this.#on.clear();
    const wanted = [...filters.map((filterId) => ({ filterId, condition: undefined })), ...(filterOptions ?? [])];
    return wanted.map(({ filterId, condition }) => {
      if (!FILTERS.some(({ filter }) => filter === filterId)) return { verified: false, message: `There is no ${filterId}.` };
      this.#on.set(filterId, words(condition));
      return { verified: true };
    });
  }

  clear(): void {
    this.#on.clear();
  }

  /** What stops the run there; undefined: nothing. */
  met(stepper: Stepper, { flags, position }: Moment): Met | undefined {
    const rules = flags & VERDICT ? this.#on.get("violation") : undefined;
    const verdict = rules && stepper.verdictsAt(position).find(({ rule }) => fits(rules, [rule]));
    if (verdict) return { description: `Paused on ${verdict.rule}`, text: `${verdict.rule}: ${verdict.message}` };
    const events = stepper.eventsAt(position);
    const errors = flags & CANCEL_FAILED ? this.#on.get("cancel") : undefined;
    for (const { event } of errors ? events : []) {
      if (event.kind !== "call" || event.call !== "WSACancelAsyncRequest" || event.result === 0) continue;
      const name = codeName(event.lastError);
      if (fits(errors ?? [], [String(event.lastError), ...(name ? [name] : [])]))
        return { description: "Paused on a failed cancel", text: `WSACancelAsyncRequest failed with ${name ?? event.lastError}` };
    }
    const requests = flags & POSTED ? this.#on.get("completion") : undefined;
    for (const { event } of requests ? events : []) {
      if (event.kind !== "message-posted" || event.request === undefined) continue;
      if (fits(requests ?? [], [String(event.request + 1)]))
        return { description: "Paused on a posted completion", text: `the completion message of request ${event.request + 1} was posted` };
    }
    return undefined;
  }
}
