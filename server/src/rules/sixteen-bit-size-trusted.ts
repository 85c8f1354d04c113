import { before } from "../analysis/events.ts";
import { someTerm } from "../analysis/terms.ts";
import { allocatedSizeArgument, bare } from "../analysis/roles.ts";
import { defineRule } from "./context.ts";

export const rule = defineRule({
  id: "sixteen-bit-size-trusted",
  catalogue: "B4",
  severity: "warning",
  profile: "strict",
  documentation: {
    summary: "The needed length from lParam is used as it is.",
    why: "It has 16 bits: an answer of 70,060 bytes reports 4,524.",
    seen: "The lookup is repeated for ever, even with a shrinking buffer.",
    wrong: "need = WSAGETASYNCBUFLEN(lParam);\nbuffer = realloc(buffer, need);",
    right: "need = max(2 * size, WSAGETASYNCBUFLEN(lParam));",
  },
  check({ facts }, report) {
    for (const call of facts.all("call")) {
      const index = allocatedSizeArgument(bare(call.name));
      const size = index === undefined ? undefined : call.args[index];
      if (
        size &&
        facts.isLength(size) &&
        ![...before(call)].some((e) => e.kind === "branch" && someTerm(e.condition, (t) => facts.isLength(t))) &&
        !someTerm(size, (t) => t.kind === "op" && t.op === "mul") &&
        facts.firstAfter(call, (e) => e.kind === "start") !== undefined
      )
        report(call.at, "The length in lParam has 16 bits and wraps: take at least twice the old size", { possible: call.state.unknown });
    }
  },
});
