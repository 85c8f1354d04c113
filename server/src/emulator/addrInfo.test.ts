/** The modern calls, and socket messages that collide with completions. */
import { describe, expect, it } from "vitest";
import { type Dispatch, FlatMemory, readPointer, readWideString, scriptedDatabase, Winsock } from "./index.ts";

const names = scriptedDatabase({
  hosts: [{ name: "multi.test", addresses: ["192.0.2.20", "192.0.2.21"], delay: 500 }],
  hostErrors: [{ name: "soft.test", error: "WSATRY_AGAIN" }],
  services: [{ name: "http", port: 80, protocol: "tcp" }],
});

function scene(size: 4 | 8 = 8, profile: "documented" | "wine" = "documented") {
  const memory = new FlatMemory(size);
  const w = new Winsock({ memory, names, profile });
  w.startup();
  const overlapped = memory.allocate(32);
  const [result, cancel] = [memory.allocate(size), memory.allocate(size)];
  const start = (name: string, more: { service?: string; hints?: number; timeout?: number; overlapped?: number; routine?: number } = {}) =>
    w.GetAddrInfoExW(
      0,
      memory.allocateWideString(name),
      more.service === undefined ? 0 : memory.allocateWideString(more.service),
      12,
      0,
      more.hints ?? 0,
      result,
      more.timeout ?? 0,
      more.overlapped ?? overlapped,
      more.routine ?? 0,
      more.overlapped === 0 ? 0 : cancel,
    );
  return { w, memory, overlapped, result, cancel, start };
}

/** Addresses and ports of a result list, read with the layout of the target. */
function list(memory: FlatMemory, first: number): string[] {
  const P = memory.size;
  const found: string[] = [];
  for (let info = first; info !== 0; info = readPointer(memory, info + (P === 8 ? 64 : 40))!) {
    const sockaddr = readPointer(memory, info + (P === 8 ? 32 : 24))!;
    const bytes = memory.read(sockaddr, 16)!;
    found.push(`${bytes.slice(4, 8).join(".")}:${bytes[2]! * 256 + bytes[3]!}`);
  }
  return found;
}

describe("GetAddrInfoExW", () => {
  it.each([4, 8] as const)("gives a list with real layouts, %i-byte pointers, and FreeAddrInfoExW gives it back", (size) => {
    const { w, memory, result, start, overlapped } = scene(size);
    expect(start("multi.test", { service: "http" })).toBe(997);
    expect(w.GetAddrInfoExOverlappedResult(0, overlapped)).toBe(10036);
    w.advance(499);
    expect(w.GetAddrInfoExOverlappedResult(0, overlapped)).toBe(10036);
    w.advance(1);
    expect(w.GetAddrInfoExOverlappedResult(0, overlapped)).toBe(0);
    const first = readPointer(memory, result)!;
    expect(list(memory, first)).toEqual(["192.0.2.20:80", "192.0.2.21:80"]);
    w.FreeAddrInfoExW(0, first);
    expect(memory.read(first, 1)).toBeUndefined();
    expect(() => w.FreeAddrInfoExW(0, first)).not.toThrow();
  });

  it("without OVERLAPPED it waits; errors are its result", () => {
    const { w, memory, result, start } = scene();
    const name = memory.allocateWideString("multi.test");
    const ask = () => w.GetAddrInfoExW(0, name, 0, 12, 0, 0, result, 0, 0, 0, 0);
    expect([ask(), w.canResume(0), w.waitsIn(0)]).toEqual(["would-block", false, "GetAddrInfoExW"]);
    w.advance(500);
    expect([w.canResume(0), ask(), w.waitsIn(0)]).toEqual([true, 0, undefined]);
    expect(list(memory, readPointer(memory, result)!)).toHaveLength(2);
    expect(start("soft.test", { overlapped: 0 })).toBe("would-block");
    w.run();
    expect(start("soft.test", { overlapped: 0 })).toBe(11002);
  });

  it("a routine that is an address comes back as a Dispatch on a thread of Winsock's own", () => {
    const { w, overlapped, start, cancel } = scene();
    start("multi.test", { routine: 0x401000 });
    const call = w.perform(w.enabledSteps()[0]!) as Dispatch;
    expect(call).toMatchObject({ dispatch: "completion", procedure: 0x401000, args: [0, 0, overlapped] });
    expect(call.thread).not.toBe(0);
    w.returnFromDispatch(call.thread, 0);
    start("multi.test", { routine: 0x401000 });
    expect(w.GetAddrInfoExCancel(0, cancel)).toBe(0);
    expect(w.takeCompletion()).toMatchObject({ args: [10111, 0, overlapped] });
    expect(w.takeCompletion()).toBeUndefined();
  });

  it("hints with a set length or pointer are WSANO_RECOVERY, an unknown family WSAEAFNOSUPPORT", () => {
    const { memory, start } = scene();
    const hints = memory.allocate(80);
    memory.write(hints + 4, Uint8Array.from([99]));
    expect(start("multi.test", { hints })).toBe(10047);
    memory.write(hints + 4, Uint8Array.from([2]));
    memory.write(hints + 16, Uint8Array.from([1]));
    expect(start("multi.test", { hints })).toBe(11003);
  });

  it("its time can run out", () => {
    const { w, memory, overlapped, start } = scene();
    const timeout = memory.allocate(8);
    memory.write(timeout + 4, Uint8Array.from([0xa0, 0x86, 0x01, 0])); // 100,000 microseconds
    start("multi.test", { timeout });
    w.advance(100);
    expect(w.GetAddrInfoExOverlappedResult(0, overlapped)).toBe(10060);
    w.advance(1000);
    expect(w.GetAddrInfoExOverlappedResult(0, overlapped)).toBe(10060);
  });
});

it("GetNameInfoW: names, or numbers where there are none", () => {
  const { w, memory } = scene();
  const sockaddr = memory.allocate(16);
  const [node, service] = [memory.allocate(200), memory.allocate(64)];
  const ask = (address: number[], port: number, flags: number, room = 100) => {
    memory.write(sockaddr, Uint8Array.from([2, 0, port >> 8, port & 255, ...address]));
    const error = w.GetNameInfoW(0, sockaddr, 16, node, room, service, 32, flags);
    return error || [readWideString(memory, node), readWideString(memory, service)];
  };
  expect(ask([192, 0, 2, 20], 80, 0)).toEqual(["multi.test", "http"]);
  expect(ask([192, 0, 2, 20], 80, 2 | 8)).toEqual(["192.0.2.20", "80"]);
  expect(ask([10, 0, 0, 1], 81, 0)).toEqual(["10.0.0.1", "81"]);
  expect(ask([10, 0, 0, 1], 81, 4)).toBe(11001);
  expect(ask([192, 0, 2, 20], 80, 0, 3)).toBe(122);
});

describe("WSAAsyncSelect", () => {
  it("posts each event once, with the socket where a completion has its handle", () => {
    const { w, memory } = scene();
    w.RegisterClass(0, "C", 0x401000);
    const hWnd = w.CreateWindowEx(0, "C");
    const s = w.socket(0, 2, 1, 0);
    expect(w.WSAAsyncSelect(0, s, hWnd, 0x8001, 1 | 32)).toBe(0);
    const handle = w.WSAAsyncGetProtoByNumber(0, hWnd, 0x8001, 6, memory.allocate(64), 64);
    w.perform({ kind: "socket", socket: s, event: 32 });
    w.run();
    expect(w.enabledSteps()).toEqual([{ kind: "socket", socket: s, event: 1 }]);
    const msg = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
    const taken: number[] = [];
    while (w.PeekMessage(0, msg, hWnd, 0x8001, 0x8001, 1) === 1) taken.push(msg.wParam);
    expect(taken).toEqual([s, handle]);
    expect(w.WSAAsyncSelect(0, s, hWnd, 0, 0)).toBe(0);
    expect(w.enabledSteps()).toEqual([]);
    expect([w.closesocket(0, s), w.closesocket(0, s), w.WSAGetLastError(0)]).toEqual([0, -1, 10038]);
  });
});

describe("names without a request, by provider", () => {
  it("GetNameInfoW of Wine hands on what its resolver says, without a last error", () => {
    const asked = (profile: "documented" | "wine") => {
      const w = new Winsock({ profile });
      const t = w.mainThread;
      w.startup();
      const [address, node] = [w.flat.allocate(16), w.flat.allocate(64)];
      w.memory.write(address, Uint8Array.of(2, 0, 0, 80, 192, 0, 2, 10));
      w.WSASetLastError(t, 5);
      const error = w.GetNameInfoW(t, address, 16, node, 4, 0, 0, 2);
      return [error, w.WSAGetLastError(t), w.GetNameInfoW(t, 0, 16, node, 4, 0, 0, 2)];
    };
    expect(asked("documented")).toEqual([122, 122, 10014]);
    expect(asked("wine")).toEqual([-12, 5, -1073741819]);
  });

  it("gethostname and DestroyWindow differ too", () => {
    const asked = (profile: "documented" | "wine") => {
      const w = new Winsock({ profile });
      const t = w.mainThread;
      const result = w.gethostname(t, w.flat.allocate(64), 64);
      w.DestroyWindow(t, 77);
      return [result, w.GetLastError(t)];
    };
    expect(asked("documented")).toEqual([-1, 1400]);
    expect(asked("wine")).toEqual([0, 5]);
  });
});
