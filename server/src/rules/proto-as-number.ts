import { defineRule, edit, fix } from "./context.ts";
import { argumentsOf } from "./starts.ts";

export const rule = defineRule({
  id: "proto-as-number",
  catalogue: "A14",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The protocol is given as a number instead of a name.",
    why: '`proto` is a string ("tcp", "udp") or NULL.',
    seen: "The pointer 6 or 17 is read: a crash, or `WSAEFAULT`.",
    wrong: 'h = WSAAsyncGetServByName(hwnd, WM_SERVICE, "http", (char *)IPPROTO_TCP, buffer, MAXGETHOSTSTRUCT);',
    right: 'h = WSAAsyncGetServByName(hwnd, WM_SERVICE, "http", "tcp", buffer, MAXGETHOSTSTRUCT);',
  },
  check({ facts }, report) {
    for (const proto of argumentsOf(facts, "proto")) {
      if (proto.constant === undefined || proto.constant === 0n || proto.constant > 255n || proto.constant < 0n) continue;
      const name = proto.constant === 6n ? '"tcp"' : proto.constant === 17n ? '"udp"' : undefined;
      report(proto.at, `\`${proto.text}\` is a number: the protocol is a name such as "tcp"`, {
        subjects: [proto.start.at],
        possible: proto.start.state.unknown,
        fixes: name ? [fix(`Use ${name}`, [edit(proto.at, name)])] : [],
      });
    }
  },
});
