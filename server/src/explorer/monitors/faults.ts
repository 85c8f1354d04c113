/** What has no defined result in C: reported under the name of the fault when it has nothing to do with a request. */
import type { Monitor } from "./types.ts";

export const faults: Monitor = {
  rules: ["use-after-free", "use-after-scope", "uninitialised-read", "buffer-overrun", "null-dereference", "double-free", "invalid-free"],
  judge(context, event) {
    if (event.kind === "fault") return { rule: event.fault, message: `${where(context.position?.fn.ir.name)}${event.text}` };
    if (event.kind === "uninitialised-read")
      return {
        rule: "uninitialised-read",
        message: `${where(context.position?.fn.ir.name)}${event.object} is read before anything was written there`,
      };
    if (event.kind === "mismatched-free") return { rule: "mismatched-free", message: `${event.object}: ${event.how}` };
    return undefined;
  },
};

const where = (name: string | undefined): string => (name ? `${name}: ` : "");
