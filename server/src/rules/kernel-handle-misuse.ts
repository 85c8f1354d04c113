import { bare } from "../analysis/roles.ts";
import { defineRule, edit, fix, locate, nameOfArgument, related, statementExtent } from "./context.ts";
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
        const extent = statementExtent(unit, locate(call.at));
        const name = nameOfArgument(unit, call, index, argument);
        report(
          call.at,
          `${name} comes from ${request.start.call}: a task handle is no kernel object, ${bare(call.name)} cannot work on it`,
          {
            related: [
              related(
                {
                  function: request.start.site.function,
                  range: request.start.site.statement.range,
                  statement: request.start.site.statement,
                },
                "the handle comes from here",
              ),
            ],
            possible: call.state.unknown,
            fixes: extent && bare(call.name) === "CloseHandle" ? [fix("Remove the call", [edit(extent, "")])] : [],
          },
        );
        break;
      }
    }
  },
});
