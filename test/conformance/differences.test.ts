/**
 * Where the documentation and the implementations differ, row by row: D1 to D40. A row is either tested (each provider's answer), or out of the
 * emulator's reach with the reason.
 */
import { afterAll, describe, expect, it } from "vitest";
import { type ProfileName, profiles, readHostent, readProtoent, readServent } from "../../server/src/emulator/index.ts";
import { htons, PM_NOREMOVE, Scene, type SceneOptions, WM_X } from "./scene.ts";

const [EFAULT, EINVAL, EWOULDBLOCK, EINPROGRESS, EALREADY] = [10014, 10022, 10035, 10036, 10037];
const [EAFNOSUPPORT, ENETDOWN, ENOBUFS, VERNOTSUPPORTED, NOTINITIALISED] = [10047, 10050, 10055, 10092, 10093];
const [HOST_NOT_FOUND, NO_DATA] = [11001, 11004];
const all: readonly ProfileName[] = ["documented", "reactos", "wine", "winsock11"];

const covered = new Set<number>();
/** One row: a value per provider, computed by `run` on a fresh scene. A provider without a value is not tested in this row. */
function row(
  number: number,
  title: string,
  run: (scene: (options?: SceneOptions) => Scene, profile: ProfileName) => unknown,
  expected: Partial<Record<ProfileName, unknown>>,
): void {
  covered.add(number);
  describe(`D${number}: ${title}`, () => {
    it.each(all.filter((profile) => profile in expected))("%s", (profile) => {
      const scene = (options: SceneOptions = {}) => new Scene({ profile, ...options });
      expect(run(scene, profile)).toEqual(expected[profile]);
    });
  });
}

/** Rows that no observation through the API can show here. */
const outOfReach: Readonly<Record<number, string>> = {
  37: "Which function posts (WPUPostMessage or PostMessageW) and whether WSApSetPostRoutine can replace it is inside the provider; the message is the same.",
  38: "Which libraries export the calls concerns the linker; the emulator has one set of calls. Its narrow handles (knob `handles`) are those of the 16-bit library.",
};

/** The error of the one message that arrives, or "no message". */
const outcome = (s: Scene) => s.pump()[0]?.error ?? "no message";

row(
  1,
  "cancel implemented?",
  (scene) => {
    const s = scene();
    s.cancel(s.hostByName("alpha.test"));
    return outcome(s);
  },
  { documented: "no message", reactos: "no message", wine: 0, winsock11: "no message" },
);

row(
  2,
  "cancel of zero",
  (scene) => {
    const s = scene();
    const fresh = s.cancel(0);
    s.hostByName("alpha.test");
    s.pump();
    return [fresh, s.cancel(0)];
  },
  {
    documented: [
      [-1, EINVAL],
      [-1, EINVAL],
    ],
    reactos: [
      [-1, EINVAL],
      [0, 0],
    ],
    wine: [
      [0, 0],
      [0, 0],
    ],
    winsock11: [
      [-1, EINVAL],
      [-1, EINVAL],
    ],
  },
);

row(
  3,
  "WSAEALREADY ever returned?",
  (scene) => {
    const s = scene();
    const h = s.hostByName("alpha.test");
    s.pump();
    return s.cancel(h)[1];
  },
  { documented: EALREADY, reactos: EINVAL, wine: 0, winsock11: EINVAL },
);

row(
  4,
  "double cancel, of a queued and of a running request",
  (scene) => {
    const queued = scene();
    const h1 = queued.hostByName("alpha.test");
    const running = scene();
    const h2 = running.hostByName("alpha.test");
    running.step("pick-up");
    return [queued.cancel(h1), queued.cancel(h1), running.cancel(h2), running.cancel(h2)].map(([, error]) => error);
  },
  { documented: [0, EALREADY, 0, EALREADY], reactos: [0, EINVAL, 0, 0], wine: [0, 0, 0, 0], winsock11: [0, EINVAL, 0, EINVAL] },
);

row(5, "cancel before WSAStartup", (scene) => scene({ startup: false }).cancel(1), {
  documented: [-1, NOTINITIALISED],
  reactos: [-1, NOTINITIALISED],
  wine: [0, 0],
  winsock11: [-1, NOTINITIALISED],
});

row(
  6,
  "WSAEINPROGRESS from cancel (version 1.1, blocking call active)",
  (scene) => {
    const s = scene({ startup: 0x0101 });
    const h = s.hostByName("alpha.test");
    s.winsock.gethostbyname(s.U, s.text("localhost"));
    return s.cancel(h)[1];
  },
  { documented: EINPROGRESS, reactos: 0, wine: 0, winsock11: EINPROGRESS },
);

row(
  7,
  "a running lookup that was cancelled",
  (scene) => {
    const s = scene();
    const h = s.hostByName("alpha.test");
    s.step("pick-up");
    s.cancel(h);
    return [outcome(s), s.untouched()];
  },
  { documented: ["no message", true], reactos: ["no message", true], wine: [0, false], winsock11: ["no message", true] },
);

row(
  8,
  "cancel in the gap between copy and post",
  (scene) => {
    const s = scene();
    const h = s.hostByName("alpha.test");
    s.winsock.run(5);
    return [s.state(), s.cancel(h)[1], s.peek() === undefined, outcome(s)];
  },
  { documented: ["posting", EALREADY, true, 0], reactos: ["posting", EINVAL, true, 0], wine: ["posting", 0, true, 0] },
);

row(
  9,
  "cancel removes queued messages?",
  (scene) => {
    const s = scene();
    const h = s.hostByName("alpha.test");
    s.winsock.run();
    s.cancel(h);
    return s.peek()?.handle === h;
  },
  { documented: true, reactos: true, wine: true, winsock11: true },
);

row(
  10,
  "start before WSAStartup: host by name, then service, then protocol",
  (scene) => {
    const results = [
      (s: Scene) => s.hostByName("alpha.test"),
      (s: Scene) => s.servByName("http", "tcp"),
      (s: Scene) => s.protoByName("tcp"),
    ].map((start) => {
      const s = scene({ startup: false });
      return start(s) === 0 ? s.lastError() : ["handle", outcome(s)];
    });
    return results;
  },
  {
    documented: [NOTINITIALISED, NOTINITIALISED, NOTINITIALISED],
    reactos: [NOTINITIALISED, NOTINITIALISED, NOTINITIALISED],
    wine: [
      ["handle", NOTINITIALISED],
      ["handle", 0],
      ["handle", 0],
    ],
    winsock11: [NOTINITIALISED, NOTINITIALISED, NOTINITIALISED],
  },
);

row(
  11,
  "out of resources at start",
  (scene) => {
    const s = scene();
    s.winsock.setExhausted(true);
    return [s.hostByName("alpha.test"), s.lastError()];
  },
  { documented: [0, EWOULDBLOCK], reactos: [0, ENOBUFS], wine: [0, EWOULDBLOCK] },
);

row(
  12,
  "NULL name",
  (scene) => {
    const s = scene();
    const h = s.hostByName(0);
    return h === 0 ? [s.lastError(), s.observed("call-faults") ? "faults" : "fails"] : outcome(s);
  },
  { documented: EFAULT, reactos: [EFAULT, "faults"], wine: [EFAULT, "faults"], winsock11: [EFAULT, "fails"] },
);

row(
  13,
  "WSAEFAULT by message",
  (scene) => {
    const s = scene();
    s.hostByName(0);
    return outcome(s);
  },
  { documented: EFAULT, reactos: "no message", wine: "no message", winsock11: "no message" },
);

row(
  14,
  "worker model: may the second request be picked up while the first runs?",
  (scene) => {
    const s = scene();
    s.hostByName("alpha.test");
    s.hostByName("multi.test", s.buffer());
    s.step("pick-up", 0);
    return s.winsock.enabledSteps("fine").some((step) => step.kind === "pick-up");
  },
  { reactos: false, wine: true },
);

row(
  15,
  "completion order of a slow and a fast lookup",
  (scene) => {
    const s = scene();
    s.hostByName("slow.test", s.buffer());
    const fast = s.hostByName("fast.test", s.buffer());
    return s.pump()[0]!.handle === fast ? "any" : "issue";
  },
  { reactos: "issue", wine: "any" },
);

row(
  16,
  "head-of-line blocking: how late is the fast one behind the slow one?",
  (scene) => {
    const s = scene();
    s.hostByName("slow.test", s.buffer());
    s.hostByName("fast.test", s.buffer());
    s.winsock.advance(500);
    return s.dispatchAll().length;
  },
  { reactos: 0, wine: 1 },
);

row(
  17,
  "WSAStartup references after the first request",
  (scene) => {
    const s = scene();
    s.hostByName("alpha.test");
    return s.winsock.startupCount;
  },
  { documented: 1, reactos: 2, wine: 1 },
);

row(
  18,
  "the last WSACleanup with a pending request",
  (scene) => {
    const s = scene();
    s.protoByName("tcp");
    s.winsock.WSACleanup(s.U);
    return outcome(s);
  },
  { documented: "no message", reactos: 0, wine: 0, winsock11: "no message" },
);

row(
  19,
  "cancel after the last WSACleanup, at once and later",
  (scene) => {
    const s = scene();
    const h = s.protoByName("tcp");
    s.winsock.WSACleanup(s.U);
    const once = s.cancel(h)[1];
    s.pump();
    return [once, s.cancel(h)[1]];
  },
  { documented: [NOTINITIALISED, NOTINITIALISED], reactos: [EINVAL, NOTINITIALISED], wine: [0, 0] },
);

row(
  20,
  "handle values",
  (scene) => {
    const s = scene();
    return [s.protoByName("tcp"), s.protoByName("tcp"), s.protoByName("tcp")];
  },
  { reactos: [1, 2, 3], wine: [0xdeae, 0xdeaf, 0xdeb0], winsock11: [0x4001, 0x4002, 0x4003], documented: [0x10001, 0x10002, 0x10003] },
);

row(
  21,
  "inputs copied: name, address, proto",
  (scene) => {
    const tried = [
      (s: Scene, at: number) => s.hostByName(at),
      (s: Scene, at: number) => s.hostByAddr(at),
      (s: Scene, at: number) => s.servByPort(htons(80), at),
    ].map((start) => {
      const s = scene();
      const at = s.text("alpha.test");
      start(s, at);
      s.memory.release(at);
      s.pump();
      return !s.observed("input-gone");
    });
    return tried;
  },
  { documented: [false, false, false], reactos: [true, true, false], wine: [true, true, true] },
);

row(
  22,
  "WSAAsyncGetServByName works?",
  (scene) => {
    const s = scene();
    s.servByName("http", "tcp");
    const normal = outcome(s);
    // A protocol of that name: the result goes where proto points, and the low half of buf is taken for its length.
    const proto = s.buffer(100);
    s.memory.write(proto, Uint8Array.from([0x74, 0x63, 0x70, 0]));
    const buf = s.buffer(64);
    s.winsock.WSAAsyncGetServByName(s.U, s.w, WM_X, s.text("tcp"), proto, buf, 64);
    return [normal, outcome(s), s.untouched(buf, 64), s.memory.read(proto, 1)![0] === 0x74];
  },
  { documented: [0, NO_DATA, true, true], reactos: [NO_DATA, 0, true, false], wine: [0, NO_DATA, true, true] },
);

row(
  23,
  "s_proto in the result",
  (scene) => {
    const s = scene();
    s.servByPort(htons(80), "tcp");
    s.pump();
    return readServent(s.memory, s.b).s_proto;
  },
  { documented: "tcp", reactos: undefined, wine: "tcp" },
);

row(
  24,
  "aliases: service, then protocol by alias, then by name in another case",
  (scene, profile) => {
    const s = scene({ names: undefined });
    const result: unknown[] = [];
    if (profile !== "reactos") {
      s.servByName("www", "tcp");
      result.push(outcome(s));
    }
    const own = new Scene({
      profile,
      names: {
        lookup: (q) =>
          q.kind === "protoByName" && (q.name === "ip" || (q.matching === "name-or-alias" && q.name === "Internet"))
            ? { error: 0, protocol: { name: "ip", aliases: ["Internet"], number: 0 } }
            : { error: NO_DATA },
      },
    });
    own.protoByName("Internet");
    result.push(outcome(own));
    s.protoByName("tCp");
    result.push(outcome(s));
    return result;
  },
  { documented: [0, 0, 0], reactos: [NO_DATA, 0], wine: [NO_DATA, NO_DATA, 0] },
);

row(
  25,
  "the port argument: 443, 443 as short, and with high bits set",
  (scene) =>
    [htons(443), (htons(443) << 16) >> 16, 0x50000 + htons(80)].map((port) => {
      const s = scene();
      s.servByPort(port, "tcp");
      return outcome(s);
    }),
  { documented: [0, 0, 0], reactos: [0, 0, 0], wine: [NO_DATA, 0, NO_DATA] },
);

row(
  26,
  "proto NULL",
  (scene) => {
    const s = scene();
    s.servByPort(htons(80), null);
    return outcome(s);
  },
  { documented: 0, reactos: NO_DATA, wine: 0 },
);

row(
  27,
  "bad family",
  (scene) => {
    const s = scene();
    return s.hostByAddr(s.bytes(192, 0, 2, 10), 4, 99) === 0 ? ["start", s.lastError()] : outcome(s);
  },
  { documented: EAFNOSUPPORT, reactos: EINVAL, wine: EAFNOSUPPORT, winsock11: ["start", EFAULT] },
);

row(
  28,
  "bad length: 3, then 9 with text",
  (scene) =>
    [3, 9].map((length) => {
      const s = scene();
      return s.hostByAddr(length === 3 ? s.bytes(192, 0, 2, 10) : s.text("127.0.0.1"), length) === 0
        ? ["start", s.lastError()]
        : outcome(s);
    }),
  {
    documented: [EFAULT, HOST_NOT_FOUND],
    reactos: [0, HOST_NOT_FOUND],
    wine: [EAFNOSUPPORT, HOST_NOT_FOUND],
    winsock11: [
      ["start", EFAULT],
      ["start", EFAULT],
    ],
  },
);

row(
  29,
  "buffer too small: is it touched, and is its beginning zeroed?",
  (scene) => {
    const s = scene();
    s.hostByName("alpha.test", s.b, 40);
    const error = outcome(s);
    return [error, s.untouched(), s.memory.read(s.b + 40, 1)![0]];
  },
  { documented: [ENOBUFS, true, 0xcc], reactos: [ENOBUFS, false, 0xcc], wine: [ENOBUFS, true, 0xcc] },
);

row(
  30,
  "exact fit of protocol tcp: 48 bytes, 47, and the size reported",
  (scene) =>
    [48, 47].map((length) => {
      const s = scene();
      s.protoByName("tcp", s.b, length);
      const c = s.pump()[0]!;
      return [c.error, c.size, readProtoent(s.memory, s.b).p_name === "tcp"];
    }),
  {
    documented: [
      [0, 48, true],
      [ENOBUFS, 48, false],
    ],
    wine: [
      [0, 48, true],
      [ENOBUFS, 48, false],
    ],
    reactos: [
      [ENOBUFS, 56, true],
      [ENOBUFS, 56, true],
    ],
  },
);

row(
  31,
  "negative buflen",
  (scene) => {
    const s = scene();
    s.hostByName("alpha.test", s.b, -1);
    return [outcome(s), s.untouched()];
  },
  { documented: [ENOBUFS, true], reactos: [0, false], wine: [ENOBUFS, true] },
);

row(
  32,
  "low word on success",
  (scene) => {
    const s = scene();
    s.hostByName("alpha.test");
    return s.pump()[0]!.size;
  },
  { documented: 71, reactos: 72, wine: 71 },
);

row(
  33,
  "a size above 65,535",
  (scene) => {
    const names = { lookup: () => ({ error: 0, service: { name: "big", aliases: ["x".repeat(70_000)], port: 1, protocol: "tcp" } }) };
    const s = scene({ names });
    s.servByPort(htons(1), "tcp");
    const { error, size } = s.pump()[0]!;
    const needed = 32 + 4 + 4 + 16 + 70_001;
    return [error, size === needed - 65_536];
  },
  { documented: [ENOBUFS, true], reactos: [ENOBUFS, true], wine: [ENOBUFS, true] },
);

row(
  34,
  "unknown service and protocol",
  (scene) => {
    const s = scene();
    s.servByPort(htons(9), "tcp");
    const service = outcome(s);
    s.protoByNumber(200);
    return [service, outcome(s)];
  },
  { documented: [NO_DATA, NO_DATA], reactos: [NO_DATA, NO_DATA], wine: [NO_DATA, NO_DATA] },
);

row(
  35,
  "the post fails because the queue is full, then there is room",
  (scene) => {
    const s = scene({ knobs: { queueLimit: 1 } });
    s.winsock.PostMessage(s.U, s.w, 0x8002);
    s.hostByName("alpha.test");
    s.winsock.run();
    const before = s.state();
    s.dispatchAll();
    return [before, outcome(s)];
  },
  { documented: ["lost", "no message"], reactos: ["lost", "no message"], wine: ["lost", "no message"], winsock11: ["posting", 0] },
);

row(
  36,
  "window NULL",
  (scene) => {
    const s = scene();
    return [s.hostByName("alpha.test", s.b, 1024, 0) !== 0, outcome(s), s.state()];
  },
  { documented: [true, "no message", "lost"], reactos: [true, "no message", "lost"], wine: [true, "no message", "lost"] },
);

row(
  39,
  "WSAStartup(0.1), before and after a service request",
  (scene) => {
    const s = scene();
    const before = s.winsock.startup(0x0100);
    s.servByName("http", "tcp");
    return [before, s.winsock.startup(0x0100)];
  },
  { documented: [VERNOTSUPPORTED, 0], reactos: [VERNOTSUPPORTED, VERNOTSUPPORTED], wine: [VERNOTSUPPORTED, VERNOTSUPPORTED] },
);

row(
  40,
  "GetAddrInfoExW and its cancel",
  (scene) => {
    const s = scene();
    const [overlapped, result, handle] = [s.memory.allocate(32), s.memory.allocate(8), s.memory.allocate(8)];
    const name = s.memory.allocateWideString("alpha.test");
    const started = s.winsock.GetAddrInfoExW(s.U, name, 0, 0, 0, 0, result, 0, overlapped, 0, handle);
    return [started, s.winsock.GetAddrInfoExCancel(s.U, handle)];
  },
  { documented: [997, 0], reactos: [120, 6], wine: [997, 6] },
);

describe("every row", () => {
  afterAll(() => covered.clear());
  it("is tested or listed as out of reach, never both", () => {
    for (let number = 1; number <= 40; number++) expect([number, covered.has(number) !== number in outOfReach]).toEqual([number, true]);
  });
});

describe("reference sizes: Wine's formula (documented too) and ReactOS's, Win32 and Win64", () => {
  it.each([
    ["host localhost", 42, 48, 70, 72, (s: Scene) => s.hostByName("localhost")],
    ["host alpha.test", 43, 48, 71, 72, (s: Scene) => s.hostByName("alpha.test")],
    ["host multi.test", 83, 88, 127, 128, (s: Scene) => s.hostByName("multi.test")],
    ["service http", 37, 37, 61, 61, (s: Scene) => s.servByPort(htons(80), "tcp")],
    ["service https", 39, 39, 63, 63, (s: Scene) => s.servByPort((htons(443) << 16) >> 16, "tcp")],
    ["protocol tcp", 28, 32, 48, 56, (s: Scene) => s.protoByName("tcp")],
  ] as const)("%s: %i / %i, %i / %i", (_what, wine32, reactos32, wine64, reactos64, start) => {
    const size = (profile: ProfileName, pointerSize: 4 | 8) => {
      const s = new Scene({ profile, pointerSize });
      start(s);
      return s.pump()[0]!.size;
    };
    expect([size("wine", 4), size("reactos", 4), size("wine", 8), size("reactos", 8)]).toEqual([wine32, reactos32, wine64, reactos64]);
    expect([size("documented", 4), size("documented", 8)]).toEqual([wine32, wine64]);
  });

  it("every layout can be read field by field, on both targets", () => {
    for (const profile of ["documented", "reactos", "wine"] as const)
      for (const pointerSize of [4, 8] as const) {
        const s = new Scene({ profile, pointerSize });
        s.hostByName("multi.test");
        s.pump();
        expect(readHostent(s.memory, s.b)).toEqual({
          h_name: "multi.test",
          h_aliases: ["m1.test", "m2.test"],
          h_addrtype: 2,
          h_length: 4,
          h_addr_list: ["192.0.2.20", "192.0.2.21", "192.0.2.22"],
        });
      }
  });
});

it("a network that is down reaches lookups of every provider", () => {
  for (const profile of all) {
    const s = new Scene({ profile });
    s.hostByName("alpha.test");
    s.winsock.setNetworkDown(true);
    expect(outcome(s)).toBe(ENETDOWN);
    expect(s.peek(PM_NOREMOVE)).toBeUndefined();
  }
  expect(Object.keys(profiles)).toEqual([...all]);
});
