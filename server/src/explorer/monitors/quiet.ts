/**
 * What harms nobody by itself in the run in which it happens, and is a mistake all the same: judged only where a finding of the checker is
 * to be shown (`SimulateOptions.thorough`).
 */
import type { RequestRecord } from "../ledger.ts";
import { errorText, type Monitor, type MonitorContext, requestText } from "./types.ts";

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

/** A macro for the halves of lParam is asked of something else. */
export const macroOnOther: Monitor = {
  rules: ["macro-on-wparam"],
  judge(context, event) {
    if (event.kind !== "model" || event.what !== "word" || !/^WSAGETASYNC/.test(String(event.data.macro))) return undefined;
    const { macro, value } = event.data;
    const record = answered(context);
    if (!record || typeof value !== "number") return undefined;
    if (value >>> 0 === record.handle)
      return { rule: "macro-on-wparam", message: `${macro} is asked of the handle of ${requestText(record)}` };
    const error = context.errorOf(record.request);
    if (error === 0 || value !== error) return undefined;
    return {
      rule: "macro-on-wparam",
      message: `${macro} is asked of the error of ${requestText(record)}, which was taken out of its lParam before`,
    };
  },
};

/** The buffer of a lookup that has failed is read as a result. */
export const failedResult: Monitor = {
  rules: ["unchecked-completion"],
  judge(context, event) {
    if (event.kind !== "model" || event.what !== "result-read") return undefined;
    const record = context.ledger.request(Number(event.data.request));
    const error = record ? context.errorOf(record.request) : 0;
    if (!record || error === 0) return undefined;
    return {
      rule: "unchecked-completion",
      message: `${event.data.object} is read as a result although ${requestText(record)} has failed with ${errorText(error)}`,
    };
  },
};

/** A buffer goes whose result was copied without what its pointers point to. */
export const shallowCopy: Monitor = {
  rules: ["shallow-copy-of-result"],
  judge(context, event) {
    if (event.kind !== "free" && event.kind !== "scope-end") return undefined;
    for (const record of context.before.requests) {
      if (context.errorOf(record.request) !== 0 || (record.state !== "done" && record.state !== "taken")) continue;
      if (record.buffer < event.address || record.buffer >= event.address + event.length) continue;
      const holder = context.pointsInto(record.buffer, Math.max(record.length, 1));
      if (holder !== undefined)
        return {
          rule: "shallow-copy-of-result",
          message: `${event.object} goes, and ${holder} holds a copy of the result of ${requestText(record)} whose pointers point into it`,
        };
    }
    return undefined;
  },
};

const AF_INET = 2;

/** The address of a lookup is written as text. */
export const textAddress: Monitor = {
  rules: ["text-address"],
  judge(context, event) {
    if (event.kind !== "call" || event.call !== "WSAAsyncGetHostByAddr") return undefined;
    const [, , address, length, family] = event.args;
    if (typeof address !== "number" || typeof length !== "number" || family !== AF_INET || length < 4 || length > 64) return undefined;
    const bytes = context.bytesAt(address, length);
    if (!bytes.every((byte) => byte !== undefined && byte >= 0x20 && byte < 0x7f) || (length === 4 && !bytes.includes(DOT)))
      return undefined;
    return {
      rule: "text-address",
      message: `WSAAsyncGetHostByAddr gets the ${length} characters "${String.fromCharCode(...bytes.map((byte) => byte!))}" where four bytes are an address`,
    };
  },
};

const DOT = 0x2e;

/** Why WSAStartup failed is asked of WSAGetLastError. */
export const lastErrorOfStartup: Monitor = {
  rules: ["startup-error-source", "startup-unchecked"],
  judge(context, event) {
    if (event.kind !== "call" || event.call !== "WSAGetLastError" || !context.startupFailed || context.before.startups > 0)
      return undefined;
    return { rule: "startup-error-source", message: "WSAGetLastError is asked after WSAStartup has failed: its result is the error" };
  },
};

export const quietMonitors: readonly Monitor[] = [
  finishedHandle,
  foreignHandle,
  lengthOnSuccess,
  macroOnOther,
  failedResult,
  shallowCopy,
  textAddress,
  lastErrorOfStartup,
  lastErrorOfLookup,
  handleDiscarded,
];
