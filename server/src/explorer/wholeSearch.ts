/** Violations that only show when a search is over: cycles that nothing can leave, codes of a failed cancel that matter, starts whose failure is unnoticed. */
import type { Unit } from "../program/types.ts";
import { standingAt } from "./interpreter/position.ts";
import type { Prepared } from "./prepare.ts";
import type { Replays } from "./replays.ts";
import type { FoundViolation, Search } from "./search.ts";
import { isUnnoticed } from "./unnoticed.ts";

/** Of cycles that nothing can leave. Notes their outcomes, and as a bound those that go round on something unknown. */
export function hangs(search: Search, replays: Replays): FoundViolation[] {
  const found: FoundViolation[] = [];
  for (const node of search.graph.hangs().slice(0, 200)) {
    const path = search.graph.pathTo(node);
    const done = replays.run(path, true);
    const verdict = done.heard.at(-1)!;
    const { assumptions } = done.world;
    if (verdict.rule === "hang" && [...assumptions.values()].some((kind) => kind !== "config")) {
      // Round and round on something unknown that never changes: nobody says that the real one does not.
      search.bounds.set(`cycle ${node}`, { kind: "cycle", limit: 1, position: standingAt(done.world) });
      continue;
    }
    found.push({ rule: verdict.rule, message: verdict.message, key: verdict.rule, path, events: done.world.eventCount, stops: true });
    search.addOutcome({ output: done.world.output, debugOutput: done.world.debugOutput, exit: { kind: "hang" }, path });
  }
  return found;
}

/** Of failed cancels whose two codes lead to different things. */
export function codeDifferences(search: Search, replays: Replays): FoundViolation[] {
  const found: FoundViolation[] = [];
  for (const difference of search.codes.found()) {
    const done = replays.run(difference.path, true);
    const { ledger } = done.world;
    const record = ledger.requests.at(-1);
    found.push({
      rule: "einval-ealready-differ",
      message: `after the failed cancel${record ? ` of request ${record.request + 1}` : ""} WSAEINVAL and WSAEALREADY lead to different things; with one of them alone comes ${difference.what.slice(0, 3).join(", ")}`,
      key: "einval-ealready-differ",
      path: difference.path,
      events: done.world.eventCount,
      stops: true,
    });
  }
  return found;
}

/** Of starts whose failure changes nothing that the program does. @param thorough also of those whose handle is kept. */
export function unnoticedStarts(
  unit: Unit,
  search: Search,
  { simulation, root, environment }: Prepared,
  maxEvents: number,
  thorough: boolean,
): FoundViolation[] {
  const found: FoundViolation[] = [];
  for (const [place, { position, startup, nodes }] of search.starts) {
    const site = unit.starts.find(
      ({ site: { function: fn, statement } }) => fn === position.fn && fn.offset + statement.range.start === position.start,
    )?.site;
    // who looks at a handle that is kept is known to the checker
    if (!thorough && !site?.statement.discarded) continue;
    for (const node of nodes) {
      const path = search.graph.pathTo(node);
      if (!isUnnoticed(simulation, root, environment, maxEvents, path)) continue;
      if (startup) {
        const message = `WSAStartup has failed, and ${position.fn.name} goes on as if it had not`;
        found.push({ rule: "startup-unchecked", message, key: `unnoticed ${place}`, path: [...path, 1], events: 0, stops: true });
        break;
      }
      const { call } = site?.statement.callee.kind === "name" ? { call: site.statement.callee.name } : { call: "the start" };
      found.push({
        rule: "unchecked-start",
        message: `${call} has failed, and ${position.fn.name} goes on as if the request had begun`,
        key: `unnoticed ${place}`,
        path: [...path, 1],
        events: 0,
        stops: true,
        ...(site?.statement.discarded ? {} : { assumes: { kind: "call", text: "nothing else looks at the handle that was not given" } }),
      });
      break;
    }
  }
  return found;
}
