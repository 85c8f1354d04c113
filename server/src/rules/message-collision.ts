import { constantOf } from "../analysis/state.ts";
import { bare } from "../analysis/roles.ts";
import { defineRule, argumentLocation, related } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "message-collision",
  catalogue: "M10",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "One message number serves a lookup and a socket of the same window.",
    why: "`wParam` is a task handle for a lookup and a socket for `WSAAsyncSelect`; `lParam` means something else too.",
    seen: "Replies are misrouted when the numbers coincide.",
    wrong: "WSAAsyncSelect(s, hwnd, WM_NET, FD_READ | FD_CLOSE);\nh = WSAAsyncGetHostByName(hwnd, WM_NET, name, buffer, MAXGETHOSTSTRUCT);",
    right:
      "WSAAsyncSelect(s, hwnd, WM_SOCKET, FD_READ | FD_CLOSE);\nh = WSAAsyncGetHostByName(hwnd, WM_RESOLVED, name, buffer, MAXGETHOSTSTRUCT);",
  },
  check({ facts }, report) {
    const selects = facts.calls("WSAAsyncSelect");
    for (const message of argumentsOf(facts, "wMsg")) {
      if (message.constant === undefined || message.constant === 0n) continue;
      const window = message.start.args[0];
      const other = selects.find((s) => {
        const number = s.args[2];
        return (
          number !== undefined &&
          constantOf(s.state, number) === message.constant &&
          s.args[1] === window &&
          bare(s.name) === "WSAAsyncSelect"
        );
      });
      if (!other) continue;
      const [first, second] =
        other.at.function === message.start.at.function && other.at.range.start > message.start.at.range.start
          ? [message.start, other]
          : [other, message.start];
      const at = second === other ? (argumentLocation(other, 2) ?? other.at) : message.at;
      report(
        at,
        `\`${message.text}\` is used for a lookup and for a socket of the same window: wParam then is a handle once and a socket once`,
        { related: [related(first.at, "the first use of the number")], possible: message.start.state.unknown },
      );
    }
  },
});
