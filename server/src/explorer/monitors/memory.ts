/** Memory that ends while a request may still use it, and what happens when it does. */
import { isOver, mayWrite, type RequestRecord } from "../ledger.ts";
import { errorText, type Monitor, type MonitorContext, requestText, type Verdict } from "./types.ts";

/** A buffer ends while the provider is sure to write it. */
export const bufferEnds: Monitor = {
  rules: ["stack-buffer", "freed-while-pending", "free-despite-failed-cancel", "freed-after-cleanup"],
  judge(context, event) {
    if (event.kind !== "free" && event.kind !== "scope-end") return undefined;
    for (const record of context.before.overlapping(event.address, event.length)) {
      if (isOver(record)) continue;
      if (event.kind === "scope-end") {
        if (!mayWrite(record) || record.cancel === "succeeded") continue;
        return { rule: "stack-buffer", message: `${event.object} ends (${event.how}) while ${requestText(record)} still writes into it` };
      }
      const verdict = freed(context, record, event.object);
      if (verdict) return verdict;
    }
    return undefined;
  },
};

function freed(context: MonitorContext, record: RequestRecord, object: string): Verdict | undefined {
  if (!mayWrite(record)) return undefined;
  if (context.before.cleanedUp) {
    return { rule: "freed-after-cleanup", message: `${object} is freed after WSACleanup, and ${requestText(record)} still runs` };
  }
  if (record.cancel === "succeeded") return undefined;
  if (typeof record.cancel === "number") {
    return {
      rule: "free-despite-failed-cancel",
      message: `${object} is freed although the cancel of ${requestText(record)} failed with ${errorText(record.cancel)}`,
    };
  }
  return { rule: "freed-while-pending", message: `${object} is freed while ${requestText(record)} still writes into it` };
}

/** The provider writes, or the program touches, what was given up. */
export const usedAfterEnd: Monitor = {
  rules: [
    "free-despite-failed-cancel",
    "freed-while-pending",
    "stack-buffer",
    "wine-cancel-reliance",
    "freed-after-cleanup",
    "object-deleted-with-requests",
  ],
  judge(context, event) {
    if (event.kind === "observation" && event.what === "buffer-gone" && event.request !== undefined) {
      const record = context.ledger.request(event.request);
      if (!record || record.bufferGone === "") return undefined;
      return usedBy(
        context,
        record,
        record.bufferGone,
        `${requestText(record)} is written into ${context.nameOf(record.buffer)}, which is gone`,
      );
    }
    if (event.kind === "fault" && event.fault === "null-dereference") {
      // The pointer was cleared when the memory was given up, and the late message still uses it.
      const late = context.ledger.handled(context.thread);
      if (late?.bufferGone !== "freed" || typeof late.cancel !== "number") return undefined;
      return {
        rule: "free-despite-failed-cancel",
        message: `the buffer of ${requestText(late)} was freed although its cancel had failed with ${errorText(late.cancel)}; its message still comes, and its handler ${event.text}`,
      };
    }
    if (event.kind !== "fault" || event.base === undefined) return undefined;
    if (event.fault !== "use-after-free" && event.fault !== "use-after-scope" && event.fault !== "double-free") return undefined;
    const base = event.base;
    const given = context.ledger.givenUp.filter((one) => one.base === base);
    if (given.length === 0) return undefined;
    const handled = context.ledger.handled(context.thread);
    const cause = given.find((one) => one.request === handled?.request) ?? given[0]!;
    const record = context.ledger.request(cause.request);
    if (!record) return undefined;
    const message = `the handler of the message of ${requestText(record)} ${event.text}`;
    if (cause.afterCleanup && cause.cancel === "none") return { rule: "freed-after-cleanup", message };
    if (typeof cause.cancel === "number") {
      return { rule: "free-despite-failed-cancel", message: `${message} after its cancel had failed with ${errorText(cause.cancel)}` };
    }
    if (cause.cancel === "succeeded") return { rule: "wine-cancel-reliance", message: `${message} although its cancel had answered 0` };
    if (cause.how === "ended") return { rule: "stack-buffer", message };
    const own = record.buffer >= cause.base && record.buffer < cause.base + cause.length;
    return { rule: own ? "freed-while-pending" : "object-deleted-with-requests", message };
  },
};

function usedBy(context: MonitorContext, record: RequestRecord, how: "freed" | "ended", message: string): Verdict {
  if (record.cancel === "succeeded" || context.cancelIsStub) {
    return record.cancel === "none"
      ? { rule: how === "ended" ? "stack-buffer" : "freed-while-pending", message }
      : { rule: "wine-cancel-reliance", message: `${message} although its cancel had answered 0` };
  }
  if (how === "ended") return { rule: "stack-buffer", message };
  if (record.afterCleanup) return { rule: "freed-after-cleanup", message };
  return typeof record.cancel === "number" ? { rule: "free-despite-failed-cancel", message } : { rule: "freed-while-pending", message };
}

/** The handler of one request looks at the buffer of another one that is not filled yet. */
export const wrongBuffer: Monitor = {
  rules: ["wparam-ignored", "no-drain-after-failed-cancel", "buffer-polled"],
  judge(context, event) {
    if (event.kind !== "buffer-read") return undefined;
    const record = context.ledger.overlapping(event.address, event.length).find((one) => mayWrite(one) && one.cancel === "none");
    if (!record) return undefined;
    const handled = context.ledger.handled(context.thread);
    if (!handled || handled.request === record.request) {
      return { rule: "buffer-polled", message: `${event.object} is read while ${requestText(record)} may still be writing it` };
    }
    const message = `the message of ${requestText(handled)} is taken for that of ${requestText(record)}: ${event.object} is read, and nothing is in it yet`;
    return handled.cancel === "none" ? { rule: "wparam-ignored", message } : { rule: "no-drain-after-failed-cancel", message };
  },
};
