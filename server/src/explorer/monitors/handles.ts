/** Handles and their buffers at the moment of a call. */
import { isOver, mayWrite } from "../ledger.ts";
import { errorText, type Monitor, requestText } from "./types.ts";

export const cancelZeroHandle: Monitor = {
  rules: ["cancel-zero-handle"],
  judge(context, event) {
    if (event.kind !== "call" || event.call !== "WSACancelAsyncRequest" || event.args[0] !== 0 || context.choseZero) return undefined;
    return { rule: "cancel-zero-handle", message: "WSACancelAsyncRequest gets the handle 0, which stands for no request" };
  },
};

export const startBeforeStartup: Monitor = {
  rules: ["start-before-startup", "cancel-after-cleanup"],
  judge(context, event) {
    if (event.kind !== "call") return undefined;
    if (event.call.startsWith("WSAAsyncGet") && context.before.startups === 0) {
      if (context.startupFailed && !context.before.cleanedUp)
        return { rule: "startup-unchecked", message: `${event.call} is called although WSAStartup has failed` };
      const after = context.before.cleanedUp ? "after the last WSACleanup" : "before WSAStartup";
      return { rule: "start-before-startup", message: `${event.call} is called ${after}` };
    }
    if (event.call === "WSACancelAsyncRequest" && context.before.cleanedUp && event.args[0] !== 0) {
      return { rule: "cancel-after-cleanup", message: "WSACancelAsyncRequest is called after the last WSACleanup" };
    }
    return undefined;
  },
};

export const sharedBuffer: Monitor = {
  rules: ["shared-buffer", "reuse-after-cancel"],
  judge(context, event) {
    if (event.kind !== "request-started" || event.buffer === 0) return undefined;
    for (const other of context.before.overlapping(event.buffer, Math.max(event.length, 1))) {
      const buffer = context.nameOf(event.buffer);
      if (typeof other.cancel === "number" && !isOver(other) && other.state !== "taken") {
        return {
          rule: "reuse-after-cancel",
          message: `${buffer} goes into a new request although the cancel of ${requestText(other)} failed with ${errorText(other.cancel)}`,
        };
      }
      if (other.cancel === "succeeded" && !isOver(other) && context.cancelIsStub) {
        return {
          rule: "reuse-after-cancel",
          message: `${buffer} goes into a new request, and ${requestText(other)}, cancelled before, still writes it`,
        };
      }
      if (other.cancel === "none" && (mayWrite(other) || other.state === "posting" || other.state === "posted")) {
        return { rule: "shared-buffer", message: `${buffer} is given to a second request while ${requestText(other)} still uses it` };
      }
    }
    return undefined;
  },
};

/** A variable loses the handle of a request that is not over. What took its place decides the rule. */
export const handleOverwritten: Monitor = {
  rules: ["handle-overwritten", "wparam-ignored", "no-drain-after-failed-cancel"],
  judge(context, event) {
    if (event.kind !== "handle-lost") return undefined;
    const lost = context.ledger.request(event.request);
    if (!lost || isOver(lost) || lost.cancel !== "none") return undefined;
    const newer = context.ledger.liveHandle(event.value);
    if (newer && newer.request !== lost.request) {
      // One statement that also shares the buffer is that mistake.
      if (context.ledger.overlapping(lost.buffer, lost.length).some((record) => record.request === newer.request)) return undefined;
      return {
        rule: "handle-overwritten",
        message: `${event.variable} gets the handle of ${requestText(newer)} while ${requestText(lost)} is not over: its handle is lost`,
      };
    }
    const handled = context.ledger.handled(context.thread);
    if (handled && handled.request !== lost.request) {
      const late = typeof handled.cancel === "number" || handled.cancel === "succeeded";
      return late
        ? {
            rule: "no-drain-after-failed-cancel",
            message: `the late message of ${requestText(handled)} is taken for that of ${requestText(lost)}: ${event.variable} is changed`,
          }
        : {
            rule: "wparam-ignored",
            message: `the message of ${requestText(handled)} is taken for that of ${requestText(lost)}: ${event.variable} is changed`,
          };
    }
    return undefined;
  },
};

/** The reply is handled on another thread before the handle is where its handler looks for it. */
export const publishRace: Monitor = {
  rules: ["publish-race"],
  judge(context, event) {
    if (event.kind !== "handle-late") return undefined;
    const late = context.ledger.request(event.request);
    if (!late) return undefined;
    return {
      rule: "publish-race",
      message: `${event.variable} gets the handle of ${requestText(late)} after its message was handled on another thread`,
    };
  },
};

export const cancelRetryLoop: Monitor = {
  rules: ["cancel-retry-loop"],
  judge(context, event) {
    if (event.kind !== "request-cancelled" || event.result === 0) return undefined;
    const record = context.ledger.request(event.request);
    const before = context.before.request(event.request);
    if (!record || !before || typeof before.cancel !== "number" || record.cancels < 2 || before.cancelSite !== record.cancelSite)
      return undefined;
    return {
      rule: "cancel-retry-loop",
      message: `the cancel of ${requestText(record)} failed with ${errorText(before.cancel)} and is tried again: that answer is final`,
    };
  },
};
