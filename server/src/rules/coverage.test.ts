/**
 * What the fixtures must hold: rules that need the flow of a program or a guess have three wrong and three right cases, those that syntax
 * and types decide two of each; every entry of the catalogue of mistakes is a case, and so is every pair of rules that can name one mistake.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rules } from "./index.ts";
import { type Case, casesOf } from "./testing.ts";

/** Rules that syntax and types decide; all others follow values, or guess. */
const BY_SYNTAX = new Set([
  "address-length-or-type",
  "addrinfo-ansi-overlapped",
  "addrinfo-cancel-by-value",
  "addrinfo-event-and-callback",
  "bad-length",
  "buflen-read-on-success",
  "cancel-in-own-handler",
  "cancel-result-ignored",
  "cleanup-loop",
  "foreign-handle",
  "handle-discarded",
  "host-order-port",
  "inverted-cancel-test",
  "ipv6-unsupported",
  "ipv6strict",
  "kernel-handle-misuse",
  "last-error-in-handler",
  "length-exceeds-buffer",
  "long-swap-on-port",
  "macro-on-wparam",
  "message-collision",
  "message-number-too-low",
  "misaligned-buffer",
  "number-as-service-name",
  "obsolete-function",
  "old-version-requested",
  "proto-as-number",
  "result-member-freed",
  "select-macro-mixup",
  "shadowed-handle",
  "sixteen-bit-idiom",
  "sizeof-pointer",
  "startup-error-source",
  "startup-in-dllmain",
  "startup-unchecked",
  "struct-sized-buffer",
  "swapped-arguments",
  "swapped-lparam-halves",
  "swapped-protocol-number",
  "swapped-version",
  "text-address",
  "truncated-handle",
  "unchecked-start",
  "unreadable-code",
  "unused-suppression",
  "whole-lparam-tested",
  "wide-string-cast",
  "window-null-or-foreign",
  "wrong-failure-test",
  "wrong-result-type",
]);

/** Entries of the catalogue by letter. */
const CATALOGUE = { H: 10, C: 17, M: 22, B: 21, A: 15, I: 9, T: 8, P: 13 } as const;

/** The first stands where both could name the mistake. */
const PAIRS = [
  "shadowed-handle over cancel-zero-handle",
  "foreign-handle over cancel-zero-handle",
  "foreign-handle over kernel-handle-misuse",
  "handle-overwritten over wrong-request-cancelled",
  "truncated-handle over sixteen-bit-idiom",
  "cancel-in-own-handler over stale-handle-kept",
  "shared-buffer over handle-overwritten",
  "inverted-cancel-test over free-despite-failed-cancel",
  "ealready-means-busy over cancel-retry-loop",
  "ealready-means-busy over einval-ealready-differ",
  "einval-ealready-differ over incomplete-cancel-errors",
  "late-last-error over einval-ealready-differ",
  "wait-after-cancel over no-pump",
  "wait-after-cancel over cleanup-then-wait",
  "cleanup-then-wait over no-pump",
  "buffer-polled over no-pump",
  "ui-thread-blocks over no-pump",
  "no-pump over filtered-pump",
  "drain-removes-foreign over drain-by-number-only",
  "drain-by-number-only over drain-eats-quit",
  "drain-by-number-only over single-drain-trusted",
  "macro-on-wparam over unchecked-completion",
  "swapped-lparam-halves over unchecked-completion",
  "whole-lparam-tested over unchecked-completion",
  "partial-result-used over closed-error-list",
  "partial-result-used over unchecked-completion",
  "closed-error-list over unchecked-completion",
  "sizeof-pointer over struct-sized-buffer",
  "bad-length over length-exceeds-buffer",
  "sizeof-pointer over bad-length",
  "bad-length over struct-sized-buffer",
  "struct-sized-buffer over length-exceeds-buffer",
  "same-size-retry over sixteen-bit-size-trusted",
  "swapped-arguments over wide-string-cast",
  "wide-string-cast over text-address",
  "proto-as-number over text-address",
  "text-address over ipv6-unsupported",
  "text-address over address-length-or-type",
  "ipv6-unsupported over address-length-or-type",
  "address-length-or-type over host-order-address",
  "double-swap over long-swap-on-port",
  "long-swap-on-port over host-order-port",
  "double-swap over host-order-port",
  "result-member-freed over shallow-copy-of-result",
  "shallow-copy-of-result over result-serialised",
  "shallow-copy-of-result over result-outlives-buffer",
  "result-serialised over result-outlives-buffer",
  "start-before-startup over startup-unchecked",
  "cancel-after-cleanup over cleanup-with-pending",
  "swapped-version over old-version-requested",
  "publish-race over unlocked-request-table",
  "unlocked-request-table over cancel-races-handler",
  "ipv6strict over obsolete-function",
  "unchecked-start over handle-discarded",
  "stack-buffer over abandoned-request",
  "freed-after-cleanup over cleanup-with-pending",
  "freed-while-pending over free-despite-failed-cancel",
  "free-despite-failed-cancel over no-drain-after-failed-cancel",
  "free-despite-failed-cancel over reuse-after-cancel",
  "reuse-after-cancel over no-drain-after-failed-cancel",
  "object-deleted-with-requests over abandoned-request",
  "teardown-order over abandoned-request",
  "double-cancel-fatal over stale-handle-kept",
  "einval-ealready-differ over cancel-result-ignored",
];

const folder = new URL("fixtures/", import.meta.url);
const cases = new Map<string, Case[]>();
for (const name of readdirSync(folder)) {
  const rule = name.replace(/\.(?:c|cpp)$/, "");
  cases.set(rule, [...(cases.get(rule) ?? []), ...casesOf(readFileSync(new URL(name, folder), "utf8"))]);
}
const titles = [...cases.values()]
  .flat()
  .filter((c) => c.kind === "wrong")
  .map((c) => c.title);

describe("each rule has its cases", () => {
  for (const rule of rules) {
    test(rule.id, () => {
      const own = cases.get(rule.id) ?? [];
      const needed = BY_SYNTAX.has(rule.id) ? 2 : 3;
      expect(own.filter((c) => c.kind === "wrong").length).toBeGreaterThanOrEqual(needed);
      expect(own.filter((c) => c.kind === "right").length).toBeGreaterThanOrEqual(needed);
      expect(new Set(own.map((c) => c.text)).size).toBe(own.length);
    });
  }
});

test("every entry of the catalogue is a case, of the rule that it belongs to", () => {
  const entries = Object.entries(CATALOGUE).flatMap(([letter, count]) => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`));
  const missing = entries.filter((entry) => {
    const rule = rules.find((r) => r.catalogue === entry);
    return !rule || !cases.get(rule.id)?.some((c) => c.kind === "wrong" && c.title.startsWith(`${entry} `));
  });
  expect(missing).toEqual([]);
  expect(
    rules
      .filter((r) => r.catalogue !== "-")
      .map((r) => r.catalogue)
      .sort(),
  ).toEqual(entries.sort());
});

test("every pair is a case, and only of rules that there are", () => {
  expect(PAIRS.filter((pair) => !titles.includes(`pair: ${pair}`))).toEqual([]);
  const ids = new Set(rules.map((r) => r.id));
  expect(PAIRS.flatMap((pair) => pair.split(" over ")).filter((id) => !ids.has(id))).toEqual([]);
});
