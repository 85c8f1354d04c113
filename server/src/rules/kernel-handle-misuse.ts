import type { Place } from "../analysis/events.ts";
import { callsOf } from "../analysis/relevance.ts";
import { bare } from "../analysis/roles.ts";
import { calleeName } from "../analysis/valueFlow.ts";
import type { Statement } from "../ir/types.ts";
import type { StartSite, Unit } from "../program/types.ts";
import { defineRule, edit, fix, locate, nameOfArgument, rangeOf, related, type ReportOptions, statementExtent, textAt } from "./context.ts";
import { isHandleOf } from "./requests.ts";

const USES = new Map([
  ["CloseHandle", 0],
  ["WaitForSingleObject", 0],
  ["WaitForSingleObjectEx", 0],
  ["MsgWaitForMultipleObjects", 1],
  ["DuplicateHandle", 1],
  ["GetHandleInformation", 0],
  ["SetEvent", 0],
  ["TerminateThread", 0],
  ["GetExitCodeThread", 0],
]);

export const rule = defineRule({
  id: "kernel-handle-misuse",
  catalogue: "H4",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "A task handle is used as a kernel object: closed or waited for.",
    why: "The handle of an asynchronous database call is an opaque number of Winsock, not a kernel object: there is nothing to close and nothing to wait for. Only the message marks the end.",
    seen: "The wait fails at once. With small values (ReactOS counts 1, 2, 3 …) `CloseHandle` can close an unrelated object.",
    wrong: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);\nWaitForSingleObject(h, 5000);\nCloseHandle(h);",
    right: "/* return to the message loop; WM_RESOLVED with wParam == h marks the end */",
  },
  check({ facts, unit }, report) {
    for (const call of facts.all("call")) {
      const index = USES.get(bare(call.name));
      const argument = index === undefined ? undefined : call.args[index];
      if (index === undefined || !argument) continue;
      for (const request of facts.requests) {
        if (!isHandleOf(facts, argument, request)) continue;
        // storage that also holds real kernel handles: nothing is known of this one
        const slot = facts.slotOfValue(argument);
        if (
          slot !== undefined &&
          facts.flow.origins(slot).leaves.some((l) => (l.kind === "call" && !l.start) || l.kind === "unknown" || l.kind === "outside")
        )
          continue;
        report(
          call.at,
          messageOf(nameOfArgument(unit, call, index, argument), request.start, bare(call.name)),
          optionsOf(unit, call.at, request.start, bare(call.name), call.state.unknown),
        );
        break;
      }
    }
    // calls that no path of the program comes to as it is
    const met = new Set<Statement | undefined>(facts.all("call").map((e) => e.at.statement));
    for (const fn of facts.functions) {
      for (const { statement } of callsOf(fn)) {
        const name = bare(calleeName(statement));
        const argument = statement.args[USES.get(name) ?? -1];
        if (!argument || met.has(statement)) continue;
        const { leaves } = facts.flow.origins(facts.flow.nodeOfValue(fn, argument));
        const starts = leaves.flatMap((l) => (l.kind === "call" && l.start ? [l.site.statement] : []));
        if (!leaves.every((l) => (l.kind === "call" && l.start) || (l.kind === "int" && l.value === 0n))) continue;
        const start = unit.starts.find((s) => starts.includes(s.site.statement));
        if (!start) continue;
        const at = { function: fn, range: statement.range, statement };
        const range = statement.argRanges[USES.get(name) ?? -1];
        const text = range ? textAt(unit, rangeOf(fn, range)) : "the handle";
        report(at, messageOf(`\`${text}\``, start, name), optionsOf(unit, at, start, name, true));
      }
    }
  },
});

function messageOf(argument: string, start: StartSite, name: string): string {
  return `${argument} comes from ${start.call}: a task handle is no kernel object, ${name} cannot work on it`;
}

function optionsOf(unit: Unit, at: Place, { site }: StartSite, name: string, possible: boolean): ReportOptions {
  const extent = statementExtent(unit, locate(at));
  return {
    related: [related({ function: site.function, range: site.statement.range, statement: site.statement }, "the handle comes from here")],
    possible,
    fixes: extent && name === "CloseHandle" ? [fix("Remove the call", [edit(extent, "")])] : [],
  };
}
