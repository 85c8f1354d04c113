import { describe, expect, it } from "vitest";
import { type NameDatabase, type Query, scriptedDatabase } from "../emulator/index.ts";
import type { Scenario } from "../explorer/scenario.ts";
import type { SystemResolver } from "../node/names.ts";
import { type Asked, namesText, withNames } from "./names.ts";

const HOSTS: Readonly<Record<string, readonly string[]>> = { "one.test": ["192.0.2.1"], "two.test": ["192.0.2.2"] };

/** A resolver of two hosts that keeps what it was asked. */
function resolver(): SystemResolver & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    addresses: async (name) => {
      asked.push(name);
      const found = HOSTS[name];
      if (!found) throw Object.assign(new Error(), { code: "ENOTFOUND" });
      return found;
    },
    officialName: async () => undefined,
    nameOf: async (address) => `host-of-${address}`,
  };
}

/** A run as the search makes it: what a rule says wins; what is not pinned is found. */
function running(program: (lookup: (query: Query) => number) => string[]) {
  const scenarios: Scenario[] = [];
  const run = (scenario: Scenario, asked: Asked): string[] => {
    scenarios.push(scenario);
    const { records, lookups } = scenario;
    const names: NameDatabase = records?.hosts ? scriptedDatabase(records) : { lookup: () => ({ error: lookups ? 0 : 11001 }) };
    return program((query) => {
      const answer = names.lookup(query);
      asked.note(query, answer);
      return answer.error;
    });
  };
  return { run, scenarios };
}

const host = (name: string): Query => ({ kind: "hostByName", name });

describe("names of the system", () => {
  it("are learnt in a dry run in which all is found, and in more runs until no new one comes up", async () => {
    const system = resolver();
    // asks for a second name if the first is there, for a third if that one is not
    const { run, scenarios } = running((lookup) => {
      if (lookup(host("none.test")) === 0) return [`found ${lookup(host("one.test"))}`];
      return [`not found ${lookup(host("two.test"))}`];
    });
    const { result, asked } = await withNames("system", { user: [] }, run, system);
    expect(system.asked).toEqual(["none.test", "one.test", "two.test"]);
    expect(result).toEqual(["not found 0"]);
    expect(scenarios).toHaveLength(3);
    expect(scenarios.every((one) => one.user?.length === 0)).toBe(true);
    expect(asked.records()).toEqual({
      hosts: [{ name: "two.test", aliases: [], addresses: ["192.0.2.2"] }],
      hostErrors: [{ name: "none.test", error: "WSAHOST_NOT_FOUND" }],
    });
    expect(namesText("system", asked.records())).toBe("names (system): two.test 192.0.2.2, none.test WSAHOST_NOT_FOUND");
  });

  it("a program that asks for a new name each time is stopped", async () => {
    const system = resolver();
    let number = 0;
    const { run } = running((lookup) => [String(lookup(host(`name-${number++}.test`)))]);
    const { result } = await withNames("system", {}, run, system);
    expect(result).toEqual(["11001"]);
    expect(system.asked.length).toBeLessThan(20);
  });

  it("a run that asks for no host is made once more at most", async () => {
    const { run, scenarios } = running(() => []);
    await withNames("system", {}, run, resolver());
    expect(scenarios.length).toBeLessThanOrEqual(2);
  });
});

it("scripted names are those of the scenario alone", async () => {
  const { run, scenarios } = running((lookup) => [String(lookup(host("one.test")))]);
  const records = { hosts: [{ name: "one.test", addresses: ["192.0.2.9"] }] };
  expect((await withNames("scripted", { records }, run)).result).toEqual(["0"]);
  expect(scenarios).toEqual([{ records }]);
});
