/**
 * One mistake, one report: of two findings that share a call, a test or a handler, the winner stands and names the other in `also`.
 * The pairs are in groups, the winner first.
 */
import type { RawFinding } from "./context.ts";

/** Each list from winner to losers: a rule silences every one after it. */
const CHAINS: readonly (readonly string[])[] = [
  // handles
  ["shadowed-handle", "cancel-zero-handle"],
  ["shadowed-handle", "handle-discarded"],
  ["handle-overwritten", "wrong-request-cancelled"],
  ["shared-buffer", "handle-overwritten"],
  ["truncated-handle", "sixteen-bit-idiom"],
  ["cancel-in-own-handler", "stale-handle-kept"],
  ["unchecked-start", "handle-discarded"],
  ["wrong-failure-test", "unchecked-start"],
  // tests of the cancel
  ["ealready-means-busy", "cancel-retry-loop", "einval-ealready-differ", "incomplete-cancel-errors"],
  ["late-last-error", "ealready-means-busy", "einval-ealready-differ", "incomplete-cancel-errors"],
  ["reuse-after-cancel", "no-drain-after-failed-cancel"],
  ["double-cancel-fatal", "stale-handle-kept"],
  ["sentinel-handle-cancelled", "cancel-zero-handle"],
  // memory and teardown: the first that applies
  [
    "stack-buffer",
    "freed-after-cleanup",
    "cleanup-with-pending",
    "freed-while-pending",
    "free-despite-failed-cancel",
    "object-deleted-with-requests",
    "buffer-storage-ends",
    "teardown-order",
    "abandoned-request",
  ],
  ["free-despite-failed-cancel", "no-drain-after-failed-cancel"],
  ["freed-while-pending", "no-drain-after-failed-cancel"],
  ["free-despite-failed-cancel", "wparam-ignored"],
  ["free-despite-failed-cancel", "reuse-after-cancel"],
  ["cancel-after-cleanup", "cleanup-with-pending"],
  // waits
  ["wait-after-cancel", "cleanup-then-wait", "buffer-polled", "ui-thread-blocks", "no-pump", "filtered-pump"],
  // drains
  ["drain-removes-foreign", "drain-by-number-only", "drain-eats-quit"],
  ["drain-by-number-only", "single-drain-trusted"],
  ["drain-removes-foreign", "single-drain-trusted"],
  // lParam
  ["macro-on-wparam", "swapped-lparam-halves", "whole-lparam-tested", "unchecked-completion"],
  ["partial-result-used", "closed-error-list", "unchecked-completion"],
  ["select-macro-mixup", "buflen-read-on-success"],
  ["select-macro-mixup", "swapped-lparam-halves"],
  ["swapped-lparam-halves", "buflen-read-on-success"],
  // lengths
  ["sizeof-pointer", "bad-length", "struct-sized-buffer", "length-exceeds-buffer"],
  ["same-size-retry", "sixteen-bit-size-trusted"],
  // arguments
  [
    "swapped-arguments",
    "wide-string-cast",
    "proto-as-number",
    "text-address",
    "ipv6-unsupported",
    "address-length-or-type",
    "host-order-address",
  ],
  ["double-swap", "long-swap-on-port", "host-order-port"],
  // result
  ["result-member-freed", "shallow-copy-of-result", "result-serialised", "result-outlives-buffer"],
  // start-up
  ["start-before-startup", "startup-unchecked"],
  ["swapped-version", "old-version-requested"],
  // threads
  ["publish-race", "unlocked-request-table", "cancel-races-handler"],
  // the modern calls
  ["addrinfo-old-success-rule", "addrinfo-context-freed"],
  // old interface
  ["ipv6strict", "obsolete-function"],
];

/** The cancel's result is not looked at: never beside a rule that says what comes of it. */
const OVER_IGNORED = new Set([
  "foreign-handle",
  "free-despite-failed-cancel",
  "reuse-after-cancel",
  "no-drain-after-failed-cancel",
  "cancel-in-own-handler",
  "stale-handle-kept",
  "double-cancel-fatal",
  "einval-ealready-differ",
  "inverted-cancel-test",
  "cancel-zero-handle",
  "sentinel-handle-cancelled",
  "wparam-ignored",
  "wait-after-cancel",
  "freed-while-pending",
]);

/** The first silences each of the others, which say nothing of each other. */
const OVER: readonly (readonly string[])[] = [
  [
    "foreign-handle",
    "cancel-zero-handle",
    "sentinel-handle-cancelled",
    "stale-handle-kept",
    "no-drain-after-failed-cancel",
    "kernel-handle-misuse",
    "free-despite-failed-cancel",
    "cancel-in-own-handler",
    "double-cancel-fatal",
    "einval-ealready-differ",
    "reuse-after-cancel",
  ],
  [
    "inverted-cancel-test",
    "ealready-means-busy",
    "cancel-retry-loop",
    "einval-ealready-differ",
    "incomplete-cancel-errors",
    "no-drain-after-failed-cancel",
    "free-despite-failed-cancel",
  ],
];

const silences = new Map<string, Set<string>>();
for (const chain of CHAINS) {
  chain.forEach((winner, i) => {
    const losers = silences.get(winner) ?? new Set<string>();
    for (const loser of chain.slice(i + 1)) losers.add(loser);
    silences.set(winner, losers);
  });
}

for (const [winner, ...losers] of OVER) {
  if (winner !== undefined) silences.set(winner, new Set([...(silences.get(winner) ?? []), ...losers]));
}

export function isSilencedBy(loser: string, winner: string): boolean {
  if (loser === "cancel-result-ignored" && OVER_IGNORED.has(winner)) return true;
  return silences.get(winner)?.has(loser) ?? false;
}

/** Findings that stand, each with the ids of those it silenced. A finding of a rule that is not shown silences none. */
export function settle(findings: readonly RawFinding[], isShown: (rule: string) => boolean): RawFinding[] {
  const lost = new Map<RawFinding, RawFinding>();
  for (const winner of findings) {
    if (winner.confidence === "possible" || !isShown(winner.rule)) continue;
    const subjects = new Set(winner.subjects);
    for (const loser of findings) {
      if (loser === winner || !isSilencedBy(loser.rule, winner.rule)) continue;
      if (loser.subjects.some((s) => subjects.has(s))) lost.set(loser, winner);
    }
  }
  const also = new Map<RawFinding, Set<string>>();
  for (const [loser, direct] of lost) {
    let winner = direct;
    for (let n = 0; n < 10; n++) {
      const next = lost.get(winner);
      if (!next || next === loser) break;
      winner = next;
    }
    const ids = also.get(winner) ?? new Set(winner.also);
    ids.add(loser.rule);
    also.set(winner, ids);
  }
  return findings
    .filter((f) => !lost.has(f))
    .map((f) => {
      const ids = also.get(f);
      return ids ? { ...f, also: [...ids].sort() } : f;
    });
}
