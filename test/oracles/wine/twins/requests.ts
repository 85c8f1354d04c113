/** Twins of the programs about cancel, startup and cleanup, handles and threads. */
import { emptyMessage, errorOf, PM_REMOVE, sizeOf, type Twin, type TwinBody, WM_X } from "../twin.ts";

const INVALID_HANDLE_VALUE = -1;

const host = (p: Twin, label: string, name: string, buffer = p.a, calls = p.main) =>
  p.started(label, calls.WSAAsyncGetHostByName(p.window, WM_X, p.text(name), buffer, 1024), calls);
const protocol = (p: Twin, label: string, name: string, window = p.window) =>
  p.started(label, p.main.WSAAsyncGetProtoByName(window, WM_X, p.text(name), p.a, 1024));

export const requests: Readonly<Record<string, TwinBody>> = {
  "cancel-running": (p) => {
    p.begin();
    host(p, "a", "gated.test");
    p.cancelled("a", p.handle(0));
    p.open_gate("gate");
    p.take();
    p.print_host(p.a);
    p.end();
  },

  "cancel-posted": (p) => {
    p.begin();
    host(p, "a", "alpha.test");
    p.queued();
    p.cancelled("a", p.handle(0));
    p.take();
    p.print_host(p.a);
    p.silence();
    p.end();
  },

  "cancel-taken": (p) => {
    p.begin();
    host(p, "a", "alpha.test");
    const message = emptyMessage();
    p.wait_message(message, PM_REMOVE);
    p.cancelled("a", p.handle(0));
    p.print_message(message);
    p.print_host(p.a);
    p.silence();
    p.end();
  },

  "cancel-in-handler": (p) => {
    p.begin();
    p.procedure((_thread, _window, number, wide, low) => {
      if (number !== WM_X) return 0;
      p.say(`handler ${p.labelOf(wide!)}: error ${errorOf(low!)}, size ${sizeOf(low!)}`);
      p.cancelled("in the handler", wide!);
      return 0;
    });
    p.started("a", p.main.WSAAsyncGetServByPort(p.window, WM_X, 0x5000, p.text("tcp"), p.a, 1024));
    const message = emptyMessage();
    if (p.wait_message(message, PM_REMOVE)) p.main.DispatchMessage(message);
    p.cancelled("after the handler", p.handle(0));
    p.silence();
    p.end();
  },

  "cancel-anything": (p) => {
    p.begin();
    p.main.WSASetLastError(4242);
    p.cancelled("zero", 0);
    p.cancelled("foreign", 0x4321);
    p.cancelled("invalid", INVALID_HANDLE_VALUE);
    host(p, "a", "gated.test");
    p.cancelled("a", p.handle(0));
    p.cancelled("a", p.handle(0));
    p.say(`last error ${p.main.WSAGetLastError()}`);
    p.open_gate("gate");
    p.take();
    p.cancelled("a", p.handle(0));
    p.end();
  },

  "cancel-without-startup": (p) => {
    p.begin_without_startup();
    p.cancelled("before", 1);
    p.answered("startup", p.startup(2, 2));
    protocol(p, "a", "tcp");
    p.take();
    p.answered("cleanup", p.main.WSACleanup());
    p.cancelled("after", p.handle(0));
  },

  "startup-versions": (p) => {
    const data = p.buffer(512);
    const version = (at: number) => p.memory.read(at, 2)!.join(".");
    for (const [major, minor] of [
      [2, 2],
      [1, 1],
      [1, 0],
      [2, 0],
      [2, 1],
      [2, 3],
      [3, 0],
      [1, 2],
      [1, 5],
      [0, 0],
      [0, 1],
      [0, 9],
      [255, 255],
    ] as const) {
      const result = p.startup(major, minor, data);
      if (result) p.say(`${major}.${minor}: error ${result}`);
      else {
        p.say(`${major}.${minor}: agreed ${version(data)}, highest ${version(data + 2)}`);
        p.main.WSACleanup();
      }
    }
    p.answered("no data", p.startup(2, 2, 0));
    p.answered("cleanup", p.main.WSACleanup());
  },

  "startup-counts": (p) => {
    const data = p.buffer(512);
    const cleanup = () => p.answered("cleanup", p.main.WSACleanup());
    p.begin_without_startup();
    cleanup();
    p.answered("startup", p.startup(2, 2, data));
    p.answered("startup", p.startup(1, 1, data));
    p.say(`agreed ${p.memory.read(data, 2)!.join(".")}`);
    p.answered("startup 0.1", p.startup(0, 1, data));
    cleanup();
    host(p, "a", "alpha.test");
    p.take();
    cleanup();
    host(p, "b", "alpha.test", p.b);
    p.take();
    cleanup();
    cleanup();
    p.answered("startup", p.startup(2, 2, data));
    host(p, "c", "alpha.test", p.c);
    p.take();
    p.end();
  },

  "cleanup-running": (p) => {
    p.begin();
    host(p, "a", "gated.test");
    p.at_gate();
    p.answered("cleanup", p.main.WSACleanup());
    p.open_gate("gate");
    if (errorOf(p.take().lParam) === 0) p.print_host(p.a);
    p.cancelled("a", p.handle(0));
  },

  "cleanup-posted": (p) => {
    p.begin();
    host(p, "a", "alpha.test");
    p.queued();
    p.answered("cleanup", p.main.WSACleanup());
    p.cancelled("a", p.handle(0));
    p.take();
    p.print_host(p.a);
    p.silence();
  },

  "cleanup-one-of-two": (p) => {
    p.begin();
    p.answered("startup", p.startup(2, 2));
    host(p, "a", "gated.test");
    p.answered("cleanup", p.main.WSACleanup());
    p.open_gate("gate");
    p.take();
    p.print_host(p.a);
    p.end();
  },

  "last-error-per-thread": (p) => {
    p.begin();
    p.main.WSASetLastError(4242);
    const other = p.new_thread();
    p.say(`other ${other.calls.WSAGetLastError()}`);
    other.calls.WSASetLastError(7);
    p.say(`other ${other.calls.WSAGetLastError()}`);
    other.end();
    p.say(`first ${p.main.WSAGetLastError()}`);
    p.main.SetLastError(99);
    p.say(`first ${p.main.WSAGetLastError()}`);
    p.answered("cleanup", p.main.WSACleanup());
    p.answered("cleanup", p.main.WSACleanup());
    p.say(`of Windows ${p.main.GetLastError()}`);
  },

  "thread-ends": (p) => {
    p.begin();
    const starter = p.new_thread();
    host(p, "a", "gated.test", p.a, starter.calls);
    starter.end();
    p.open_gate("gate");
    p.take();
    p.print_host(p.a);
    p.end();
  },

  "thread-of-window": (p) => {
    p.begin();
    const owner = p.new_thread();
    protocol(p, "a", "tcp", p.new_window(owner.calls));
    p.silence();
    p.take(owner.calls);
    owner.end();
    p.print_protocol(p.a);
    p.end();
  },

  "thread-with-window-ends": (p) => {
    p.begin();
    const owner = p.new_thread();
    const far = p.new_window(owner.calls);
    p.started("a", p.main.WSAAsyncGetHostByName(far, WM_X, p.text("gated.test"), p.a, 1024));
    owner.end();
    p.say(`window: ${p.main.IsWindow(far)}`);
    p.open_gate("gate");
    p.silence();
    p.print_host(p.a);
    p.end();
  },

  "cancel-from-other-thread": (p) => {
    p.begin();
    host(p, "a", "gated.test");
    const canceller = p.new_thread();
    canceller.calls.WSASetLastError(5);
    p.cancelled("a", p.handle(0), canceller.calls);
    p.say(`its last error ${canceller.calls.WSAGetLastError()}`);
    canceller.end();
    p.open_gate("gate");
    p.take();
    p.print_host(p.a);
    p.end();
  },

  "handle-width": (p) => {
    p.begin();
    const first = p.main.WSAAsyncGetProtoByName(p.window, WM_X, p.text("tcp"), p.a, 1024);
    const second = p.main.WSAAsyncGetProtoByName(p.window, WM_X, p.text("udp"), p.b, 1024);
    const third = p.main.WSAAsyncGetProtoByNumber(0, WM_X, 17, p.b, 1024);
    const fits = [first, second, third].map((handle) => (handle <= 0xffff ? 1 : 0));
    p.say(`fit ${fits.join(" ")}`);
    p.say(`steps ${second - first} ${third - second}`);
    p.say(`bytes ${p.memory.size}, ${p.memory.size}`);
    p.end();
  },

  // 65,535 points at which the resolver might get on would not say more than one.
  "handle-reuse": (p) =>
    p.quietly(() => {
      p.begin();
      const first = host(p, "a", "gated.test");
      let zero = 0;
      let early = 0;
      let handle = 0;
      for (let i = 0; i < 65_535; i++) {
        handle = p.startQuietly(() => p.winsock.WSAAsyncGetProtoByNumber(p.winsock.mainThread, 0, WM_X, 6, p.b, 0));
        if (handle === 0) zero++;
        if (handle === first && i < 65_534) early++;
      }
      p.say(`zero ${zero}, early ${early}, same at the end ${handle === first ? 1 : 0}`);
      p.open_gate("gate");
      p.take();
      p.end();
    }),
};
