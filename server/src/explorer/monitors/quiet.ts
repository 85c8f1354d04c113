/**
 * What harms nobody by itself in the run in which it happens, and is a mistake all the same: judged only where a finding of the checker is
 * to be shown (`SimulateOptions.thorough`).
 */
import type { RequestRecord } from "../ledger.ts";
import { type Monitor, type MonitorContext, requestText } from "./types.ts";

/** The request whose message the thread is handling, or has taken in a loop of its own. */
function answered({ ledger, thread }: MonitorContext): RequestRecord | undefined {
  return ledger.handled(thread) ?? ledger.requests.findLast((record) => record.state === "taken" || record.state === "done");
}

/** A handle is cancelled whose request is over. */
export const finishedHandle: Monitor = {
  rules: ["cancel-in-own-handler", "double-cancel-fatal", "stale-handle-kept"],
  judge(context, event) {
    if (event.kind !== "request-cancelled") return undefined;
    const before = context.before.request(event.request);
    if (!before) return undefined;
    const text = requestText(before);
    if (context.before.handled(context.thread)?.request === before.request)
      return { rule: "cancel-in-own-handler", message: `the handler of the message of ${text} cancels it` };
    if (before.cancel === "succeeded")
      return { rule: "double-cancel-fatal", message: `${text} is cancelled again after a cancel that had succeeded` };
    if (before.state === "done" || before.state === "taken")
      return { rule: "stale-handle-kept", message: `${text} is cancelled after its message was taken` };
    return undefined;
  },
};

/** A cancel gets what no start has answered. */
export const foreignHandle: Monitor = {
  rules: ["foreign-handle", "sentinel-handle-cancelled"],
  judge(context, event) {
    if (event.kind !== "call" || event.call !== "WSACancelAsyncRequest") return undefined;
    const handle = event.args[0];
    if (typeof handle !== "number" || handle === 0 || context.ledger.requests.some((record) => record.handle === handle)) return undefined;
    const sentinel = handle === -1 || handle === 0xffffffff || handle >= 2 ** 63;
    return {
      rule: sentinel ? "sentinel-handle-cancelled" : "foreign-handle",
      message: `WSACancelAsyncRequest gets ${sentinel ? "-1" : `0x${handle.toString(16)}`}, which no start has answered`,
    };
  },
};

/** The length in lParam is looked at although the lookup has succeeded. */
export const lengthOnSuccess: Monitor = {
  rules: ["buflen-read-on-success"],
  judge(context, event) {
    if (event.kind !== "model" || event.what !== "word") return undefined;
    const { macro, value } = event.data;
    if ((macro !== "WSAGETASYNCBUFLEN" && macro !== "LOWORD") || typeof value !== "number" || value >>> 16 !== 0) return undefined;
    const record = answered(context);
    return (
      record && {
        rule: "buflen-read-on-success",
        message: `${macro} is asked of the message of ${requestText(record)}, which has succeeded: only WSAENOBUFS comes with a length`,
      }
    );
  },
};

/** Why a lookup failed is asked of WSAGetLastError. */
export const lastErrorOfLookup: Monitor = {
  rules: ["last-error-in-handler"],
  judge(context, event) {
    if (event.kind !== "call" || event.call !== "WSAGetLastError" || context.ledger.failedStart !== "") return undefined;
    const record = answered(context);
    return (
      record && {
        rule: "last-error-in-handler",
        message: `WSAGetLastError is asked after the message of ${requestText(record)}: why a lookup failed is in its lParam alone`,
      }
    );
  },
};

/** The entry has returned, and nothing holds the handle of its request. */
export const handleDiscarded: Monitor = {
  rules: ["handle-discarded"],
  judge(context, event) {
    if (event.kind !== "model" || event.what !== "entry returned") return undefined;
    const record = context.ledger.requests.find((one) => one.cancel === "none" && !context.holds(one.handle));
    return (
      record && { rule: "handle-discarded", message: `nothing holds the handle of ${requestText(record)} any more: nobody can cancel it` }
    );
  },
};

export const quietMonitors: readonly Monitor[] = [finishedHandle, foreignHandle, lengthOnSuccess, lastErrorOfLookup, handleDiscarded];
