import type { Facts } from "../analysis/facts.ts";
import { bare } from "../analysis/roles.ts";
import { stripNarrow } from "../analysis/terms.ts";
import { calleeName, type Leaf } from "../analysis/valueFlow.ts";
import { defineRule, edit, fix, locate, rangeOf, related, statementExtent, textAt } from "./context.ts";

export const rule = defineRule({
  id: "foreign-handle",
  catalogue: "H8",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "WSACancelAsyncRequest gets something that no start call returned: a thread, a socket, a handle of another interface.",
    why: "Only handles from the six start functions are task handles. For a socket use `WSAAsyncSelect(s, hWnd, 0, 0)`, for GetAddrInfoEx `GetAddrInfoExCancel`, for a thread whatever the thread understands.",
    seen: "`WSAEINVAL`, and what should stop goes on and writes its result later; or a real request that happens to have the same number is cancelled.",
    wrong: "SOCKET s = socket(AF_INET, SOCK_STREAM, 0);\nWSAAsyncSelect(s, hwnd, WM_SOCKET, FD_READ);\nWSACancelAsyncRequest((HANDLE)s);",
    right: "WSAAsyncSelect(s, hwnd, 0, 0);",
  },
  check({ facts, unit }, report) {
    for (const cancel of unit.cancels) {
      const { site } = cancel;
      const argument = site.statement.args[0];
      if (argument?.kind !== "temp") continue;
      const node = facts.flow.nodeOfValue(site.function, argument);
      const { leaves, nodes } = facts.flow.origins(node);
      const mixed = leaves.some((l) => l.kind === "call" && l.start);
      // storage that holds both kinds: what counts is the path
      const origin = mixed ? onPath(facts, site.statement) : foreignOrigin(facts, leaves, nodes);
      if (!origin) continue;
      const at = { function: site.function, range: site.statement.range, statement: site.statement };
      const extent = statementExtent(unit, locate(at));
      const text = site.statement.argRanges[0] ? textAt(unit, rangeOf(site.function, site.statement.argRanges[0])) : "";
      report(at, `\`${text}\` is ${origin.what}, not a handle of a lookup: the cancel can only fail, and what it should stop goes on`, {
        related: origin.place ? [related(origin.place, origin.from)] : [],
        fixes:
          origin.socket && extent
            ? [
                fix("End the notification of the socket", [
                  edit(extent, `WSAAsyncSelect(${text.replace(/^\(\s*HANDLE\s*\)\s*/, "")}, hWnd, 0, 0);`),
                ]),
              ]
            : [],
      });
    }
  },
});

/** On every path to the cancel the handle is what one other function returned, and the program closes it as a kernel object. */
function onPath(facts: Facts, statement: object): ForeignOrigin | undefined {
  let found: ForeignOrigin | undefined;
  for (const cancel of facts.all("cancel")) {
    if (cancel.at.statement !== statement) continue;
    const h = stripNarrow(cancel.handle);
    if (h.kind !== "call" || facts.all("start").some((s) => s.result === h)) return undefined;
    const closed = facts.firstAfter(cancel, (e) => e.kind === "call" && bare(e.name) === "CloseHandle" && e.args[0] === h);
    if (!closed) return undefined;
    const from = facts.lastBefore(cancel, (e) => e.kind === "call" && e.result === h);
    if (!from) return undefined;
    found = {
      what: `what ${bare(h.name)} returned`,
      from: "the handle comes from here",
      place: from.at,
      socket: false,
    };
  }
  return found;
}

interface ForeignOrigin {
  readonly what: string;
  readonly from: string;
  readonly place?: Parameters<typeof related>[0];
  readonly socket: boolean;
}

const THREADS =
  /^(?:CreateThread|_beginthread(?:ex)?|CreateEvent[AW]?|CreateMutex[AW]?|CreateFile[AW]?|CreateProcess[AW]?|AfxBeginThread|OpenThread|CreateSemaphore[AW]?|WSACreateEvent|CreateWaitableTimer[AW]?)$/;
const SOCKETS = /^(?:P?socket|WSASocket[AW]?|P?accept|WSAAccept)$/;

function foreignOrigin(facts: Facts, leaves: readonly Leaf[], nodes: ReadonlySet<string>): ForeignOrigin | undefined {
  const calls = leaves.filter((l): l is Extract<Leaf, { kind: "call" }> => l.kind === "call");
  for (const leaf of calls) {
    const name = bare(leaf.name);
    const s = leaf.site.statement;
    const place = { function: leaf.site.function, range: s.range, statement: s };
    if (SOCKETS.test(name)) return { what: "a socket", from: "the socket comes from here", place, socket: true };
    if (THREADS.test(name)) return { what: "a kernel handle", from: "the handle comes from here", place, socket: false };
    if (name === "WSAAsyncSelect" || name === "WSAEventSelect")
      return { what: `the result of ${name}`, from: "the value comes from here", place, socket: false };
  }
  // named like one of the six, and none of them
  const alike = calls.find((l) => /WSAAsync/.test(bare(l.name)));
  if (alike && leaves.every((l) => (l.kind === "call" && /WSAAsync/.test(bare(l.name))) || l.kind === "int")) {
    const s = alike.site.statement;
    return {
      what: `what ${bare(alike.name)} returned, which is none of the six start functions`,
      from: "the handle comes from here",
      place: { function: alike.site.function, range: s.range, statement: s },
      socket: false,
    };
  }
  // the program itself treats the value as a kernel handle, and it comes from a function that is none of the six
  const other = calls.find((l) => calleeName(l.site.statement) !== "");
  if (!other) return undefined;
  const closed = facts.flow
    .uses(facts.flow.reached([...nodes]))
    .find(
      (u) => u.kind === "argument" && /^(?:CloseHandle|WaitForSingleObject|GetExitCodeThread|TerminateThread)$/.test(bare(u.callee ?? "")),
    );
  if (!closed?.at.statement) return undefined;
  const s = other.site.statement;
  return {
    what: `what ${bare(other.name)} returned`,
    from: "the handle comes from here; elsewhere it is closed as a kernel object",
    place: { function: other.site.function, range: s.range, statement: s },
    socket: false,
  };
}
