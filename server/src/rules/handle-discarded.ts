import { bare, dispatches, isLogging, takesMessages } from "../analysis/roles.ts";
import { isKept } from "../analysis/valueFlow.ts";
import type { Unit } from "../program/types.ts";
import { defineRule, edit, lineAt, type Place, suggestion } from "./context.ts";
import { callAt } from "./edits.ts";
import { lookAt } from "./startResult.ts";
import type { Fix } from "./types.ts";

export const rule = defineRule({
  id: "handle-discarded",
  catalogue: "-",
  severity: "information",
  profile: "default",
  documentation: {
    summary: "The handle of a started request is tested but not kept, so the request can never be cancelled.",
    why: "The handle is the only way to cancel a request (`WSACancelAsyncRequest`) and the only documented way to match its reply (`wParam`). Once it is gone the window and the buffer must outlive the lookup, however long it takes.",
    seen: "When the window or the owner of the buffer goes while the lookup runs, nothing can stop Winsock from writing into the buffer (R1 to R3).",
    wrong: "if (WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, sizeof buffer) == 0)\n    fail();",
    right: "hLookup = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, sizeof buffer);\nif (hLookup == 0)\n    fail();",
  },
  check({ facts }, report) {
    for (const request of facts.requests) {
      const { site, call } = request.start;
      if ([...request.handles].some((n) => isKept(n) || n[0] === "r")) continue;
      const passed = facts.flow
        .uses(request.handles)
        .some(
          (u) =>
            u.kind === "argument" && !isLogging(u.callee ?? "") && !/^(?:CloseHandle|ASSERT|assert|VERIFY)$/.test(bare(u.callee ?? "")),
        );
      if (passed) continue;
      if (!lookAt(facts, request.events).looked) continue;
      // a local pump ends the request before the handle is lost
      const waits = request.events.some(
        (s) =>
          facts.firstAfter(
            s,
            (e) => e.kind === "call" && (takesMessages(e.name) || dispatches(e.name)) && e.frame.function === s.frame.function,
          ) !== undefined,
      );
      if (waits) continue;
      report(
        { function: site.function, range: site.statement.range, statement: site.statement },
        `The handle of ${call} is only compared with 0 and then lost: this request can never be cancelled, and its reply cannot be matched`,
        { fixes: keptInVariable(facts.unit, { function: site.function, range: site.statement.range, statement: site.statement }) },
      );
    }
  },
});

/** Keeps the handle in a variable of the file, where the function stands at file level and the call is no macro's. */
function keptInVariable(unit: Unit, at: Place): Fix[] {
  const call = callAt(at);
  const text = unit.files.get(call.uri)?.source.text ?? "";
  const { offset } = at.function;
  const own = !/[^\r\n]/.test(text.charAt(offset - 1));
  if (!own || at.statement?.macro !== undefined || !/^(?:::\s*)?\w+\s*\(/.test(text.slice(call.start, call.end))) return [];
  let name = "pendingLookup";
  for (let n = 2; new RegExp(`\\b${name}\\b`).test(text); n++) name = `pendingLookup${n}`;
  const { eol } = lineAt(unit, call.uri, offset);
  return [
    suggestion("Keep the handle", [
      edit({ uri: call.uri, start: offset, end: offset }, `static HANDLE ${name};${eol}`),
      edit({ ...call, end: call.start }, `(${name} = `),
      edit({ ...call, start: call.end }, ")"),
    ]),
  ];
}
