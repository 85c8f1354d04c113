/** Windows, queues, timers, threads and waits around the requests. */
import { describe, expect, it } from "vitest";
import { type Dispatch, FlatMemory, type Msg, Winsock } from "./index.ts";

const WM_QUIT = 0x12;
const WM_TIMER = 0x113;
const WM_APP = 0x8000;
const HWND_MESSAGE = -3;
const INFINITE = 0xffffffff;
const WAIT_TIMEOUT = 258;
const QS_ALLINPUT = 0x4ff;

function scene() {
  const w = new Winsock();
  const t = w.mainThread;
  const seen: number[] = [];
  w.RegisterClass(t, "C", (_thread, _hWnd, message) => {
    seen.push(message!);
    return message! + 1;
  });
  return { w, t, hWnd: w.CreateWindowEx(t, "C"), seen };
}
const newMsg = (): Msg => ({ hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 });

describe("filters", () => {
  it("take by window, with its children, and by number", () => {
    const { w, t, hWnd } = scene();
    const child = w.CreateWindowEx(t, "C", hWnd);
    const other = w.CreateWindowEx(t, "C");
    w.PostMessage(t, other, WM_APP);
    w.PostMessage(t, child, WM_APP + 1);
    w.PostMessage(t, hWnd, WM_APP + 2);
    const m = newMsg();
    expect(w.PeekMessage(t, m, hWnd, WM_APP + 2, WM_APP + 2, 1)).toBe(1);
    expect(m.hwnd).toBe(hWnd);
    expect(w.PeekMessage(t, m, hWnd, 0, 0, 1)).toBe(1);
    expect(m.hwnd).toBe(child);
    expect(w.PeekMessage(t, m, hWnd, 0, 0, 1)).toBe(0);
    expect(w.PeekMessage(t, m, 0, 0, 0, 1)).toBe(1);
    expect(m.hwnd).toBe(other);
  });

  it("-1 takes thread messages alone", () => {
    const { w, t, hWnd } = scene();
    w.PostMessage(t, hWnd, WM_APP);
    w.PostThreadMessage(t, w.threadId(t), WM_APP + 1);
    const m = newMsg();
    expect(w.PeekMessage(t, m, -1, 0, 0, 1)).toBe(1);
    expect([m.hwnd, m.message]).toEqual([0, WM_APP + 1]);
    expect(w.PeekMessage(t, m, -1, 0, 0, 1)).toBe(0);
  });

  it("a window that is gone: GetMessage -1, PeekMessage 0, both 1400", () => {
    const { w, t, hWnd } = scene();
    w.DestroyWindow(t, hWnd);
    expect(w.GetMessage(t, newMsg(), hWnd)).toBe(-1);
    expect(w.GetLastError(t)).toBe(1400);
    w.SetLastError(t, 0);
    expect(w.PeekMessage(t, newMsg(), hWnd)).toBe(0);
    expect(w.GetLastError(t)).toBe(1400);
  });

  it("WM_QUIT comes after posted messages that pass, and before timers", () => {
    const { w, t, hWnd } = scene();
    w.SetTimer(t, hWnd, 1, 10);
    w.advance(10);
    w.PostQuitMessage(t, 7);
    w.PostMessage(t, hWnd, WM_APP);
    const m = newMsg();
    expect([w.GetMessage(t, m), m.message]).toEqual([1, WM_APP]);
    expect([w.GetMessage(t, m), m.message, m.wParam]).toEqual([0, WM_QUIT, 7]);
    expect([w.GetMessage(t, m), m.message]).toEqual([1, WM_TIMER]);
    expect(w.GetMessage(t, m)).toBe("would-block");
  });
});

describe("windows", () => {
  it("only their own thread destroys them; children go too", () => {
    const { w, t, hWnd } = scene();
    const child = w.CreateWindowEx(t, "C", hWnd);
    const T = w.threadOf(w.CreateThread(t, 0, 0));
    expect(w.DestroyWindow(T, hWnd)).toBe(0);
    expect(w.GetLastError(T)).toBe(5);
    expect(w.DestroyWindow(t, hWnd)).toBe(1);
    expect([w.IsWindow(t, hWnd), w.IsWindow(t, child)]).toEqual([0, 0]);
  });

  it("message-only windows get posted messages but no broadcast", () => {
    const { w, t, hWnd } = scene();
    const only = w.CreateWindowEx(t, "C", HWND_MESSAGE);
    expect(w.PostMessage(t, 0xffff, WM_APP)).toBe(1);
    expect(w.PostMessage(t, only, WM_APP + 1)).toBe(1);
    const m = newMsg();
    expect([w.GetMessage(t, m), m.hwnd]).toEqual([1, hWnd]);
    expect([w.GetMessage(t, m), m.hwnd, m.message]).toEqual([1, only, WM_APP + 1]);
    expect(w.PeekMessage(t, m)).toBe(0);
  });

  it("classes: no name twice, none removed while it has windows, no window without one", () => {
    const { w, t, hWnd } = scene();
    expect([w.RegisterClass(t, "c", 0), w.GetLastError(t)]).toEqual([0, 1410]);
    expect([w.UnregisterClass(t, "C"), w.GetLastError(t)]).toEqual([0, 1412]);
    w.DestroyWindow(t, hWnd);
    expect(w.UnregisterClass(t, "C")).toBe(1);
    expect([w.CreateWindowEx(t, "C"), w.GetLastError(t)]).toEqual([0, 1407]);
  });

  it("the handle of a dead window can come again, and a late completion then reaches the new window", () => {
    const w = new Winsock({ profile: "documented" });
    const reusing = new Winsock({ profile: { ...w.profile, reuseWindowHandles: true } });
    const t = reusing.mainThread;
    reusing.startup();
    reusing.RegisterClass(t, "C", 0x1000);
    const first = reusing.CreateWindowEx(t, "C");
    reusing.WSAAsyncGetProtoByNumber(t, first, WM_APP, 6, reusing.flat.allocate(64), 64);
    reusing.DestroyWindow(t, first);
    expect(reusing.CreateWindowEx(t, "C")).toBe(first);
    reusing.run();
    expect(reusing.requestView(0).state).toBe("posted");
  });
});

describe("procedures as addresses", () => {
  it("are handed to the host, which reports their result", () => {
    const w = new Winsock();
    const t = w.mainThread;
    w.RegisterClass(t, "C", 0x401000);
    const hWnd = w.CreateWindowEx(t, "C");
    const d = w.SendMessage(t, hWnd, WM_APP, 1, 2) as Dispatch;
    expect(d).toEqual({ dispatch: "window", thread: t, procedure: 0x401000, args: [hWnd, WM_APP, 1, 2] });
    w.returnFromDispatch(t, 5);
    expect(() => w.returnFromDispatch(t, 5)).toThrow(TypeError);
  });

  it("a message sent from another thread is handled inside GetMessage, and the sender gets the result", () => {
    const w = new Winsock();
    const t = w.mainThread;
    w.RegisterClass(t, "C", 0x401000);
    const hWnd = w.CreateWindowEx(t, "C");
    const T = w.threadOf(w.CreateThread(t, 0, 0));
    expect(w.GetMessage(t, newMsg())).toBe("would-block");
    expect(w.SendMessage(T, hWnd, WM_APP)).toBe("would-block");
    expect([w.canResume(t), w.canResume(T)]).toEqual([true, false]);
    expect(w.GetMessage(t, newMsg())).toMatchObject({ procedure: 0x401000 });
    w.returnFromDispatch(t, 99);
    expect(w.canResume(T)).toBe(true);
    expect(w.SendMessage(T, hWnd, WM_APP)).toBe(99);
    expect(w.GetMessage(t, newMsg())).toBe("would-block");
  });

  it("a sender whose receiver ends gets 0", () => {
    const w = new Winsock();
    const T = w.threadOf(w.CreateThread(w.mainThread, 0, 0));
    w.RegisterClass(T, "C", 0x401000);
    const hWnd = w.CreateWindowEx(T, "C");
    expect(w.SendMessage(w.mainThread, hWnd, WM_APP)).toBe("would-block");
    w.ExitThread(T, 0);
    expect(w.SendMessage(w.mainThread, hWnd, WM_APP)).toBe(0);
  });

  it("a MSG in memory has the real layout", () => {
    for (const size of [4, 8] as const) {
      const memory = new FlatMemory(size);
      const w = new Winsock({ memory });
      w.RegisterClass(0, "C", () => 3);
      const hWnd = w.CreateWindowEx(0, "C");
      w.PostMessage(0, hWnd, WM_APP, 0x1234, -2);
      const msg = memory.allocate(size === 8 ? 48 : 28);
      expect(w.GetMessage(0, msg)).toBe(1);
      const view = new DataView(memory.read(msg, size === 8 ? 48 : 28)!.buffer);
      expect([view.getUint32(0, true), view.getUint32(size, true)]).toEqual([hWnd, WM_APP]);
      expect([view.getUint32(2 * size, true), view.getInt32(3 * size, true)]).toEqual([0x1234, -2]);
      expect(w.DispatchMessage(0, msg)).toBe(3);
    }
  });
});

describe("waits and time", () => {
  it("Sleep and limited waits end when their time is up", () => {
    const { w, t } = scene();
    expect(w.Sleep(t, 50)).toBe("would-block");
    w.advance(49);
    expect(w.canResume(t)).toBe(false);
    w.advance(1);
    expect([w.canResume(t), w.Sleep(t, 50), w.waitsIn(t)]).toEqual([true, 0, undefined]);
    const event = w.CreateEvent(t, 0, 0);
    expect(w.WaitForSingleObject(t, event, 20)).toBe("would-block");
    w.advance(20);
    expect(w.WaitForSingleObject(t, event, 20)).toBe(WAIT_TIMEOUT);
  });

  it("auto-reset events let one waiter through, manual ones all", () => {
    const { w, t } = scene();
    const event = w.CreateEvent(t, 0, 1);
    expect(w.WaitForSingleObject(t, event, INFINITE)).toBe(0);
    expect(w.WaitForSingleObject(t, event, 0)).toBe(WAIT_TIMEOUT);
    const manual = w.CreateEvent(t, 1, 1);
    expect(w.WaitForMultipleObjects(t, [event, manual], 0, 0)).toBe(1);
    expect(w.WaitForMultipleObjects(t, [event, manual], 1, 0)).toBe(WAIT_TIMEOUT);
    w.SetEvent(t, event);
    expect(w.WaitForMultipleObjects(t, [event, manual], 1, 0)).toBe(0);
  });

  it("a thread handle is signalled when the thread ends; a task handle can never be waited for", () => {
    const { w, t, hWnd } = scene();
    const handle = w.CreateThread(t, 0, 0);
    expect(w.WaitForSingleObject(t, handle, INFINITE)).toBe("would-block");
    w.ExitThread(w.threadOf(handle), 0);
    expect(w.WaitForSingleObject(t, handle, INFINITE)).toBe(0);
    w.startup();
    const task = w.WSAAsyncGetProtoByNumber(t, hWnd, WM_APP, 6, w.flat.allocate(64), 64);
    expect([w.WaitForSingleObject(t, task, 1000), w.GetLastError(t), w.CloseHandle(t, task)]).toEqual([0xffffffff, 6, 0]);
  });

  it("MsgWaitForMultipleObjects ends for new messages only", () => {
    const { w, t, hWnd } = scene();
    w.PostMessage(t, hWnd, WM_APP);
    expect(w.MsgWaitForMultipleObjects(t, [], 0, 0, QS_ALLINPUT)).toBe(0);
    expect(w.PeekMessage(t, newMsg(), 0, 0, 0, 0)).toBe(1);
    expect(w.MsgWaitForMultipleObjects(t, [], 0, 0, QS_ALLINPUT)).toBe(WAIT_TIMEOUT);
    w.PostMessage(t, hWnd, WM_APP);
    expect(w.MsgWaitForMultipleObjects(t, [], 0, 0, QS_ALLINPUT)).toBe(0);
  });

  it("critical sections are entered again by their owner and keep others out", () => {
    const { w, t } = scene();
    const T = w.threadOf(w.CreateThread(t, 0, 0));
    w.InitializeCriticalSection(t, 0x5000);
    expect([w.EnterCriticalSection(t, 0x5000), w.EnterCriticalSection(t, 0x5000)]).toEqual([0, 0]);
    expect(w.EnterCriticalSection(T, 0x5000)).toBe("would-block");
    w.LeaveCriticalSection(t, 0x5000);
    expect([w.canResume(T), w.TryEnterCriticalSection(T, 0x5000)]).toEqual([false, 0]);
    w.LeaveCriticalSection(t, 0x5000);
    expect([w.canResume(T), w.EnterCriticalSection(T, 0x5000)]).toEqual([true, 0]);
  });

  it("timers repeat once taken, and end with KillTimer or their window", () => {
    const { w, t, hWnd, seen } = scene();
    w.SetTimer(t, hWnd, 5, 100);
    w.advance(350);
    const m = newMsg();
    expect([w.PeekMessage(t, m, 0, 0, 0, 1), m.message, m.wParam]).toEqual([1, WM_TIMER, 5]);
    expect(w.DispatchMessage(t, m)).toBe(WM_TIMER + 1);
    expect(seen).toEqual([WM_TIMER]);
    expect(w.PeekMessage(t, m, 0, 0, 0, 1)).toBe(0);
    w.advance(100);
    expect(w.KillTimer(t, hWnd, 5)).toBe(1);
    expect([w.PeekMessage(t, m, 0, 0, 0, 1), w.KillTimer(t, hWnd, 5)]).toEqual([0, 0]);
  });

  it("without a clock a deadline fires only while its thread waits, the earliest first, and equal situations are equal states", () => {
    const w = new Winsock({ clock: false });
    const T = w.threadOf(w.CreateThread(0, 0, 0));
    const idle = w.snapshot();
    w.Sleep(0, 100);
    w.Sleep(T, 300);
    expect(w.enabledSteps()).toEqual([{ kind: "deadline", deadline: 0 }]);
    w.perform({ kind: "deadline", deadline: 0 });
    expect([w.Sleep(0, 100), w.Sleep(0, 100)]).toEqual([0, "would-block"]);
    expect(w.enabledSteps()).toHaveLength(1);
    w.perform(w.enabledSteps()[0]!);
    w.Sleep(0, 100);
    w.perform(w.enabledSteps()[0]!);
    w.Sleep(T, 300);
    expect(w.snapshot()).toBe(idle);
    expect(() => w.advance(1)).toThrow(TypeError);
  });
});

describe("blocking calls of 1.1", () => {
  it("a hook runs until the answer is there; WSACancelBlockingCall ends the call with WSAEINTR", () => {
    const w = new Winsock();
    const t = w.mainThread;
    w.startup(0x0101);
    let ran = 0;
    expect(w.WSASetBlockingHook(t, () => ++ran)).not.toBe(0);
    const name = w.flat.allocateString("localhost");
    expect(w.gethostbyname(t, name)).toBe("would-block");
    expect(w.gethostbyname(t, name)).toBe("would-block");
    expect(ran).toBe(1);
    expect(w.WSACancelBlockingCall(t)).toBe(0);
    expect([w.gethostbyname(t, name), w.WSAGetLastError(t)]).toEqual([0, 10004]);
    expect(w.WSAUnhookBlockingHook(t)).toBe(0);
    expect([w.WSACancelBlockingCall(t), w.WSAGetLastError(t)]).toEqual([-1, 10022]);
  });

  it("from 2.0 on the hooks are refused", () => {
    const w = new Winsock();
    w.startup();
    expect([w.WSASetBlockingHook(0, 0x1000), w.WSAGetLastError(0)]).toEqual([0, 10045]);
    expect([w.WSACancelBlockingCall(0), w.WSAIsBlocking(0)]).toEqual([-1, 0]);
  });
});

describe("small helpers", () => {
  const w = new Winsock({ hostName: "me" });
  w.startup();
  it("byte order", () => {
    expect([w.htons(443), w.ntohs(0xbb01), w.htonl(0x7f000001), w.ntohl(0x0100007f)]).toEqual([0xbb01, 443, 0x0100007f, 0x7f000001]);
  });
  it("inet_addr and inet_ntoa", () => {
    const inet = (text: string) => w.inet_addr(0, w.flat.allocateString(text));
    expect([inet("127.0.0.1"), inet("192.0.2.10"), inet("0x7f.1"), inet("1.2.3.256"), inet("x"), inet("")]).toEqual([
      0x0100007f, 0x0a0200c0, 0x0100007f, 0xffffffff, 0xffffffff, 0xffffffff,
    ]);
    const text = w.inet_ntoa(0, 0x0a0200c0);
    expect(String.fromCharCode(...w.memory.read(text, 10)!)).toBe("192.0.2.10");
  });
  it("gethostname needs room", () => {
    const at = w.flat.allocate(8);
    expect([w.gethostname(0, at, 3), w.memory.read(at, 3)]).toEqual([0, Uint8Array.from([109, 101, 0])]);
    expect([w.gethostname(0, at, 2), w.WSAGetLastError(0)]).toEqual([-1, 10014]);
  });
  it("the own host name always resolves, an empty name means it, and dotted text needs no lookup", () => {
    for (const [name, error] of [
      ["me", 0],
      ["", 0],
      ["10.1.2.3", 0],
      ["1.2.3.400", 11004],
      ["::1", 11004],
      ["other", 11001],
    ] as const) {
      const own = new Winsock({ hostName: "me" });
      own.startup();
      own.RegisterClass(0, "C", 0x1000);
      own.WSAAsyncGetHostByName(0, own.CreateWindowEx(0, "C"), WM_APP, own.flat.allocateString(name), own.flat.allocate(1024), 1024);
      own.run();
      const m = newMsg();
      own.GetMessage(0, m);
      expect([name, Math.floor(m.lParam / 0x10000)]).toEqual([name, error]);
    }
  });
});
