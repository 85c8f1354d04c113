/** `simulate` from outside: what a scenario pins binds the search, and where names come from. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EXAMPLE, folder, type Ran, root, run } from "./cli.ts";

interface Run {
  readonly provider: string;
  readonly exhaustive: boolean;
  readonly bounds: readonly { readonly kind: string; readonly limit: number }[];
  readonly outcomes: readonly { readonly output: string; readonly schedule: string }[];
  readonly violations: readonly { readonly rule: string }[];
  readonly assumptions: readonly { readonly text: string }[];
  readonly names?: unknown;
}

/** Folder with the example and scenarios; runs `simulate` there. */
function place(files: Readonly<Record<string, unknown>>) {
  const texts = Object.entries(files).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
  const cwd = folder({ "lookup.c": EXAMPLE, ...Object.fromEntries(texts) });
  const simulate = (...args: string[]): Promise<Ran> => run(["simulate", ...args], { cwd });
  const json = async (...args: string[]): Promise<{ readonly runs: readonly Run[]; readonly names?: unknown }> => {
    const { stdout, stderr, status } = await simulate(...args, "--format", "json");
    expect([status, stderr]).toEqual([status === 0 ? 0 : 1, ""]);
    const value = JSON.parse(stdout) as Run & { readonly runs?: readonly Run[] };
    return { runs: value.runs ?? [value], names: value.names };
  };
  return { cwd, simulate, json };
}

const prints = (one: Run): string[] => one.outcomes.map(({ output }) => output.trim().split("\n").at(-1)!).sort();

describe("a scenario", () => {
  test("decides what lookups find, who acts, under which providers, and where the search ends", async () => {
    const { json } = place({
      "found.winsock-scenario.json": {
        hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"] }],
        user: [],
        providers: ["wine", "reactos"],
      },
      "fails.winsock-scenario.json": { outcomes: [{ name: "alpha.test", outcome: ["WSATRY_AGAIN", 11003] }], user: [] },
      "cut.winsock-scenario.json": { bounds: { states: 3 } },
    });
    const found = await json("lookup.c", "--scenario", "found.winsock-scenario.json");
    expect(found.runs.map((one) => [one.provider, one.exhaustive, prints(one)])).toEqual([
      ["wine", true, ["found alpha.test"]],
      ["reactos", true, ["found alpha.test"]],
    ]);
    const fails = await json("lookup.c", "--resolver", "fails.winsock-scenario.json");
    expect(fails.runs.map(prints)).toEqual([["not found, error 11002", "not found, error 11003"]]);
    const cut = await json("lookup.c", "--scenario", "cut.winsock-scenario.json");
    expect(cut.runs[0]!.bounds).toContainEqual({ kind: "states", limit: 3 });
    // what the command line says wins
    const [one] = (await json("lookup.c", "--scenario", "found.winsock-scenario.json", "--provider", "documented", "--max-states", "1"))
      .runs;
    expect([one!.provider, one!.bounds[0]?.limit ?? 1]).toEqual(["documented", 1]);
  });

  test("changes single points of a provider, and names them", async () => {
    const pinned = {
      hosts: [{ name: "alpha.test", addresses: ["192.0.2.10"] }],
      outcomes: [{ outcome: "found" }],
      user: [{ entry: "command 100" }],
    };
    const { json, simulate } = place({
      "stub.json": { ...pinned, knobs: { cancelStub: true } },
      "wrong.json": { knobs: { cancelStop: true } },
    });
    const [stub] = (await json("lookup.c", "--scenario", "stub.json")).runs;
    expect(prints(stub!)).not.toContain("cannot stop");
    expect(stub!.assumptions.map((one) => one.text).join()).toMatch(/the provider's cancelStub: as pinned/);
    const wrong = await simulate("lookup.c", "--scenario", "wrong.json");
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringContaining("wrong.json:1:11: knobs.cancelStop: unknown member 'cancelStop'; did you mean 'cancelStops'?"),
    ]);
  });

  test("of the examples: the program breaks where its button is pressed while the lookup runs", async () => {
    const { stdout, status } = await run(["simulate", "examples/lookup.c", "--scenario", "examples/lookup-slow.winsock-scenario.json"]);
    expect(status).toBe(1);
    expect(stdout).toContain("main under documented (win64)");
    expect(stdout).toContain("main under wine (win64)");
    expect(stdout).not.toContain("error 11001");
  });

  test("its runs can be replayed with it", async () => {
    const { json } = place({ "s.json": { outcomes: [{ outcome: 11002 }], user: [{ entry: "close" }] } });
    const [searched] = (await json("lookup.c", "--scenario", "s.json")).runs;
    for (const { output, schedule } of searched!.outcomes) {
      const [again] = (await json("lookup.c", "--scenario", "s.json", "--schedule", schedule)).runs;
      expect(again!.outcomes.map((one) => one.output)).toEqual([output]);
    }
  });
});

describe("names", () => {
  const LOCAL = EXAMPLE.replaceAll("alpha.test", "localhost");

  test("of the system are resolved before the run, and written down they give the same run", async () => {
    const { cwd, json, simulate } = place({ "local.c": LOCAL, "user.json": { user: [] } });
    const args = ["--names", "system", "--scenario", "user.json", "--write-scenario", "written.winsock-scenario.json"];
    const first = await json("local.c", ...args);
    expect(first.runs.map(prints)).toEqual([["found localhost"]]);
    expect(first.names).toMatchObject({ hosts: [{ name: "localhost" }], hostErrors: [] });
    const written = JSON.parse(readFileSync(join(cwd, "written.winsock-scenario.json"), "utf8")) as Record<string, unknown>;
    expect(written).toMatchObject({ ...(first.names as object), user: [], providers: ["documented"] });
    const again = await json("local.c", "--scenario", "written.winsock-scenario.json");
    expect(again.runs).toEqual([{ ...first.runs[0], names: undefined }]);
    expect((await simulate("local.c", ...args)).stdout).toMatch(/\nnames \(system\): localhost.* 127\.0\.0\.1.*\n$/);
  });

  test("of the machine are those of its files", async () => {
    const { simulate } = place({
      "port.c":
        '#include <winsock2.h>\n#include <stdio.h>\nint main(void) { WSADATA d; struct protoent *p; WSAStartup(2, &d); p = getprotobyname("tcp"); printf("%d", p ? p->p_proto : -1); return 0; }\n',
    });
    const { stdout } = await simulate("port.c", "--names", "machine");
    expect(stdout).toContain("prints: 6 ");
    expect(stdout).toMatch(/\nnames \(machine\): tcp 6\n$/);
  });
});

test("the scenario of the examples is one that its schema knows", () => {
  const scenario = JSON.parse(readFileSync(join(root, "examples", "lookup-slow.winsock-scenario.json"), "utf8")) as {
    readonly $schema: string;
  };
  expect(JSON.parse(readFileSync(join(root, "examples", scenario.$schema), "utf8"))).toHaveProperty("title", "Winsock Async scenario");
});
