/** Tables of hosts, services and protocols as they stand in `hosts`, `services` and `protocol` files: texts in, scripted records out. */
import { type DatabaseProblem, isDottedAddress } from "./database.ts";
import type { HostRecord, ProtocolRecord, ScriptedRecords, ServiceRecord } from "./names.ts";

export interface TableTexts {
  readonly hosts?: string;
  readonly services?: string;
  readonly protocol?: string;
}

/** Records of all lines that can be read, and one problem for each line that cannot. A bad line never hides the others. */
export function readTables(texts: TableTexts): { readonly records: ScriptedRecords; readonly problems: readonly DatabaseProblem[] } {
  const problems: DatabaseProblem[] = [];
  const hosts: HostRecord[] = [];
  const services: ServiceRecord[] = [];
  const protocols: ProtocolRecord[] = [];

  lines(texts.hosts, (words, where) => {
    const [address, name, ...aliases] = words as [string, ...string[]];
    if (address.includes(":") && /^[0-9a-f:.%]+$/i.test(address)) return; // IPv6: these functions know IPv4 only
    if (!isDottedAddress(address)) return problems.push({ where: `hosts:${where}`, reason: `'${address}' is no IPv4 address` });
    if (!name) return problems.push({ where: `hosts:${where}`, reason: "no name after the address" });
    const known = hosts.findIndex((h) => h.name.toLowerCase() === name.toLowerCase());
    if (known < 0) return hosts.push({ name, aliases, addresses: [address] });
    const before = hosts[known]!;
    hosts[known] = {
      name: before.name,
      aliases: [...new Set([...(before.aliases ?? []), ...aliases])],
      addresses: before.addresses.includes(address) ? before.addresses : [...before.addresses, address],
    };
  });

  lines(texts.services, (words, where) => {
    const [name, port, ...aliases] = words as [string, ...string[]];
    const match = /^(\d+)\/(\S+)$/.exec(port ?? "");
    if (!match) return problems.push({ where: `services:${where}`, reason: `'${port ?? ""}' is not of the form port/protocol` });
    const number = Number(match[1]);
    if (number > 65535) return problems.push({ where: `services:${where}`, reason: `port ${number} is greater than 65535` });
    services.push({ name, port: number, protocol: match[2]!, aliases });
  });

  lines(texts.protocol, (words, where) => {
    const [name, number, ...aliases] = words as [string, ...string[]];
    if (!/^\d+$/.test(number ?? ""))
      return problems.push({ where: `protocol:${where}`, reason: `'${number ?? ""}' is no protocol number` });
    if (Number(number) > 65535)
      return problems.push({ where: `protocol:${where}`, reason: `protocol number ${number} is greater than 65535` });
    protocols.push({ name, number: Number(number), aliases });
  });
  return { records: { hosts, services, protocols }, problems };
}

function lines(text: string | undefined, run: (words: string[], line: number) => unknown): void {
  (text ?? "").split(/\r\n|\n|\r/).forEach((line, index) => {
    const words = line
      .replace(/#.*/, "")
      .split(/[ \t]+/)
      .filter((word) => word !== "");
    if (words.length) run(words, index + 1);
  });
}
