import { marksBefore } from "../analysis/events.ts";
import { zeroness } from "../analysis/state.ts";
import { UNMAPS } from "./frees.ts";
import { defineRule, related } from "./context.ts";
import { cancelsBefore, recognisedBetween } from "./requests.ts";

export const rule = defineRule({
  id: "buffer-storage-ends",
  catalogue: "B21",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The memory of a running request is unmapped, or its module is unloaded.",
    why: "The buffer must stay available until the request is over.",
    seen: "An access violation in the resolver's thread.",
    wrong:
      "buffer = MapViewOfFile(map, FILE_MAP_WRITE, 0, 0, 0);\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, 1024);\nUnmapViewOfFile(buffer);",
    right: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, heapBuffer, 1024);",
  },
  check({ facts }, report) {
    for (const free of facts.all("free")) {
      if (!UNMAPS.has(free.how)) continue;
      for (const e of marksBefore(free)) {
        if (e.kind !== "start" || facts.bufferOf(e) !== free.pointer) continue;
        const request = facts.requestOf(e);
        if (
          !request ||
          zeroness(free.state, e.result) === "zero" ||
          cancelsBefore(facts, free, request).length > 0 ||
          recognisedBetween(facts, e, free)
        )
          break;
        report(free.at, "The memory goes while a request may write into it", {
          related: [related(e.at, "the request starts here")],
          possible: free.state.unknown,
          subjects: [e.at],
        });
        break;
      }
    }
  },
});
