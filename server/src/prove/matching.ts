/** Whether a broken rule of a run is the mistake that a finding names. */
import type { TraceEvent, Violation } from "../explorer/trace.ts";
import type { Unit } from "../program/types.ts";
import type { Finding, Location } from "../rules/types.ts";
import { functionAt } from "./entries.ts";
import { shownBy } from "./shownBy.ts";

interface Lines {
  readonly uri: string;
  readonly first: number;
  readonly last: number;
}

function linesOf(unit: Unit, { uri, start, end }: Location): Lines | undefined {
  const lines = unit.files.get(uri)?.source.lines;
  return lines && { uri, first: lines.position(start).line + 1, last: lines.position(end).line + 1 };
}

const within = (event: TraceEvent, lines: Lines | undefined): boolean =>
  lines !== undefined && event.uri === lines.uri && event.line !== undefined && event.line >= lines.first && event.line <= lines.last;

/** The finding is about a handler: it has its turn when it gets a message. */
const isTurnOf = (name: string | undefined, event: TraceEvent): boolean => name !== undefined && event.text.startsWith(`${name} gets `);

export class Matching {
  private readonly places: ReadonlyMap<Finding, Lines | undefined>;

  constructor(
    private readonly unit: Unit,
    findings: readonly Finding[],
  ) {
    this.places = new Map(findings.map((finding) => [finding, linesOf(unit, finding)]));
  }

  /** The run goes through the place of the finding, or through one that it names, and what it breaks is broken by no other finding's place. */
  shows(violation: Violation, finding: Finding): boolean {
    if (!shownBy(finding.rule).has(violation.rule)) return false;
    const { events } = violation;
    const place = this.places.get(finding);
    const last = events.at(-1);
    if (last && within(last, place)) return true;
    for (const [other, lines] of this.places)
      if (other !== finding && last && within(last, lines) && shownBy(other.rule).has(violation.rule)) return false;
    if (events.some((event) => within(event, place))) return true;
    const name = functionAt(this.unit, finding.uri, finding.start)?.name;
    const aboutHandler = this.unit.handlers.some((handler) => handler.function.name === name);
    if (aboutHandler && events.some((event) => isTurnOf(name, event))) return true;
    return finding.related.some((related) => {
      const lines = linesOf(this.unit, related);
      return events.some((event) => within(event, lines));
    });
  }
}
