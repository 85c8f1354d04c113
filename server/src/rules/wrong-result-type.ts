import { winsockFunction } from "../winsock/functions.ts";
import { defineRule } from "./context.ts";
import { readsBuffer } from "./requests.ts";

const PREFIX = { hostent: "h_", servent: "s_", protoent: "p_" } as const;

export const rule = defineRule({
  id: "wrong-result-type",
  catalogue: "B20",
  severity: "error",
  profile: "default",
  documentation: {
    summary: "The result is read as the structure of another call.",
    why: "Host lookups leave a `hostent`, service lookups a `servent`, protocol lookups a `protoent`.",
    seen: "Other members are taken for addresses.",
    wrong: "/* after WSAAsyncGetServByName */\nHOSTENT *host = (HOSTENT *)buffer;\nconnectTo(host->h_addr_list[0]);",
    right: "SERVENT *service = (SERVENT *)buffer;\nport = service->s_port;",
  },
  check({ facts }, report) {
    for (const read of facts.all("read")) {
      const path = read.path;
      if (
        path.kind !== "field" ||
        !/^(?:h_(?:name|aliases|addrtype|length|addr_list|addr)|s_(?:name|aliases|port|proto)|p_(?:name|aliases|proto))$/.test(path.member)
      )
        continue;
      const requests = facts.requests.filter(
        (r) => readsBuffer(facts, read, r) && (read.root.completes.length === 0 || read.root.completes.includes(r.start)),
      );
      if (requests.length === 0) continue;
      const structures = new Set(requests.map((r) => winsockFunction(r.start.call)?.resultStructure).filter((s) => s !== undefined));
      if ([...structures].some((s) => path.member.startsWith(PREFIX[s]))) continue;
      report(
        read.at,
        `\`${path.member}\` is no member of what ${requests[0]?.start.call} leaves in the buffer (a ${[...structures].join(" or ")})`,
        { possible: read.state.unknown },
      );
    }
  },
});
