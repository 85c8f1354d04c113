/** The end of a run: hangs, and requests that nobody finished. */
import { isOver, type Ledger, mayWrite, type RequestRecord } from "../ledger.ts";
import { type Monitor, type MonitorContext, requestText, type Verdict } from "./types.ts";

const PUMPS = /^(GetMessage|PeekMessage|WaitMessage|MsgWait)/;

/** Why a thread can wait for ever: the first reason that applies. */
export function hangVerdict(context: MonitorContext): Verdict {
  const { ledger } = context;
  const wait = context.waits.find((one) => !one.environment && (!context.cycle || PUMPS.test(one.call)));
  const where = wait ? `waits in ${wait.call}` : "goes round in a loop";
  const last = (test: (record: RequestRecord) => boolean): RequestRecord | undefined => ledger.requests.findLast(test);
  const retried = last((record) => typeof record.cancel === "number" && record.cancels >= 2);
  if (retried && !wait)
    return {
      rule: "cancel-retry-loop",
      message: `the program cancels ${requestText(retried)} again and again: the cancel has failed for good`,
    };
  const swept = last((record) => record.state === "swept" || (record.afterCleanup && record.state !== "done"));
  if (swept)
    return {
      rule: "cleanup-then-wait",
      message: `the program ${where}, but WSACleanup has ended ${requestText(swept)}: no message will come`,
    };
  const cancelled = last((record) => record.cancel === "succeeded");
  const waiting = last((record) => record.state === "posted" || record.state === "posting");
  if (waiting) {
    if (wait && !PUMPS.test(wait.call))
      return {
        rule: "ui-thread-blocks",
        message: `the program ${where} while the message of ${requestText(waiting)} lies in the queue of the same thread`,
      };
    if (wait) return { rule: "filtered-pump", message: `the program ${where} and does not take the message of ${requestText(waiting)}` };
    return { rule: "no-pump", message: `the program ${where} that never takes the message of ${requestText(waiting)}` };
  }
  if (cancelled)
    return {
      rule: "wait-after-cancel",
      message: `the program ${where} for a message of ${requestText(cancelled)}, which was cancelled: none will come`,
    };
  const lost = last((record) => record.state === "lost");
  if (lost)
    return {
      rule: lost.hWnd === 0 ? "window-null-or-foreign" : "teardown-order",
      message: `the program ${where} for the message of ${requestText(lost)}, which was lost`,
    };
  if (ledger.failedStart !== "")
    return {
      rule: "unchecked-start",
      message: `the program ${where} although ${ledger.failedStart.split(":")[0]} had failed: no message will come`,
    };
  return { rule: "hang", message: `the program ${where} for ever` };
}

export const hang: Monitor = {
  rules: [
    "wait-after-cancel",
    "cleanup-then-wait",
    "ui-thread-blocks",
    "filtered-pump",
    "no-pump",
    "unchecked-start",
    "window-null-or-foreign",
    "teardown-order",
    "cancel-retry-loop",
    "hang",
  ],
  judge(context, event) {
    return event.kind === "exit" && event.how === "hang" ? hangVerdict(context) : undefined;
  },
};

const pending = (record: RequestRecord): boolean => mayWrite(record) || record.state === "posting" || record.state === "posted";

function abandoned(ledger: Ledger): RequestRecord | undefined {
  return ledger.requests.find((record) => pending(record) && record.cancel === "none" && !record.afterCleanup && !record.windowGone);
}

export const abandonedRequest: Monitor = {
  rules: ["abandoned-request", "teardown-order"],
  judge(context, event) {
    if (event.kind === "exit" && context.whole && (event.how === "returned" || event.how === "exited")) {
      const record = abandoned(context.ledger);
      if (record)
        return { rule: "abandoned-request", message: `the program ends while ${requestText(record)} is not over and was not cancelled` };
    }
    if (event.kind === "window-destroyed") {
      const record = context.before.requests.find(
        (one) => one.hWnd === event.hWnd && !isOver(one) && one.state !== "taken" && one.cancel === "none",
      );
      if (record)
        return {
          rule: "teardown-order",
          message: `the window of ${requestText(record)} is destroyed while the request is not over: its message will be lost`,
        };
    }
    return undefined;
  },
};

export const cleanupWithPending: Monitor = {
  rules: ["cleanup-with-pending"],
  judge(context, event) {
    if (event.kind !== "cleaned-up" || event.count !== 0) return undefined;
    const record = context.before.requests.find((one) => pending(one) && one.cancel === "none");
    return record ? { rule: "cleanup-with-pending", message: `WSACleanup is called while ${requestText(record)} is not over` } : undefined;
  },
};
