/** What a name may resolve to in a search, and which outcomes a lookup can have. */
import { everythingDatabase, type NameDatabase, type Outcome, type RequestView, scriptedDatabase } from "../emulator/index.ts";
import { errorCodes } from "../winsock/index.ts";
import type { Unit } from "../program/types.ts";

/**
 * Tables that every Windows machine has, as far as programs ask for them. Hosts other than this machine exist as the search likes.
 * Source of ports and protocols: the IANA registries.
 */
const standard = scriptedDatabase({
  hosts: [{ name: "localhost", addresses: ["127.0.0.1"] }],
  services: [
    { name: "echo", port: 7, protocol: "tcp" },
    { name: "echo", port: 7, protocol: "udp" },
    { name: "discard", port: 9, protocol: "tcp", aliases: ["sink", "null"] },
    { name: "daytime", port: 13, protocol: "tcp" },
    { name: "ftp", port: 21, protocol: "tcp" },
    { name: "telnet", port: 23, protocol: "tcp" },
    { name: "smtp", port: 25, protocol: "tcp", aliases: ["mail"] },
    { name: "time", port: 37, protocol: "tcp", aliases: ["timserver"] },
    { name: "domain", port: 53, protocol: "tcp" },
    { name: "domain", port: 53, protocol: "udp" },
    { name: "finger", port: 79, protocol: "tcp" },
    { name: "http", port: 80, protocol: "tcp", aliases: ["www", "www-http"] },
    { name: "pop3", port: 110, protocol: "tcp" },
    { name: "nntp", port: 119, protocol: "tcp", aliases: ["usenet"] },
    { name: "ntp", port: 123, protocol: "udp" },
    { name: "imap", port: 143, protocol: "tcp", aliases: ["imap4"] },
    { name: "https", port: 443, protocol: "tcp", aliases: ["MCom"] },
  ],
  protocols: [
    { name: "ip", number: 0, aliases: ["IP"] },
    { name: "icmp", number: 1, aliases: ["ICMP"] },
    { name: "ggp", number: 3, aliases: ["GGP"] },
    { name: "tcp", number: 6, aliases: ["TCP"] },
    { name: "egp", number: 8, aliases: ["EGP"] },
    { name: "pup", number: 12, aliases: ["PUP"] },
    { name: "udp", number: 17, aliases: ["UDP"] },
    { name: "hmp", number: 20, aliases: ["HMP"] },
    { name: "xns-idp", number: 22, aliases: ["XNS-IDP"] },
    { name: "rdp", number: 27, aliases: ["RDP"] },
    { name: "ipv6", number: 41, aliases: ["IPv6"] },
    { name: "rvd", number: 66, aliases: ["RVD"] },
  ],
});

const everything = everythingDatabase();

/** Text that the interpreter invents for a name about which nothing is known. */
const INVENTED = /^x{8}$/;

/** The default database: the standard tables, and every other host. */
export const searchDatabase: NameDatabase = {
  lookup(query) {
    const known = standard.lookup(query);
    if (known.error === 0) return known;
    const name = "name" in query ? query.name : "";
    if (query.kind === "hostByName" || query.kind === "hostByAddr" || INVENTED.test(name)) return everything.lookup(query);
    return known;
  },
};

const THIS_MACHINE = /^(localhost|127\.\d+\.\d+\.\d+|)$/i;

const HOST_NOT_FOUND = 11001;
const NO_RECOVERY = 11003;

/** Error constants of lookups that the texts of the unit name. */
export function comparedErrors(unit: Unit): readonly number[] {
  const found = new Set<number>();
  const delivered = errorCodes.filter((error) => error.channels.includes("A"));
  for (const file of unit.files.values()) {
    for (const error of delivered) if (file.source.text.includes(error.name)) found.add(error.value);
  }
  return [...found].sort((a, b) => a - b);
}

/** Outcomes of a request: what the database says, then failures. The local tables cannot fail; the network can. */
export function lookupOutcomes(unit: Unit, pinned: boolean): (view: RequestView, name: string) => readonly Outcome[] {
  const compared = comparedErrors(unit).filter((code) => code !== 10055);
  const other = [HOST_NOT_FOUND, NO_RECOVERY, 11002].find((code) => !compared.includes(code)) ?? 10050;
  const open: readonly Outcome[] = ["database", ...compared, other];
  const settled: readonly Outcome[] = ["database"];
  return (view, name) => {
    if (pinned) return settled;
    if (view.kind === "hostByName") return THIS_MACHINE.test(name) || /^\d+\.\d+\.\d+\.\d+$/.test(name) ? settled : open;
    if (view.kind === "hostByAddr") return open;
    return INVENTED.test(name) ? open : settled;
  };
}
