/** What a provider must answer, written anew from the semantics: it shares nothing with the emulator but its types. */
import type * as Emulator from "../../server/src/emulator/index.ts";
import type { Program } from "./programs.ts";

export const EINVAL = 10022;
const EALREADY = 10037;
export const ENOBUFS = 10055;
export const NETDOWN = 10050;
export const SYSNOTREADY = 10091;
export const NOTINITIALISED = 10093;

export const records: Emulator.ScriptedRecords = {
  hosts: [
    { name: "alpha.test", addresses: ["192.0.2.10"] },
    { name: "multi.test", aliases: ["m1.test", "m2.test"], addresses: ["192.0.2.20", "192.0.2.21", "192.0.2.22"] },
  ],
  hostErrors: [
    { name: "soft.test", error: 11002 },
    { name: "broken.test", error: 11003 },
    { name: "mxonly.test", error: 11004 },
  ],
  services: [{ name: "http", aliases: ["www"], port: 80, protocol: "tcp" }],
  protocols: [{ name: "tcp", aliases: ["TCP"], number: 6 }],
};
const hostErrors: Readonly<Record<string, number>> = { "nx.test": 11001, "soft.test": 11002, "broken.test": 11003, "mxonly.test": 11004 };

/** The lookup's error, and the bytes of a result that was found. */
export interface ExpectedResult {
  readonly error: number;
  readonly needed?: number;
}

/** What a lookup by host name or protocol number must give; undefined for the others. @param kind of the operation, @param host by name. */
export function expectedResult(program: Program, kind: number, host: string, length: number): ExpectedResult | undefined {
  const P = program.pointerSize;
  const rounded = program.profile === "reactos";
  let needed: number;
  if (kind === 0) {
    const record = records.hosts!.find((h) => h.name === host);
    if (!record) return { error: hostErrors[host] ?? 0 };
    const aliases = record.aliases ?? [];
    needed =
      (P === 8 ? 32 : 16) +
      record.name.length +
      1 +
      aliases.reduce((n, a) => n + a.length + 1, 0) +
      (aliases.length + 1) * P +
      record.addresses.length * 4 +
      (record.addresses.length + 1) * P;
    if (rounded) needed = Math.ceil(needed / 8) * 8;
  } else if (kind === 5) {
    needed = (P === 8 ? 24 : 12) + "tcp".length + 1 + "TCP".length + 1 + 2 * P;
    if (rounded) needed += P === 8 ? 8 : 4;
  } else return undefined;
  const fits = length < 0 ? rounded : needed <= length;
  return { error: fits ? 0 : ENOBUFS, needed };
}

/** The table of cancel results by state, written from the semantics. */
export function cancelAnswers(
  program: Program,
  state: string,
  busy: boolean,
  count: number,
  networkDown: boolean,
  cleaned: boolean,
): number[] {
  switch (program.profile) {
    case "wine":
      return [0];
    case "reactos":
      if (count === 0) return [NOTINITIALISED];
      // While the queue is drained for the last clean-up nothing can be cancelled.
      if (cleaned && !(state === "cancelled")) return ["queued", "running"].includes(state) ? [0, EINVAL] : [EINVAL];
      if (state === "cancelled" && busy) return cleaned ? [0, EINVAL] : [0];
      return ["queued", "running"].includes(state) ? [0] : [EINVAL];
    default: {
      const over = program.profile === "winsock11" ? EINVAL : EALREADY;
      if (count === 0) return [NOTINITIALISED];
      if (networkDown) return [NETDOWN];
      if (state === "queued" || state === "running") return [0];
      if (state === "commit") return [0, over];
      if (state === "swept") return [EINVAL];
      return [over];
    }
  }
}
