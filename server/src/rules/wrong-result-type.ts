import { winsockFunction } from "../winsock/functions.ts";
import type { Place } from "../analysis/events.ts";
import type { Unit } from "../program/types.ts";
import { defineRule, edit, rangeOf, suggestion, textAt } from "./context.ts";
import { readsBuffer } from "./requests.ts";
import type { Fix } from "./types.ts";

type Structure = "hostent" | "servent" | "protoent";

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
  check({ facts, unit }, report) {
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
        {
          possible: read.state.unknown,
          fixes: structures.size === 1 ? asStructure(unit, read.at, path.member, [...structures][0] as Structure) : [],
        },
      );
    }
  },
});

/** Members of the same meaning in each structure; a number where the other has a number. */
const COUNTERPARTS: Readonly<Record<Structure, Readonly<Record<string, string>>>> = {
  hostent: { name: "h_name", aliases: "h_aliases" },
  servent: { name: "s_name", aliases: "s_aliases", length: "s_port", addrtype: "s_port" },
  protoent: { name: "p_name", aliases: "p_aliases", length: "p_proto", addrtype: "p_proto", port: "p_proto" },
};

const STRUCTURES = /\b(LP|P)?(hostent|servent|protoent)\b/gi;

function renamed(text: string, to: Structure): string {
  return text.replace(STRUCTURES, (_, pointer: string | undefined, name: string) => {
    const own =
      name === name.toUpperCase() ? to.toUpperCase() : name[0] === name[0]?.toUpperCase() ? to.replace(/^./, (c) => c.toUpperCase()) : to;
    return `${pointer ?? ""}${own}`;
  });
}

/** The structure and the member that is read become those of the call: in the expression itself, or wherever its local pointer is used. */
function asStructure(unit: Unit, at: Place, member: string, to: Structure): Fix[] {
  const title = `Read it as a ${to}`;
  const counterpart = (name: string): string | undefined => COUNTERPARTS[to][name.replace(/^[hsp]_/, "")];
  const own = counterpart(member);
  if (own === undefined) return [];
  const place = rangeOf(at.function, at.statement?.range ?? at.range);
  const text = textAt(unit, place);
  if (text.endsWith(member) && text.match(STRUCTURES)?.length === 1)
    return [suggestion(title, [edit(place, renamed(text, to).slice(0, -member.length) + own)])];
  const pointer = /^(\w+)\s*->\s*\w+$/.exec(text)?.[1];
  const body = rangeOf(at.function, at.function.ir.bodyRange);
  const whole = textAt(unit, body).replace(/\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g, (comment) => " ".repeat(comment.length));
  if (pointer === undefined) return [];
  const declared = new RegExp(`[^;{}]*\\b(?:${STRUCTURES.source})\\s*\\*?\\s*${pointer}\\s*=[^;]*;`, "gi");
  const declarations = [...whole.matchAll(declared)];
  const uses = [...whole.matchAll(new RegExp(`\\b${pointer}\\s*->\\s*(\\w+)`, "g"))];
  const edits = uses.map((use) => {
    const now = counterpart(use[1] ?? "");
    const end = body.start + use.index + use[0].length;
    return now === undefined ? undefined : edit({ uri: body.uri, start: end - (use[1]?.length ?? 0), end }, now);
  });
  const [declaration] = declarations;
  if (declaration === undefined || declarations.length !== 1 || edits.includes(undefined)) return [];
  const words = [...declaration[0].matchAll(STRUCTURES)].map((word) => {
    const start = body.start + declaration.index + word.index;
    return edit({ uri: body.uri, start, end: start + word[0].length }, renamed(word[0], to));
  });
  return [suggestion(title, [...words, ...edits.filter((e) => e !== undefined)])];
}
