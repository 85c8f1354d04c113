import { defineRule } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "window-null-or-foreign",
  catalogue: "M19",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The completion goes to no window, to all windows, or to a window of somebody else.",
    why: "The window is not validated at the start: the handle is valid, and the message is lost.",
    seen: "A NULL window posts to the queue of Winsock's own worker: the program waits for ever.",
    wrong: "h = WSAAsyncGetHostByName(NULL, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
    right: "h = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    for (const window of argumentsOf(facts, "hWnd")) {
      const conformance = window.start.frame.function.name.includes("test");
      if (conformance) continue;
      // only what stands there: a window that was not made yet is a matter of the program's order
      if (window.constant === 0n && window.value.kind === "int" && /^(?:NULL|0|nullptr|\(\s*HWND\s*\)\s*(?:0|NULL))$/.test(window.text))
        report(window.start.at, "With a NULL window the completion message reaches nobody", { possible: window.start.state.unknown });
      else if (/^(?:HWND_BROADCAST|HWND_TOPMOST|GetDesktopWindow\s*\(\s*\)|HWND_DESKTOP)$/.test(window.text))
        report(window.start.at, `\`${window.text}\` is not a window of this program`, { possible: window.start.state.unknown });
    }
  },
});
