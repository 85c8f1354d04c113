/** Every error of these calls can be met, on each channel on which it comes: from the call itself (S), by message (A), from a cancel (C). */
import { describe, expect, it } from "vitest";
import { errorCodes, errorValues } from "../../server/src/winsock/index.ts";
import { type ProfileName, scriptedDatabase } from "../../server/src/emulator/index.ts";
import { Scene, type SceneOptions } from "./scene.ts";

type Channel = "S" | "A" | "C";
const met = new Set<string>();

/** One line for each error and channel: what has to be done to meet it. Answers the number that came. */
function meet(error: string, channel: Channel, how: string, options: SceneOptions, run: (s: Scene) => number): void {
  it(`${error} (${channel}): ${how}`, () => {
    expect(run(new Scene(options))).toBe(errorValues[error]);
    met.add(`${error} ${channel}`);
  });
}

/** Last error of a call that failed. */
const failed = (s: Scene, result: number): number => {
  expect([0, -1]).toContain(result);
  return s.lastError();
};
const message = (s: Scene): number => s.pump()[0]!.error;
const NONE: SceneOptions = { startup: false };
const OLD: SceneOptions = { startup: 0x0101, profile: "winsock11" };

/** Runs `act` in a window procedure while gethostbyname of a 1.1 program waits. */
function whileBlocking(s: Scene, act: () => number): number {
  let seen = -1;
  s.onMessage = () => {
    seen = act();
  };
  s.winsock.PostMessage(s.U, s.w, 0x8001, 0, 0);
  expect(s.winsock.gethostbyname(s.U, s.text("slow.test"))).toBe("would-block");
  for (let i = 0; i < 10 && seen < 0; i++) s.winsock.gethostbyname(s.U, s.text("slow.test"));
  return seen;
}

describe("starting a request", () => {
  meet("WSANOTINITIALISED", "S", "without WSAStartup", NONE, (s) => failed(s, s.hostByName("alpha.test")));
  meet("WSAEINPROGRESS", "S", "from a handler that runs inside a blocking call", OLD, (s) =>
    whileBlocking(s, () => failed(s, s.hostByName("alpha.test"))),
  );
  meet("WSAENETDOWN", "S", "while the network is down", {}, (s) => {
    s.winsock.setNetworkDown(true);
    return failed(s, s.hostByName("alpha.test"));
  });
  meet("WSAEWOULDBLOCK", "S", "when no worker is to be had", {}, (s) => {
    s.winsock.setExhausted(true);
    return failed(s, s.hostByName("alpha.test"));
  });
  meet("WSAENOBUFS", "S", "the same, ReactOS", { profile: "reactos" }, (s) => {
    s.winsock.setExhausted(true);
    return failed(s, s.hostByName("alpha.test"));
  });
  meet("WSAEFAULT", "S", "a name that is not there, Winsock 1.1", OLD, (s) => failed(s, s.hostByName(0)));
});

describe("by message", () => {
  meet("WSAEFAULT", "A", "a name that is not there", {}, (s) => {
    s.hostByName(0);
    return message(s);
  });
  meet("WSAENETDOWN", "A", "the network goes down during the lookup", {}, (s) => {
    s.hostByName("alpha.test");
    s.winsock.setNetworkDown(true);
    return message(s);
  });
  meet("WSAENOBUFS", "A", "a buffer that is too small", {}, (s) => {
    s.hostByName("alpha.test", s.b, 4);
    return message(s);
  });
  meet("WSAEAFNOSUPPORT", "A", "an address of another family", {}, (s) => {
    s.hostByAddr(s.bytes(192, 0, 2, 10), 4, 99);
    return message(s);
  });
  meet("WSAEINVAL", "A", "the same, ReactOS", { profile: "reactos" }, (s) => {
    s.hostByAddr(s.bytes(192, 0, 2, 10), 4, 99);
    return message(s);
  });
  meet("WSANOTINITIALISED", "A", "without WSAStartup, Wine", { startup: false, profile: "wine" }, (s) => {
    s.hostByName("alpha.test");
    return message(s);
  });
  for (const [error, name] of [
    ["WSAHOST_NOT_FOUND", "nx.test"],
    ["WSATRY_AGAIN", "soft.test"],
    ["WSANO_RECOVERY", "broken.test"],
    ["WSANO_DATA", "mxonly.test"],
  ] as const)
    meet(error, "A", `the database says so of ${name}`, {}, (s) => {
      s.hostByName(name);
      return message(s);
    });
  // "Any error of the header": what a database is told to answer is delivered.
  for (const error of ["WSASERVICE_NOT_FOUND", "WSAEINTR", "WSAECONNREFUSED"])
    meet(error, "A", "a provider's own idea", { names: scriptedDatabase({ otherHosts: error }) }, (s) => {
      s.hostByName("alpha.test");
      return message(s);
    });
});

describe("WSACancelAsyncRequest", () => {
  meet("WSANOTINITIALISED", "C", "without WSAStartup", NONE, (s) => s.cancel(1)[1]);
  meet("WSAEINPROGRESS", "C", "from a handler that runs inside a blocking call", OLD, (s) => whileBlocking(s, () => s.cancel(1)[1]));
  meet("WSAENETDOWN", "C", "while the network is down", {}, (s) => {
    s.winsock.setNetworkDown(true);
    return s.cancel(1)[1];
  });
  meet("WSAEINVAL", "C", "zero", {}, (s) => s.cancel(0)[1]);
  meet("WSAEALREADY", "C", "the message is in the queue", {}, (s) => {
    const handle = s.hostByName("alpha.test");
    s.winsock.advance(1000);
    return s.cancel(handle)[1];
  });
});

describe("around them", () => {
  const startup = (s: Scene, version = 0x0202, data = s.buffer(512)): number => s.winsock.WSAStartup(s.U, version, data);
  meet("WSAVERNOTSUPPORTED", "S", "WSAStartup(0.0)", NONE, (s) => startup(s, 0));
  meet("WSAEFAULT", "S", "WSAStartup without a WSADATA", NONE, (s) => startup(s, 0x0202, 0));
  meet("WSASYSNOTREADY", "S", "WSAStartup while the network is down", NONE, (s) => {
    s.winsock.setNetworkDown(true);
    return startup(s);
  });
  meet("WSAEPROCLIM", "S", "the first WSAStartup when no further task can be had", NONE, (s) => {
    s.winsock.setExhausted(true);
    return startup(s);
  });
  it("a task that has Winsock already gets it again; ReactOS and Wine look at nothing", () => {
    const s = new Scene();
    s.winsock.setExhausted(true);
    expect(startup(s)).toBe(0);
    for (const profile of ["reactos", "wine"] as const satisfies readonly ProfileName[]) {
      const other = new Scene({ profile, startup: false });
      other.winsock.setNetworkDown(true);
      other.winsock.setExhausted(true);
      expect([profile, startup(other)]).toEqual([profile, 0]);
    }
  });
  meet("WSANOTINITIALISED", "S", "WSACleanup too often", NONE, (s) => failed(s, s.winsock.WSACleanup(s.U)));
  meet("WSAEINTR", "S", "a blocking call that was cancelled", OLD, (s) => {
    let cancelled = false;
    s.onMessage = () => {
      cancelled = s.winsock.WSACancelBlockingCall(s.U) === 0;
    };
    s.winsock.PostMessage(s.U, s.w, 0x8001, 0, 0);
    let result = s.winsock.gethostbyname(s.U, s.text("slow.test"));
    for (let i = 0; i < 10 && result === "would-block"; i++) result = s.winsock.gethostbyname(s.U, s.text("slow.test"));
    expect([cancelled, result]).toEqual([true, 0]);
    return s.lastError();
  });
  meet("WSAEOPNOTSUPP", "S", "a blocking hook under 2.2", {}, (s) => failed(s, s.winsock.WSASetBlockingHook(s.U, 0x1000)));
  meet("WSAEINVAL", "S", "WSACancelBlockingCall without a blocking call, 1.1", OLD, (s) => failed(s, s.winsock.WSACancelBlockingCall(s.U)));
  meet("WSAENOTSOCK", "S", "WSAAsyncSelect of no socket", {}, (s) => failed(s, s.winsock.WSAAsyncSelect(s.U, 77, s.w, 0x8002, 1)));
});

it("the catalogue of errors names no other on these channels", () => {
  // What the catalogue of errors says about these channels is met above. GetAddrInfoEx has channels and tests of its own.
  const expected = errorCodes.flatMap((one) =>
    one.channels.filter((channel) => channel === "S" || channel === "A" || channel === "C").map((channel) => `${one.name} ${channel}`),
  );
  expect(expected.filter((one) => !met.has(one))).toEqual([]);
});
