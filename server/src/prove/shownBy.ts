/** Which broken rules of a run show which findings of the checker. */
import { allMonitors, thoroughMonitors } from "../explorer/monitors/index.ts";

/** Shown by a search that sees it, but one that does not says little: publish-race is heard only where the handle itself is what comes late. */
const notRefutable: ReadonlySet<string> = new Set(["publish-race"]);

/** Rules whose mistakes every search looks for, einval-ealready-differ by comparing two runs: only these can be refuted. */
export const refutable: ReadonlySet<string> = new Set(
  [...allMonitors.flatMap((monitor) => monitor.rules), "einval-ealready-differ"].filter((rule) => !notRefutable.has(rule)),
);

/** Every rule that a run can break. */
export const monitored: ReadonlySet<string> = new Set([
  ...refutable,
  ...notRefutable,
  ...thoroughMonitors.flatMap((monitor) => monitor.rules),
]);

/** The checker names a cause, the run an effect: effects that only this cause has, beside the rule's own. */
const EFFECTS: Readonly<Record<string, readonly string[]>> = {
  "cancel-result-ignored": ["free-despite-failed-cancel", "no-drain-after-failed-cancel", "reuse-after-cancel"],
  "no-drain-after-failed-cancel": ["free-despite-failed-cancel", "reuse-after-cancel"],
  "object-deleted-with-requests": ["freed-while-pending", "free-despite-failed-cancel", "freed-after-cleanup", "teardown-order"],
  "cancelled-error-expected": ["wait-after-cancel"],
  "incomplete-cancel-errors": ["einval-ealready-differ"],
  "closed-error-list": ["einval-ealready-differ"],
  "wparam-ignored": ["no-drain-after-failed-cancel"],
  "order-assumed": ["wparam-ignored"],
  "wrong-failure-test": ["unchecked-start"],
  "stale-handle-kept": ["cancel-in-own-handler", "double-cancel-fatal"],
  "double-cancel-fatal": ["stale-handle-kept"],
};

/** Rules of violations that show a finding of this rule; empty: no run can. */
export function shownBy(rule: string): ReadonlySet<string> {
  return new Set([...(monitored.has(rule) ? [rule] : []), ...(EFFECTS[rule] ?? [])]);
}
