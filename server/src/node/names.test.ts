import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Query, recordsOf, scriptedDatabase, systemRecords } from "../emulator/index.ts";
import { machineNames, resolveHosts, type SystemResolver } from "./names.ts";

const folder = mkdtempSync(join(tmpdir(), "winsock-async-names-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const byName = (name: string): Query => ({ kind: "hostByName", name });

/** A resolver with three names, which counts what it is asked. */
function resolver(): SystemResolver & { readonly asked: string[] } {
  const asked: string[] = [];
  const failure = (code: string) => Object.assign(new Error(code), { code });
  return {
    asked,
    addresses: async (name) => {
      asked.push(name);
      if (name === "www.alpha.test") return ["192.0.2.10", "192.0.2.11"];
      if (name === "soft.test") throw failure("EAI_AGAIN");
      if (name === "odd.test") throw new Error("no code at all");
      throw failure("ENOTFOUND");
    },
    officialName: async (name) => (name === "www.alpha.test" ? "alpha.test" : undefined),
    nameOf: async (address) => {
      asked.push(address);
      if (address === "192.0.2.11") return "eleven.test";
      if (address === "192.0.2.12") return address;
      throw failure("ENOTFOUND");
    },
  };
}

describe("names of the machine", () => {
  it("come from its files; what cannot be read is said and the rest is used", () => {
    writeFileSync(join(folder, "hosts"), "127.0.0.1 localhost\nnonsense here\n192.0.2.9 gr\u00fc\u00df.test\n", "latin1");
    writeFileSync(join(folder, "protocols"), "tcp 6 TCP\n");
    const { records, problems } = machineNames(folder);
    expect(records).toEqual({
      hosts: [
        { name: "localhost", aliases: [], addresses: ["127.0.0.1"] },
        { name: "gr\u00fc\u00df.test", aliases: [], addresses: ["192.0.2.9"] },
      ],
      protocols: [{ name: "tcp", number: 6, aliases: ["TCP"] }],
    });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain("services");
    expect(problems[1]).toBe(`${folder} hosts:2: 'nonsense' is no IPv4 address`);
  });
});

describe("names that the system resolves", () => {
  it("are asked once each, before the run, and become records", async () => {
    const system = resolver();
    const asked = [byName("www.alpha.test"), byName("WWW.alpha.test"), byName("nx.test"), byName("soft.test"), byName("odd.test")];
    const results = await resolveHosts(
      [...asked, byName(""), byName("192.0.2.7"), { kind: "protoByName", name: "tcp", matching: "official-name" }],
      system,
    );
    expect(system.asked).toEqual(["www.alpha.test", "nx.test", "soft.test", "odd.test"]);
    expect(systemRecords(results)).toEqual({
      hosts: [{ name: "alpha.test", aliases: ["www.alpha.test"], addresses: ["192.0.2.10", "192.0.2.11"] }],
      hostErrors: [
        { name: "nx.test", error: "WSAHOST_NOT_FOUND" },
        { name: "soft.test", error: "WSATRY_AGAIN" },
        { name: "odd.test", error: "WSANO_RECOVERY" },
      ],
    });
  });

  it("addresses are looked up backwards, and win over a host that has the address too", async () => {
    const asked: Query[] = [
      byName("www.alpha.test"),
      { kind: "hostByAddr", address: "192.0.2.11" },
      { kind: "hostByAddr", address: "192.0.2.12" },
      { kind: "hostByAddr", address: "192.0.2.13" },
    ];
    const names = scriptedDatabase(systemRecords(await resolveHosts(asked, resolver())));
    expect(names.lookup(asked[1]!).host?.name).toBe("eleven.test");
    expect(names.lookup(asked[0]!).host?.name).toBe("alpha.test");
    expect(names.lookup(asked[2]!).error).toBe(11001);
    expect(names.lookup(asked[3]!).error).toBe(11001);
  });
});

describe("answers written down", () => {
  it("answer the same questions the same way", async () => {
    const names = scriptedDatabase({
      hosts: [
        { name: "alpha.test", addresses: ["192.0.2.10"], delay: 70 },
        { name: "beta.test", addresses: ["192.0.2.20"] },
      ],
      hostErrors: [{ name: "soft.test", error: 11002 }],
      services: [{ name: "http", aliases: ["www"], port: 80, protocol: "tcp" }],
      serviceErrors: [{ port: 81, error: "WSANO_RECOVERY" }],
      protocols: [{ name: "tcp", number: 6 }],
    });
    const asked: Query[] = [
      byName("alpha.test"),
      byName("soft.test"),
      byName("nx.test"),
      { kind: "hostByAddr", address: "192.0.2.20" },
      { kind: "servByName", name: "www", protocol: "udp", matching: "name-or-alias" },
      { kind: "servByName", name: "www", protocol: "tcp", matching: "name-or-alias" },
      { kind: "servByPort", port: 81, protocol: undefined },
      { kind: "protoByNumber", number: 17 },
    ];
    const written = recordsOf(asked, names);
    expect(written.hosts).toHaveLength(2);
    expect(written.hostErrors).toEqual([
      { name: "soft.test", error: "WSATRY_AGAIN" },
      { name: "nx.test", error: "WSAHOST_NOT_FOUND" },
    ]);
    // through JSON, as a file would keep it
    const again = scriptedDatabase(JSON.parse(JSON.stringify(written)));
    for (const query of asked) expect(again.lookup(query)).toEqual(names.lookup(query));
    expect(recordsOf([byName("alpha.test")], names)).toEqual({
      hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"], delay: 70 }],
      hostErrors: [],
    });
  });
});
