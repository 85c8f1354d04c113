import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { profiles } from "../emulator/index.ts";
import { parseScenario, scenarioJsonSchema, searchOptions } from "./scenario.ts";

const problems = (value: unknown): string[] =>
  parseScenario(JSON.stringify(value)).problems.map(({ path, message }) => (path ? `${path}: ${message}` : message));

const FULL = {
  $schema: "../schemas/winsock-async-scenario.schema.json",
  description: "everything that can be said",
  hosts: [{ name: "alpha.test", aliases: ["www.alpha.test"], addresses: ["192.0.2.10"], delay: 20 }],
  hostErrors: [{ name: "soft.test", error: "WSATRY_AGAIN", delay: 10 }],
  otherHosts: 11003,
  services: [{ name: "http", port: 80, protocol: "tcp" }],
  serviceErrors: [{ port: 81, error: "WSANO_RECOVERY" }],
  protocols: [{ name: "tcp", number: 6, aliases: ["TCP"] }],
  protocolErrors: [{ name: "ggp", error: "WSANO_DATA" }],
  delay: 5,
  outcomes: [
    { request: 1, outcome: ["WSATRY_AGAIN", 11001] },
    { call: "WSAAsyncGetHostByName", name: "ALPHA.test", outcome: "found", delay: 100 },
    { delay: 40 },
  ],
  user: [
    { entry: "close", when: "pending", request: 1 },
    { entry: "command 2", times: 3, after: "close" },
  ],
  providers: ["documented", "wine"],
  knobs: { swapInvalAlready: true, pendingLimit: 4, exhaustedError: "WSAENOBUFS", noSuchEntry: 11003, worker: "pool", postingWindowMs: 50 },
  bounds: { states: 1000, decisions: 20, loops: 8, events: 3, seconds: 10 },
};

describe("a scenario", () => {
  it("says everything that a search can be told", () => {
    const { read, problems } = parseScenario(JSON.stringify(FULL));
    expect(problems).toEqual([]);
    expect(read?.providers).toEqual(["documented", "wine"]);
    expect(searchOptions(read!)).toEqual({
      scenario: {
        records: {
          hosts: FULL.hosts,
          hostErrors: FULL.hostErrors,
          otherHosts: 11003,
          services: FULL.services,
          serviceErrors: FULL.serviceErrors,
          protocols: FULL.protocols,
          protocolErrors: FULL.protocolErrors,
          delay: 5,
        },
        lookups: [
          { request: 1, outcomes: [11002, 11001] },
          { call: "WSAAsyncGetHostByName", name: "ALPHA.test", outcomes: ["database"], delay: 100 },
          { delay: 40 },
        ],
        user: [
          { entry: "close", when: "pending", request: 1, times: 1 },
          { entry: "command 2", times: 3, after: "close" },
        ],
        knobs: {
          swapInvalAlready: true,
          pendingLimit: 4,
          exhaustedError: 10055,
          noSuchEntry: 11003,
          worker: "pool",
          postingWindowMs: 50,
        },
      },
      maxEvents: 3,
      maxStates: 1000,
      maxDecisions: 20,
      maxIterations: 8,
      maxSeconds: 10,
    });
  });

  it("may say little, with comments and a last comma", () => {
    const { read } = parseScenario('{\n  // the name is there\n  "hosts": [{ "name": "a.test", "addresses": ["192.0.2.1"], }],\n}');
    expect(searchOptions(read!)).toEqual({ scenario: { records: { hosts: [{ name: "a.test", addresses: ["192.0.2.1"] }] } } });
    expect(searchOptions(parseScenario("{}").read!)).toEqual({ scenario: {} });
    expect(searchOptions(parseScenario('{ "knobs": {} }').read!)).toEqual({ scenario: {} });
    // a queue that can be full: no order may be left out
    expect(searchOptions(parseScenario('{ "knobs": { "queueLimit": 1 } }').read!)).toEqual({
      scenario: { knobs: { queueLimit: 1 } },
      reduce: false,
    });
  });

  it("allows as many user events as it lists", () => {
    const events = (value: unknown) => searchOptions(parseScenario(JSON.stringify(value)).read!).maxEvents;
    expect(events({ user: [] })).toBe(0);
    expect(events({ user: [{ entry: "close" }, { entry: "command 1", times: 4 }] })).toBe(5);
    expect(events({ user: [{ entry: "close" }], bounds: { events: 7 } })).toBe(7);
  });
});

describe("a fault in a scenario", () => {
  it("is named with its line and column", () => {
    const at = (text: string) => parseScenario(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
    expect(at('{\n  "host": []\n}')).toEqual(["2:3 unknown member 'host'; did you mean 'hosts'?"]);
    expect(at('{ "hosts": [\n  { "name": "a", "addresses": ["192.0.2.1", "192.0.2.256"] }\n] }')).toEqual([
      "2:45 an IPv4 address such as 192.0.2.10 is expected",
    ]);
    expect(at('{ "hosts": [ }')[0]).toMatch(/^1:14 /);
    expect(at("")).toEqual([expect.stringMatching(/^1:1 /)]);
    expect(at("[]")).toEqual(["1:1 a scenario must be an object"]);
  });

  it.each([
    [{ hosts: {} }, /^hosts: /],
    [{ hosts: [{ name: "a" }] }, /^hosts\[0\]\.addresses: /],
    [{ hosts: [{ name: "a\u4e00", addresses: [] }] }, /^hosts\[0\]\.name: only characters 1 to 255/],
    [
      { hostErrors: [{ name: "a", error: "WSATRYAGAIN" }] },
      /^hostErrors\[0\]\.error: must be the name or number of a Winsock error; did you mean 'WSATRY_AGAIN'\?$/,
    ],
    [{ hostErrors: [{ name: "a", error: 0 }] }, /^hostErrors\[0\]\.error: /],
    [{ serviceErrors: [{ error: 11004 }] }, /^serviceErrors\[0\]: name or port/],
    [{ services: [{ name: "a", port: 70000, protocol: "tcp" }] }, /^services\[0\]\.port: /],
    [{ delay: -1 }, /^delay: /],
    [{ outcomes: [{ outcome: "foud" }] }, /^outcomes\[0\]\.outcome: .* or 'found'; did you mean 'found'\?$/],
    [{ outcomes: [{ outcome: ["found", "WSAX"] }] }, /^outcomes\[0\]\.outcome\[1\]: /],
    [{ outcomes: [{ outcome: [] }] }, /^outcomes\[0\]\.outcome/],
    [{ outcomes: [{ request: 0, outcome: "found" }] }, /^outcomes\[0\]\.request: /],
    [{ outcomes: [{ call: "WSAAsyncGetHostByNam", outcome: "found" }] }, /^outcomes\[0\]\.call: .*did you mean 'WSAAsyncGetHostByName'/],
    [{ outcomes: [{ nam: "a", outcome: "found" }] }, /^outcomes\[0\]\.nam: unknown member 'nam'; did you mean 'name'\?$/],
    [{ user: [{}] }, /^user\[0\]\.entry: /],
    [{ user: [{ entry: "close", times: 0 }] }, /^user\[0\]\.times: /],
    [{ user: [{ entry: "close", when: "done" }] }, /^user\[0\]\.when: must be one of pending, over$/],
    [{ providers: ["windows"] }, /^providers\[0\]: must be one of documented, reactos, wine, winsock11$/],
    [{ knobs: { swapInvalAlredy: true } }, /^knobs\.swapInvalAlredy: unknown member 'swapInvalAlredy'; did you mean 'swapInvalAlready'\?$/],
    [{ knobs: { worker: "poll" } }, /^knobs\.worker: must be one of fifo, pool$/],
    [{ knobs: { queueLimit: 10001 } }, /^knobs\.queueLimit: /],
    [
      { knobs: { exhaustedError: "WSAENOBUF" } },
      /^knobs\.exhaustedError: must be the name or number of a Winsock error; did you mean 'WSAENOBUFS'\?$/,
    ],
    [{ bounds: { state: 1 } }, /^bounds\.state: unknown member 'state'; did you mean 'states'\?$/],
    [{ bounds: { states: 1.5 } }, /^bounds\.states: /],
  ])("%j", (value, expected) => {
    const [first, ...others] = problems(value);
    expect(first).toMatch(expected);
    expect(others).toEqual([]);
  });

  it.each([
    [
      { hosts: [{ name: "a.test", aliases: ["b.test"], addresses: [] }], hostErrors: [{ name: "B.test", error: 11001 }] },
      "hostErrors[0].name: 'b.test' is among the hosts that exist",
    ],
    [{ outcomes: [{}] }, "outcomes[0]: neither an outcome nor a delay"],
    [
      {
        outcomes: [
          { name: "a", outcome: "found" },
          { name: "A", request: 2, outcome: 11001 },
        ],
      },
      "outcomes[1]: is never looked at: outcomes[0] is about the same lookups",
    ],
    [
      { hosts: [], outcomes: [{ name: "a.test", outcome: ["found", 11002] }] },
      "outcomes[0].outcome: 'a.test' cannot be found: it is not among the hosts that exist",
    ],
    [
      { hosts: [{ name: "a.test", addresses: ["192.0.2.1"] }], outcomes: [{ name: "a.test", outcome: 11002 }] },
      "outcomes[0].outcome: 'a.test' is among the hosts that exist, and would never be found",
    ],
    [{ user: [{ entry: "close", request: 1 }] }, "user[0].request: a request without 'when'"],
    [{ user: [{ entry: "close", after: "command 2" }] }, "user[0].after: 'command 2' is no other entry of this list"],
    [{ user: [{ entry: "close" }, { entry: "close" }] }, "user[1].entry: 'close' is in the list twice; say 'times'"],
    [{ knobs: { pendingLimit: 0, exhaustedError: "WSAENOBUFS" } }, "knobs.exhaustedError: no start is one too many: 'pendingLimit' is 0"],
    [{ user: [{ entry: "close" }], bounds: { events: 0 } }, "bounds.events: no user event is allowed, and 'user' lists some"],
  ])("contradiction %j", (value, expected) => expect(problems(value)).toEqual([expected]));
});

describe("a fault", () => {
  it("says how long its place is, and whether the schema says it too", () => {
    const [first] = parseScenario('{ "knobs": { "worker": "poll" } }').problems;
    expect(first).toMatchObject({ line: 1, column: 24, length: 6, schema: true });
    const [second] = parseScenario('{ "user": [{ "entry": "close", "request": 1 }] }').problems;
    expect(second).toMatchObject({ line: 1, column: 43, length: 1, schema: false });
  });
});

describe("the names of the knobs", () => {
  it("are those of the emulator's profile", () => {
    const { properties } = scenarioJsonSchema() as { properties: { knobs: { properties: Record<string, unknown> } } };
    const own = ["cancelStub", "narrowHandles"];
    const known = [...Object.keys(profiles.documented), ...own];
    expect(Object.keys(properties.knobs.properties).filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe("the JSON schema", () => {
  const validate = new Ajv({ strict: false }).compile(scenarioJsonSchema());

  it("accepts what is accepted, and says what each member means", () => {
    for (const value of [FULL, {}, { user: [] }]) expect([value, validate(value)]).toEqual([value, true]);
    const { properties } = scenarioJsonSchema() as { properties: Record<string, { description?: string }> };
    expect(Object.entries(properties).filter(([name, one]) => name !== "$schema" && !one.description)).toEqual([]);
  });

  it("refuses what is refused", () => {
    for (const value of [
      [],
      { host: [] },
      { hosts: [{ name: "a" }] },
      { outcomes: [{ outcome: "x" }] },
      { user: [{ entry: "" }] },
      { bounds: { states: 0 } },
    ]) {
      expect([value, validate(value)]).toEqual([value, false]);
      expect(problems(value).length, JSON.stringify(value)).toBeGreaterThan(0);
    }
  });
});
