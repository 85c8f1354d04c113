/** Which of two findings of one mistake stands: the pairs that matter, and how they are settled. */
import { expect, test } from "vitest";
import type { RawFinding } from "./context.ts";
import { ruleIds } from "./index.ts";
import { isSilencedBy, settle } from "./precedence.ts";

/** `a > b > c`: a silences b and c, b silences c; `a > b, c`: b and c say nothing of each other. */
const ORDER = `
shadowed-handle > cancel-zero-handle, handle-discarded
handle-overwritten > wrong-request-cancelled
shared-buffer > handle-overwritten
truncated-handle > sixteen-bit-idiom
cancel-in-own-handler > stale-handle-kept
unchecked-start > handle-discarded
wrong-failure-test > unchecked-start
ealready-means-busy > cancel-retry-loop > einval-ealready-differ > incomplete-cancel-errors
late-last-error > ealready-means-busy > einval-ealready-differ > incomplete-cancel-errors
reuse-after-cancel > no-drain-after-failed-cancel
double-cancel-fatal > stale-handle-kept
sentinel-handle-cancelled > cancel-zero-handle
stack-buffer > freed-after-cleanup > cleanup-with-pending > freed-while-pending > free-despite-failed-cancel > object-deleted-with-requests > buffer-storage-ends > teardown-order > abandoned-request
free-despite-failed-cancel > no-drain-after-failed-cancel, wparam-ignored, reuse-after-cancel
freed-while-pending > no-drain-after-failed-cancel
cancel-after-cleanup > cleanup-with-pending
wait-after-cancel > cleanup-then-wait > buffer-polled > ui-thread-blocks > no-pump > filtered-pump
drain-removes-foreign > drain-by-number-only > drain-eats-quit
drain-by-number-only > single-drain-trusted
drain-removes-foreign > single-drain-trusted
macro-on-wparam > swapped-lparam-halves > whole-lparam-tested > unchecked-completion
partial-result-used > closed-error-list > unchecked-completion
select-macro-mixup > buflen-read-on-success
select-macro-mixup > swapped-lparam-halves > buflen-read-on-success
sizeof-pointer > bad-length > struct-sized-buffer > length-exceeds-buffer
same-size-retry > sixteen-bit-size-trusted
swapped-arguments > wide-string-cast > proto-as-number > text-address > ipv6-unsupported > address-length-or-type > host-order-address
double-swap > long-swap-on-port > host-order-port
result-member-freed > shallow-copy-of-result > result-serialised > result-outlives-buffer
start-before-startup > startup-unchecked
swapped-version > old-version-requested
publish-race > unlocked-request-table > cancel-races-handler
addrinfo-old-success-rule > addrinfo-context-freed
ipv6strict > obsolete-function
foreign-handle > cancel-zero-handle, sentinel-handle-cancelled, no-drain-after-failed-cancel, kernel-handle-misuse, reuse-after-cancel
foreign-handle > stale-handle-kept, free-despite-failed-cancel, cancel-in-own-handler, double-cancel-fatal, einval-ealready-differ
inverted-cancel-test > ealready-means-busy > cancel-retry-loop > einval-ealready-differ > incomplete-cancel-errors
inverted-cancel-test > no-drain-after-failed-cancel, free-despite-failed-cancel
foreign-handle > cancel-result-ignored
free-despite-failed-cancel, reuse-after-cancel, no-drain-after-failed-cancel, cancel-in-own-handler, stale-handle-kept > cancel-result-ignored
double-cancel-fatal, einval-ealready-differ, inverted-cancel-test, cancel-zero-handle, sentinel-handle-cancelled > cancel-result-ignored
wparam-ignored, wait-after-cancel, freed-while-pending > cancel-result-ignored
`
  .trim()
  .split("\n")
  .map((line) => line.split(" > ").map((level) => level.split(", ")));

test("each rule of an order silences all behind it, and none before", () => {
  const silent: string[] = [];
  const wrongWay: string[] = [];
  for (const levels of ORDER)
    levels.forEach((winners, i) => {
      for (const winner of winners)
        for (const loser of levels.slice(i + 1).flat()) {
          if (!isSilencedBy(loser, winner)) silent.push(`${winner} > ${loser}`);
          if (isSilencedBy(winner, loser)) wrongWay.push(`${loser} > ${winner}`);
        }
    });
  expect(silent).toEqual([]);
  expect(wrongWay).toEqual([]);
  expect(ORDER.flat(2).filter((rule) => !ruleIds.includes(rule))).toEqual([]);
});

test("what stands in no order silences nothing, and no rule itself", () => {
  expect(isSilencedBy("cancel-result-ignored", "no-pump")).toBe(false);
  expect(isSilencedBy("no-pump", "cancel-zero-handle")).toBe(false);
  expect(isSilencedBy("sentinel-handle-cancelled", "stale-handle-kept")).toBe(false);
  expect(ruleIds.filter((rule) => isSilencedBy(rule, rule))).toEqual([]);
});

const finding = (rule: string, subjects: readonly string[], more: Partial<RawFinding> = {}): RawFinding => ({
  rule,
  uri: "file:///x.c",
  start: 1,
  end: 2,
  severity: "warning",
  confidence: "likely",
  message: rule,
  related: [],
  subjects,
  ...more,
});
/** `winner over losers` of what stands. */
const settled = (findings: readonly RawFinding[], hidden: readonly string[] = []): string[] =>
  settle(findings, (rule) => !hidden.includes(rule)).map((f) => `${f.rule}${f.also ? ` over ${f.also.join(" ")}` : ""}`);

test("findings that share a subject are one mistake", () => {
  const loser = finding("filtered-pump", ["a", "b"]);
  expect(settled([loser, finding("no-pump", ["b", "c"])])).toEqual(["no-pump over filtered-pump"]);
  expect(settled([loser, finding("no-pump", ["c"])])).toEqual(["filtered-pump", "no-pump"]);
  expect(settled([loser, finding("no-pump", ["b"], { confidence: "possible" })])).toEqual(["filtered-pump", "no-pump"]);
  expect(settled([loser, finding("no-pump", ["b"])], ["no-pump"])).toEqual(["filtered-pump", "no-pump"]);
  expect(settled([finding("no-pump", ["b"]), finding("no-pump", ["b"])])).toEqual(["no-pump", "no-pump"]);
});

test("the last winner names everything that was silenced on the way to it, in alphabetical order, with what it named before", () => {
  const chain = [finding("no-pump", ["a", "b"]), finding("filtered-pump", ["a"]), finding("ui-thread-blocks", ["b"])];
  expect(settled(chain)).toEqual(["ui-thread-blocks over filtered-pump no-pump"]);
  expect(settled([...chain, finding("wait-after-cancel", ["b"], { also: ["cancel-result-ignored"] })])).toEqual([
    "wait-after-cancel over cancel-result-ignored filtered-pump no-pump ui-thread-blocks",
  ]);
});
