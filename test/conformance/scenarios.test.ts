/**
 * The 62 conformance scenarios. Each reads: given (the scene), when (the calls), then (what is expected).
 *
 * Unless stated: WSAStartup(2.2) done, provider "documented", Win64, window `w` on thread `U`, message WM_X, `b` = 1024 bytes of 0xCC.
 * `cancel(h)` answers [return value, WSAGetLastError]. `pump()` lets the resolver finish and handles all messages.
 */
import { describe, expect, it } from "vitest";
import { littleEndian, readHostent, readPointer, readProtoent, readServent } from "../../server/src/emulator/index.ts";
import { AF_INET, htons, newMsg, PM_NOREMOVE, PM_REMOVE, Scene, type SceneOptions, WM_X } from "./scene.ts";

const SOCKET_ERROR = -1;
const NO_ERROR = 0;
const WSAEINVAL = 10022;
const WSAEWOULDBLOCK = 10035;
const WSAEINPROGRESS = 10036;
const WSAEALREADY = 10037;
const WSAEAFNOSUPPORT = 10047;
const WSAENETDOWN = 10050;
const WSAENOBUFS = 10055;
const WSANOTINITIALISED = 10093;
const WSA_E_CANCELLED = 10111;
const WSAHOST_NOT_FOUND = 11001;
const WSATRY_AGAIN = 11002;
const WSANO_RECOVERY = 11003;
const WSANO_DATA = 11004;
const WSA_IO_PENDING = 997;
const WSA_INVALID_HANDLE = 6;
const succeeds = [0, NO_ERROR];
const failsWith = (error: number) => [SOCKET_ERROR, error];
const MAKEWORD = (major: number, minor: number) => major | (minor << 8);

describe("a request and its message", () => {
  it("1: a started request gives one WM_X with its handle, and a hostent in the buffer", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test");
    expect(h).not.toBe(0);
    const completions = s.pump();
    expect(completions).toEqual([{ handle: h, error: 0, size: 71, lParam: 0x47 }]);
    const hostent = readHostent(s.memory, s.b);
    expect(hostent).toEqual({ h_name: "alpha.test", h_aliases: [], h_addrtype: AF_INET, h_length: 4, h_addr_list: ["192.0.2.10"] });
    const list = readPointer(s.memory, s.b + 24)!;
    expect([...s.memory.read(readPointer(s.memory, list)!, 4)!]).toEqual([0xc0, 0x00, 0x02, 0x0a]);
  });
});

describe("cancel without a request that could be cancelled", () => {
  it("2: a start before WSAStartup fails with WSANOTINITIALISED, and no message ever comes", () => {
    const s = new Scene({ startup: false });
    expect(s.hostByName("alpha.test")).toBe(0);
    expect(s.lastError()).toBe(WSANOTINITIALISED);
    expect(s.pump()).toEqual([]);
  });

  it("3: cancel before WSAStartup fails with WSANOTINITIALISED", () => {
    const s = new Scene({ startup: false });
    expect(s.cancel(0x1234)).toEqual(failsWith(WSANOTINITIALISED));
    expect(s.cancel(0)).toEqual(failsWith(WSANOTINITIALISED));
  });

  it("4: cancel of zero is WSAEINVAL, whatever else is going on", () => {
    const s = new Scene();
    expect(s.cancel(0)).toEqual(failsWith(WSAEINVAL));
    s.hostByName("alpha.test");
    expect(s.cancel(0)).toEqual(failsWith(WSAEINVAL));
    s.step("pick-up");
    expect(s.cancel(0)).toEqual(failsWith(WSAEINVAL));
    s.pump();
    expect(s.cancel(0)).toEqual(failsWith(WSAEINVAL));
  });

  it("5: cancel of a value that was never a handle is WSAEINVAL", () => {
    const s = new Scene();
    expect(s.cancel(0x4321)).toEqual(failsWith(WSAEINVAL));
  });
});

describe("cancel in each state of the request", () => {
  it("6: QUEUED behind a running one: 0, no message, buffer untouched", () => {
    const s = new Scene();
    const other = s.buffer();
    const first = s.hostByName("multi.test", other);
    const h = s.hostByName("alpha.test");
    s.step("pick-up", 0);
    expect(s.state(1)).toBe("queued");
    expect(s.cancel(h)).toEqual(succeeds);
    expect(s.pump().map((c) => c.handle)).toEqual([first]);
    expect(s.untouched()).toBe(true);
  });

  it("7: RUNNING: 0, after the lookup returns no message, buffer untouched", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test");
    s.step("pick-up");
    expect(s.state()).toBe("running");
    expect(s.cancel(h)).toEqual(succeeds);
    expect(s.pump()).toEqual([]);
    expect(s.untouched()).toBe(true);
  });

  it("8: POSTED: WSAEALREADY, and the message can still be retrieved", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test");
    s.winsock.run();
    expect(s.state()).toBe("posted");
    expect(s.cancel(h)).toEqual(failsWith(WSAEALREADY));
    expect(s.dispatchAll().map((c) => c.handle)).toEqual([h]);
  });

  it("9: as 8, then PeekMessage finds the message with this handle and a valid buffer", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test");
    s.winsock.run();
    s.cancel(h);
    expect(s.peek()).toMatchObject({ handle: h, error: 0 });
    expect(readHostent(s.memory, s.b).h_name).toBe("alpha.test");
  });

  it("10: message taken and handled: WSAEALREADY", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test");
    expect(s.pump()).toHaveLength(1);
    expect(s.state()).toBe("done");
    expect(s.cancel(h)).toEqual(failsWith(WSAEALREADY));
  });

  it("11: inside the handler of h: WSAEALREADY", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test");
    let inside: unknown;
    s.onMessage = ({ handle }) => {
      expect(s.state()).toBe("taken");
      inside = s.cancel(handle);
    };
    s.pump();
    expect(h).not.toBe(0);
    expect(inside).toEqual(failsWith(WSAEALREADY));
  });

  it("12: CANCELLED, once more: WSAEALREADY", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test");
    expect(s.cancel(h)).toEqual(succeeds);
    expect(s.cancel(h)).toEqual(failsWith(WSAEALREADY));
  });

  it("13: swapInvalAlready: 8, 10 and 12 with WSAEINVAL, all else as there", () => {
    const swapped = () => new Scene({ knobs: { swapInvalAlready: true } });
    const posted = swapped();
    const h8 = posted.hostByName("alpha.test");
    posted.winsock.run();
    expect(posted.cancel(h8)).toEqual(failsWith(WSAEINVAL));
    expect(posted.peek()).toMatchObject({ handle: h8, error: 0 });

    const done = swapped();
    const h10 = done.hostByName("alpha.test");
    done.pump();
    expect(done.cancel(h10)).toEqual(failsWith(WSAEINVAL));

    const cancelled = swapped();
    const h12 = cancelled.hostByName("alpha.test");
    expect(cancelled.cancel(h12)).toEqual(succeeds);
    expect(cancelled.cancel(h12)).toEqual(failsWith(WSAEINVAL));
    expect(cancelled.pump()).toEqual([]);
  });

  it.each<SceneOptions>([{ profile: "wine" }, { knobs: { cancelStub: true } }])(
    "14: a stub (%o): 0, and yet the message comes and the buffer is written",
    (options) => {
      const s = new Scene(options);
      const h = s.hostByName("alpha.test");
      expect(s.cancel(h)).toEqual(succeeds);
      expect(s.pump()).toMatchObject([{ handle: h, error: 0 }]);
      expect(readHostent(s.memory, s.b).h_name).toBe("alpha.test");
    },
  );

  it("15: zeroIdleQuirk: cancel of zero is 0 while the worker is idle, WSAEINVAL while a lookup runs", () => {
    const s = new Scene({ knobs: { zeroIdleQuirk: true } });
    expect(s.cancel(0)).toEqual(failsWith(WSAEINVAL)); // no worker yet
    s.hostByName("alpha.test");
    s.pump();
    expect(s.cancel(0)).toEqual(succeeds);
    s.hostByName("alpha.test");
    s.step("pick-up", 1);
    expect(s.cancel(0)).toEqual(failsWith(WSAEINVAL));
  });

  it("16: POSTING for 400 ms: cancel fails, a look at once finds nothing, the message arrives later", () => {
    const s = new Scene({ knobs: { postingWindowMs: 400 } });
    const h = s.hostByName("alpha.test");
    s.winsock.run();
    expect(s.state()).toBe("posting");
    expect(s.cancel(h)).toEqual(failsWith(WSAEALREADY));
    expect(s.peek()).toBeUndefined();
    s.winsock.advance(399);
    expect(s.peek()).toBeUndefined();
    s.winsock.advance(1);
    expect(s.peek()).toMatchObject({ handle: h, error: 0 });
  });

  it("17: a cancelled lookup that runs keeps the worker until it returns", () => {
    const s = new Scene();
    const h1 = s.hostByName("slow.test");
    const h2 = s.hostByName("alpha.test", s.buffer());
    s.winsock.run();
    expect(s.cancel(h1)).toEqual(succeeds);
    s.winsock.advance(999);
    expect(s.state(1)).toBe("queued");
    s.winsock.advance(1);
    expect(s.dispatchAll().map((c) => c.handle)).toEqual([h2]);
  });

  it("18: provider reactos: a running one cancelled twice: 0 and 0; WSAEINVAL once the worker is done", () => {
    const s = new Scene({ profile: "reactos" });
    const h = s.hostByName("alpha.test");
    s.step("pick-up");
    expect(s.cancel(h)).toEqual(succeeds);
    expect(s.cancel(h)).toEqual(succeeds);
    s.winsock.run();
    expect(s.cancel(h)).toEqual(failsWith(WSAEINVAL));
    expect(s.pump()).toEqual([]);
  });
});

describe("1.1 blocking calls, network and resources", () => {
  it("19: version 1.1 with a blocking call: start and cancel from a dispatched handler fail with WSAEINPROGRESS", () => {
    const s = new Scene({ startup: MAKEWORD(1, 1) });
    const h = s.hostByName("alpha.test");
    s.winsock.run();
    const seen: unknown[] = [];
    s.onMessage = () => {
      seen.push(s.hostByName("multi.test"), s.lastError(), s.cancel(h), s.winsock.WSAIsBlocking(s.U));
    };
    const name = s.text("localhost");
    expect(s.winsock.gethostbyname(s.U, name)).toBe("would-block");
    expect(s.winsock.canResume(s.U)).toBe(true); // the default hook has a message to dispatch
    expect(s.winsock.gethostbyname(s.U, name)).toBe("would-block");
    expect(seen).toEqual([0, WSAEINPROGRESS, failsWith(WSAEINPROGRESS), 1]);
    s.winsock.run();
    expect(readHostent(s.memory, s.winsock.gethostbyname(s.U, name) as number).h_name).toBe("localhost");
    expect(s.hostByName("alpha.test")).not.toBe(0);
  });

  it("20: version 2.2, same situation: the start gives a handle", () => {
    const s = new Scene({ startup: MAKEWORD(2, 2) });
    expect(s.winsock.gethostbyname(s.U, s.text("localhost"))).toBe("would-block");
    expect(s.hostByName("alpha.test")).not.toBe(0);
  });

  it("21: network down: start fails with WSAENETDOWN, cancel too", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test");
    s.winsock.setNetworkDown(true);
    expect(s.hostByName("alpha.test")).toBe(0);
    expect(s.lastError()).toBe(WSAENETDOWN);
    expect(s.cancel(h)).toEqual(failsWith(WSAENETDOWN));
  });

  it("22: network down during the lookup: WM_X with WSAENETDOWN, buffer untouched", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test");
    s.step("pick-up");
    s.winsock.setNetworkDown(true);
    expect(s.pump()).toMatchObject([{ handle: h, error: WSAENETDOWN, size: 0 }]);
    expect(s.untouched()).toBe(true);
  });

  it("23: no worker to be had: start fails with WSAEWOULDBLOCK (provider reactos: WSAENOBUFS)", () => {
    for (const [profile, error] of [
      ["documented", WSAEWOULDBLOCK],
      ["reactos", WSAENOBUFS],
    ] as const) {
      const s = new Scene({ profile });
      s.winsock.setExhausted(true);
      expect(s.hostByName("alpha.test")).toBe(0);
      expect(s.lastError()).toBe(error);
      const limited = new Scene({ profile, knobs: { pendingLimit: 1 } });
      expect(limited.hostByName("alpha.test")).not.toBe(0);
      expect(limited.hostByName("alpha.test")).toBe(0);
      expect(limited.lastError()).toBe(error);
    }
  });
});

describe("buffers and sizes", () => {
  it("24: buflen 4: WSAENOBUFS with the size in the low word", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test", s.b, 4);
    expect(s.pump()).toEqual([{ handle: h, error: WSAENOBUFS, size: 71, lParam: 0x27470047 }]);
  });

  it("25: buflen 71 suffices, 70 does not", () => {
    const enough = new Scene();
    enough.hostByName("alpha.test", enough.b, 71);
    expect(enough.pump()[0]!.error).toBe(0);
    const short = new Scene();
    short.hostByName("alpha.test", short.b, 70);
    expect(short.pump()[0]!.error).toBe(WSAENOBUFS);
  });

  it("26: buffer NULL, length 0: a handle, and a message with WSAENOBUFS", () => {
    const s = new Scene();
    const h = s.servByPort(htons(80), null, 0, 0);
    expect(h).not.toBe(0);
    expect(s.pump()).toMatchObject([{ handle: h, error: WSAENOBUFS }]);
  });

  it("27: a record of 70,060 bytes: WSAENOBUFS with 4,524 in the low word, and 4,524 on success", () => {
    const bare = 32 + "big".length + 1 + "tcp".length + 1 + 2 * 8;
    const alias = "x".repeat(70_060 - bare - 1);
    const names = { lookup: () => ({ error: 0, service: { name: "big", aliases: [alias], port: 1, protocol: "tcp" } }) };
    const s = new Scene({ names });
    s.servByPort(htons(1), "tcp");
    expect(s.pump()).toMatchObject([{ error: WSAENOBUFS, size: 4524 }]);
    expect(s.observed("size-wrapped")).toBe(true);
    s.servByPort(htons(1), "tcp", s.buffer(70_060), 70_060);
    expect(s.pump()).toMatchObject([{ error: 0, size: 4524 }]);
  });
});

describe("outcomes", () => {
  it.each([
    ["nx.test", WSAHOST_NOT_FOUND],
    ["soft.test", WSATRY_AGAIN],
    ["broken.test", WSANO_RECOVERY],
    ["mxonly.test", WSANO_DATA],
  ])("28: %s gives %i with low word 0", (name, error) => {
    const s = new Scene();
    s.hostByName(name);
    expect(s.pump()).toMatchObject([{ error, size: 0 }]);
    expect(s.untouched()).toBe(true);
  });

  it("29: a completion leaves the last error of every thread alone", () => {
    const s = new Scene();
    s.winsock.WSASetLastError(s.U, 4242);
    s.hostByName("nx.test");
    expect(s.pump()).toMatchObject([{ error: WSAHOST_NOT_FOUND }]);
    expect(s.lastError()).toBe(4242);
  });

  it("30: ServByPort(htons(80), tcp) gives http", () => {
    const s = new Scene();
    s.servByPort(htons(80), "tcp");
    expect(s.pump()[0]!.error).toBe(0);
    expect(readServent(s.memory, s.b)).toEqual({ s_name: "http", s_aliases: ["www"], s_port: 20480, s_proto: "tcp" });
    expect(littleEndian(s.memory.read(s.b + 24, 2)!)).toBe(0x5000);
  });

  it("31: ServByPort(80): the port is in the wrong order, WSANO_DATA", () => {
    const s = new Scene();
    s.servByPort(80, "tcp");
    expect(s.pump()).toMatchObject([{ error: WSANO_DATA }]);
  });

  it("32: ServByPort(htons(443)) gives https, s_port -17663 as short; provider wine never finds it", () => {
    const s = new Scene();
    s.servByPort(htons(443), "tcp");
    expect(s.pump()[0]!.error).toBe(0);
    expect(readServent(s.memory, s.b)).toMatchObject({ s_name: "https", s_port: -17663 });
    const wine = new Scene({ profile: "wine" });
    wine.servByPort(htons(443), "tcp");
    expect(wine.pump()).toMatchObject([{ error: WSANO_DATA }]);
    wine.servByPort((htons(443) << 16) >> 16, "tcp"); // (short)htons(443)
    expect(wine.pump()).toMatchObject([{ error: 0 }]);
  });

  it("33: ServByName(www) finds http by its alias; provider wine does not", () => {
    const s = new Scene();
    s.servByName("www", "tcp");
    expect(s.pump()[0]!.error).toBe(0);
    expect(readServent(s.memory, s.b).s_name).toBe("http");
    const wine = new Scene({ profile: "wine" });
    wine.servByName("www", "tcp");
    expect(wine.pump()).toMatchObject([{ error: WSANO_DATA }]);
  });

  it("34: ServByName(domain, NULL) gives the first entry", () => {
    const s = new Scene();
    s.servByName("domain", null);
    expect(s.pump()[0]!.error).toBe(0);
    expect(readServent(s.memory, s.b)).toMatchObject({ s_name: "domain", s_proto: "tcp" });
  });

  it("35: ProtoByNumber takes host order", () => {
    const s = new Scene();
    s.protoByNumber(6);
    expect(s.pump()[0]!.error).toBe(0);
    expect(readProtoent(s.memory, s.b)).toEqual({ p_name: "tcp", p_aliases: ["TCP"], p_proto: 6 });
    s.protoByNumber(htons(6));
    expect(s.pump()).toMatchObject([{ error: WSANO_DATA }]);
  });

  it("36: HostByAddr with the four bytes in network order", () => {
    const s = new Scene();
    s.hostByAddr(s.bytes(0xc0, 0x00, 0x02, 0x0a));
    expect(s.pump()[0]!.error).toBe(0);
    expect(readHostent(s.memory, s.b).h_name).toBe("alpha.test");
  });

  it("37: HostByAddr with text looks up another address", () => {
    const s = new Scene();
    s.hostByAddr(s.text("192.0.2.10"), 10);
    expect(s.pump()).toMatchObject([{ error: WSAHOST_NOT_FOUND }]);
  });

  it("38: HostByAddr with family 99: WSAEAFNOSUPPORT by message (provider reactos: WSAEINVAL)", () => {
    for (const [profile, error] of [
      ["documented", WSAEAFNOSUPPORT],
      ["wine", WSAEAFNOSUPPORT],
      ["reactos", WSAEINVAL],
    ] as const) {
      const s = new Scene({ profile });
      s.hostByAddr(s.bytes(192, 0, 2, 10), 4, 99);
      expect(s.pump()).toMatchObject([{ error }]);
    }
  });
});

describe("windows and clean-up", () => {
  it("39: window NULL: a handle, no message anywhere, LOST", () => {
    const s = new Scene();
    expect(s.hostByName("alpha.test", s.b, 1024, 0)).not.toBe(0);
    expect(s.pump()).toEqual([]);
    expect(s.state()).toBe("lost");
  });

  it("40: window destroyed while the lookup runs: LOST without an error anywhere, the buffer was written", () => {
    const s = new Scene();
    s.hostByName("alpha.test");
    s.step("pick-up");
    s.winsock.WSASetLastError(s.U, 0);
    expect(s.winsock.DestroyWindow(s.U, s.w)).toBe(1);
    expect(s.pump()).toEqual([]);
    expect(s.state()).toBe("lost");
    expect(s.lastError()).toBe(0);
    expect(readHostent(s.memory, s.b).h_name).toBe("alpha.test");
  });

  it("41: window destroyed with the message in its queue: the message is gone, cancel says WSAEALREADY", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test");
    s.winsock.run();
    s.winsock.DestroyWindow(s.U, s.w);
    expect(s.pump()).toEqual([]);
    expect(s.cancel(h)).toEqual(failsWith(WSAEALREADY));
  });

  it("42: the last WSACleanup ends pending requests in silence", () => {
    const s = new Scene();
    const h1 = s.hostByName("alpha.test");
    const h2 = s.hostByName("multi.test", s.buffer());
    s.step("pick-up", 0);
    expect(s.winsock.WSACleanup(s.U)).toBe(0);
    expect(s.pump()).toEqual([]);
    expect(s.cancel(h1)).toEqual(failsWith(WSANOTINITIALISED));
    expect(s.cancel(h2)).toEqual(failsWith(WSANOTINITIALISED));
    expect([s.state(0), s.state(1)]).toEqual(["swept", "swept"]);
    expect(s.untouched()).toBe(true);
  });

  it("43: provider reactos, same: both messages arrive; cancel WSAEINVAL until the worker ends, then WSANOTINITIALISED", () => {
    const s = new Scene({ profile: "reactos" });
    const h1 = s.hostByName("alpha.test");
    const h2 = s.hostByName("multi.test", s.buffer());
    expect(s.winsock.WSACleanup(s.U)).toBe(0);
    expect(s.cancel(h1)).toEqual(failsWith(WSAEINVAL));
    expect(s.cancel(h2)).toEqual(failsWith(WSAEINVAL));
    expect(s.pump().map((c) => c.handle)).toEqual([h1, h2]);
    expect(s.cancel(h1)).toEqual(failsWith(WSANOTINITIALISED));
  });

  it("44: a message in the queue survives the last WSACleanup, unless purgePosted", () => {
    const kept = new Scene();
    const h = kept.hostByName("alpha.test");
    kept.winsock.run();
    kept.winsock.WSACleanup(kept.U);
    expect(kept.dispatchAll().map((c) => c.handle)).toEqual([h]);
    const purged = new Scene({ knobs: { purgePosted: true } });
    purged.hostByName("alpha.test");
    purged.winsock.run();
    purged.winsock.WSACleanup(purged.U);
    expect(purged.dispatchAll()).toEqual([]);
  });

  it("45: started up twice, cleaned up once: the request is not affected", () => {
    const s = new Scene();
    s.winsock.startup();
    const h = s.hostByName("alpha.test");
    expect(s.winsock.WSACleanup(s.U)).toBe(0);
    expect(s.pump()).toMatchObject([{ handle: h, error: 0 }]);
  });

  it("46: WSACleanup with count 0: WSANOTINITIALISED", () => {
    const s = new Scene({ startup: false });
    expect(s.winsock.WSACleanup(s.U)).toBe(SOCKET_ERROR);
    expect(s.lastError()).toBe(WSANOTINITIALISED);
  });
});

describe("several requests", () => {
  it("47: two requests that share a buffer: both handlers see the second record", () => {
    const s = new Scene();
    const seen: number[] = [];
    s.onMessage = () => seen.push(readProtoent(s.memory, s.b).p_proto);
    s.protoByName("tcp");
    s.protoByName("udp");
    s.pump();
    expect(seen).toEqual([17, 17]);
  });

  it("48: a pool: the fast second arrives first, and matching by wParam keeps the results right", () => {
    const s = new Scene({ knobs: { worker: "pool" } });
    const buffers = new Map<number, number>();
    const [b1, b2] = [s.buffer(), s.buffer()];
    const slow = s.hostByName("slow.test", b1);
    const fast = s.hostByName("fast.test", b2);
    buffers.set(slow, b1).set(fast, b2);
    const arrived = s.pump();
    expect(arrived.map((c) => c.handle)).toEqual([fast, slow]);
    expect(arrived.map((c) => readHostent(s.memory, buffers.get(c.handle)!).h_name)).toEqual(["fast.test", "slow.test"]);
  });

  it("49: one worker: order of issue", () => {
    const s = new Scene({ knobs: { worker: "fifo" } });
    const slow = s.hostByName("slow.test", s.buffer());
    const fast = s.hostByName("fast.test", s.buffer());
    expect(s.pump().map((c) => c.handle)).toEqual([slow, fast]);
  });

  it.each<[number, SceneOptions]>([
    [0xdeae, { profile: "wine" }],
    [1, { knobs: { narrowHandles: true } }],
  ])("50: narrow handles from %i: the 65,536th equals the first, which is still pending", (value, options) => {
    const s = new Scene(options);
    s.winsock.onEvent = undefined;
    const name = s.text("alpha.test");
    const first = s.hostByName(name);
    expect(first).toBe(value);
    const seen = new Set([first]);
    for (let n = 2; n <= 65_535; n++) seen.add(s.hostByName(name));
    expect(seen.size).toBe(65_535);
    expect(seen.has(0)).toBe(false);
    expect(s.hostByName(name)).toBe(first);
    expect(s.state(0)).toBe("queued");
  });

  it("51: the message of an old request with the handle of a new one is reported", () => {
    const s = new Scene({ profile: "wine", knobs: { handles: { first: 1, bits: 16, skipZero: true } } });
    const h = s.hostByName("alpha.test");
    s.winsock.run();
    expect(s.cancel(h)).toEqual(succeeds); // too late: the message is in the queue
    s.winsock.onEvent = undefined;
    const name = s.text("alpha.test");
    for (let n = 2; n <= 65_535; n++) s.hostByName(name, s.b, 1024, 0);
    s.winsock.onEvent = (event) => s.events.push(event);
    expect(s.hostByName("multi.test")).toBe(h);
    expect(s.peek()).toMatchObject({ handle: h });
    expect(s.observed("handle-reused")).toBe(true);
  });
});

describe("inputs, threads and queues", () => {
  it("52: name overwritten after the start: read late (documented); copyInputs: the original is used", () => {
    const late = new Scene();
    const name = late.text("alpha.test");
    late.hostByName(name);
    late.memory.write(
      name,
      Uint8Array.from("multi.test", (c) => c.charCodeAt(0)),
    );
    late.pump();
    expect(readHostent(late.memory, late.b).h_name).toBe("multi.test");

    const copied = new Scene({ knobs: { copyInputs: { name: true, address: true, protocol: true } } });
    const text = copied.text("alpha.test");
    copied.hostByName(text);
    copied.memory.write(
      text,
      Uint8Array.from("multi.test", (c) => c.charCodeAt(0)),
    );
    copied.pump();
    expect(readHostent(copied.memory, copied.b).h_name).toBe("alpha.test");
  });

  it("53: provider reactos, proto freed after the start: the worker reads freed memory", () => {
    const s = new Scene({ profile: "reactos" });
    const proto = s.text("tcp");
    s.servByPort(htons(80), proto);
    s.memory.release(proto);
    s.pump();
    expect(s.observed("input-gone")).toBe(true);
  });

  it("54: the issuing thread ends before the completion: the message arrives on U", () => {
    const s = new Scene();
    const T = s.thread();
    const h = s.winsock.WSAAsyncGetHostByName(T, s.w, WM_X, s.text("alpha.test"), s.b, 1024);
    s.winsock.ExitThread(T, 0);
    expect(s.pump()).toMatchObject([{ handle: h, error: 0 }]);
  });

  it("55: completion handled on another thread before the handle is stored: reported", () => {
    const s = new Scene();
    const T = s.thread();
    s.winsock.WSAAsyncGetHostByName(T, s.w, WM_X, s.text("alpha.test"), s.b, 1024);
    expect(s.pump()).toHaveLength(1);
    expect(s.observed("handle-not-yet-known")).toBe(true);
  });

  it("56: PM_NOREMOVE keeps the request POSTED: WSAEALREADY, and the message stays", () => {
    const s = new Scene();
    const h = s.hostByName("alpha.test");
    s.winsock.run();
    expect(s.peek(PM_NOREMOVE)).toMatchObject({ handle: h });
    expect(s.state()).toBe("posted");
    expect(s.cancel(h)).toEqual(failsWith(WSAEALREADY));
    expect(s.peek(PM_REMOVE)).toMatchObject({ handle: h });
  });

  it("57: WM_QUIT comes through a filter on WM_X, and is reported if it is not posted again", () => {
    const WM_QUIT = 0x12;
    const s = new Scene();
    s.winsock.PostQuitMessage(s.U, 3);
    const msg = newMsg();
    expect(s.winsock.PeekMessage(s.U, msg, s.w, WM_X, WM_X, PM_REMOVE)).toBe(1);
    expect([msg.message, msg.wParam]).toEqual([WM_QUIT, 3]);
    expect(s.winsock.GetMessage(s.U, msg)).toBe("would-block");
    expect(s.observed("quit-swallowed")).toBe(true);

    const right = new Scene();
    right.winsock.PostQuitMessage(right.U, 3);
    right.winsock.PeekMessage(right.U, msg, right.w, WM_X, WM_X, PM_REMOVE);
    right.winsock.PostQuitMessage(right.U, msg.wParam);
    expect(right.winsock.GetMessage(right.U, msg)).toBe(0);
    expect(right.observed("quit-swallowed")).toBe(false);
  });

  it("58: 10,000 messages in the queue: the completion is lost", () => {
    const s = new Scene();
    s.winsock.onEvent = undefined;
    for (let n = 0; n < 10_000; n++) expect(s.winsock.PostMessage(s.U, s.w, 0x8002)).toBe(1);
    expect(s.winsock.PostMessage(s.U, s.w, 0x8002)).toBe(0);
    s.hostByName("alpha.test");
    s.winsock.run();
    expect(s.state()).toBe("lost");
    expect(s.dispatchAll()).toEqual([]);
    const wine = new Scene({ profile: "wine" });
    wine.winsock.onEvent = undefined;
    for (let n = 0; n < 12_000; n++) expect(wine.winsock.PostMessage(wine.U, wine.w, 0x8002)).toBe(1);
  });
});

describe("the modern calls", () => {
  const calls: [error: number, overlapped: number][] = [];
  const modern = (use: { routine?: boolean; event?: boolean }) => {
    calls.length = 0;
    const s = new Scene();
    const overlapped = s.memory.allocate(32);
    const [result, handle] = [s.memory.allocate(8), s.memory.allocate(8)];
    if (use.event) s.memory.writePointer(overlapped + 24, s.winsock.CreateEvent(s.U, 1, 0));
    const routine = use.routine
      ? (_thread: number, error?: number, _bytes?: number, pointer?: number) => {
          calls.push([error!, pointer!]);
          return 0;
        }
      : 0;
    const name = s.memory.allocateWideString("alpha.test");
    const error = s.winsock.GetAddrInfoExW(s.U, name, 0, 12, 0, 0, result, 0, overlapped, routine, handle);
    return { s, overlapped, result, handle, error };
  };

  it("59: a pending GetAddrInfoExW is cancelled: 0, and the completion runs once with WSA_E_CANCELLED and no result", () => {
    const { s, overlapped, result, handle, error } = modern({ routine: true });
    expect(error).toBe(WSA_IO_PENDING);
    expect(s.winsock.GetAddrInfoExCancel(s.U, handle)).toBe(0);
    s.winsock.run();
    expect(calls).toEqual([[WSA_E_CANCELLED, overlapped]]);
    expect(readPointer(s.memory, result)).toBe(0);
  });

  it("60: a completed one: WSA_INVALID_HANDLE, no second completion", () => {
    const { s, overlapped, result, handle } = modern({ routine: true });
    s.winsock.run();
    expect(calls).toEqual([[0, overlapped]]);
    expect(readPointer(s.memory, result)).not.toBe(0);
    expect(s.winsock.GetAddrInfoExCancel(s.U, handle)).toBe(WSA_INVALID_HANDLE);
    s.winsock.run();
    expect(calls).toHaveLength(1);
  });

  it("61: event and routine both: WSAEINVAL, nothing is started", () => {
    const { s, error } = modern({ routine: true, event: true });
    expect(error).toBe(WSAEINVAL);
    expect(s.winsock.enabledSteps()).toEqual([]);
  });

  it("62: the overlapped result: WSAEINPROGRESS while pending, 0 afterwards, WSAEINVAL for NULL", () => {
    const { s, overlapped } = modern({ event: true });
    expect(s.winsock.GetAddrInfoExOverlappedResult(s.U, overlapped)).toBe(WSAEINPROGRESS);
    expect(s.winsock.GetAddrInfoExOverlappedResult(s.U, 0)).toBe(WSAEINVAL);
    s.winsock.run();
    expect(s.winsock.GetAddrInfoExOverlappedResult(s.U, overlapped)).toBe(0);
  });
});
