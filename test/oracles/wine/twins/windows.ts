/** Twins of the programs about windows, queues and messages. */
import {
  emptyMessage,
  errorOf,
  PM_NOREMOVE,
  PM_REMOVE,
  sizeOf,
  type Twin,
  type TwinBody,
  WM_USER,
  WM_X,
  WM_Y,
  WSAENOBUFS,
} from "../twin.ts";

const WM_CREATE = 1;
const WM_DESTROY = 2;
const WM_TIMER = 0x0113;
const HWND_MESSAGE = -3;
const QS_POSTMESSAGE = 8;
const WAIT_OBJECT_0 = 0;
const WAIT_TIMEOUT = 258;
const WAIT_FAILED = 0xffffffff;
const FD_WRITE = 2;
const LIMIT = 10_000;

const host = (p: Twin, label: string, name: string, buffer = p.a, window = p.window, message = WM_X) =>
  p.started(label, p.main.WSAAsyncGetHostByName(window, message, p.text(name), buffer, 1024));
const protocol = (p: Twin, label: string, name: string, window = p.window, message = WM_X) =>
  p.started(label, p.main.WSAAsyncGetProtoByName(window, message, p.text(name), p.a, 1024));
const peek = (p: Twin, message: ReturnType<typeof emptyMessage>, window: number, low: number, high: number, remove = PM_REMOVE) =>
  p.main.PeekMessage(message, window, low, high, remove);
const dispatchNext = (p: Twin) => {
  const message = emptyMessage();
  if (p.wait_message(message, PM_REMOVE)) p.main.DispatchMessage(message);
};

export const windows: Readonly<Record<string, TwinBody>> = {
  "null-window": (p) => {
    p.begin();
    protocol(p, "a", "tcp", 0);
    p.silence();
    p.print_protocol(p.a);
    p.cancelled("a", p.handle(0));
    p.end();
  },

  "message-zero": (p) => {
    p.begin();
    const handle = protocol(p, "a", "tcp", p.window, 0);
    const message = emptyMessage();
    p.wait_for(message, p.window, 0, 0, PM_REMOVE);
    const seen = message.message === 0 && message.wParam === handle ? 1 : 0;
    p.say(`seen ${seen}, error ${errorOf(message.lParam)}, size ${sizeOf(message.lParam)}`);
    p.end();
  },

  "window-gone-before-start": (p) => {
    p.begin();
    p.main.DestroyWindow(p.window);
    protocol(p, "a", "tcp");
    p.silence();
    p.print_protocol(p.a);
    p.end();
  },

  "window-gone-while-running": (p) => {
    p.begin();
    host(p, "a", "gated.test");
    p.main.DestroyWindow(p.window);
    p.open_gate("gate");
    p.silence();
    p.print_host(p.a);
    p.cancelled("a", p.handle(0));
    p.end();
  },

  "window-gone-when-posted": (p) => {
    p.begin();
    const other = p.new_window();
    protocol(p, "a", "tcp");
    p.queued();
    p.main.PostMessage(other, WM_USER + 7, 5, 6);
    p.say(`destroy: ${p.main.DestroyWindow(p.window)}`);
    p.silence();
    p.silence();
    p.print_protocol(p.a);
    p.cancelled("a", p.handle(0));
    p.say(`post to it: ${p.main.PostMessage(p.window, WM_X, 1, 2)}`);
    p.say(`error ${p.main.GetLastError()}`);
    p.end();
  },

  "two-windows": (p) => {
    p.begin();
    const other = p.new_window();
    host(p, "a", "alpha.test");
    p.queued();
    host(p, "b", "beta2.test", p.b, other);
    const message = emptyMessage();
    p.wait_for(message, other, WM_X, WM_X, PM_REMOVE);
    p.say(`other: ${message.hwnd === other ? 1 : 0}`);
    p.print_message(message);
    p.say(`other again: ${peek(p, message, other, WM_X, WM_X)}`);
    p.take();
    p.silence();
    p.end();
  },

  "filter-by-number": (p) => {
    p.begin();
    host(p, "a", "alpha.test");
    p.queued();
    host(p, "b", "beta2.test", p.b, p.window, WM_Y);
    const message = emptyMessage();
    p.wait_for(message, p.window, WM_Y, WM_Y, PM_REMOVE);
    p.print_message(message);
    p.say(`above: ${peek(p, message, p.window, WM_Y, 0xbfff)}`);
    p.say(`below: ${peek(p, message, p.window, WM_USER, WM_X - 1)}`);
    p.say(`range: ${peek(p, message, p.window, WM_X - 1, WM_X + 1)}`);
    p.print_message(message);
    p.end();
  },

  "look-and-leave": (p) => {
    p.begin();
    host(p, "a", "alpha.test");
    p.queued();
    const message = emptyMessage();
    p.say(`look: ${peek(p, message, p.window, WM_X, WM_X, PM_NOREMOVE)}`);
    p.print_message(message);
    p.say(`look: ${peek(p, message, p.window, WM_X, WM_X, PM_NOREMOVE)}`);
    p.cancelled("a", p.handle(0));
    p.say(`take: ${peek(p, message, p.window, WM_X, WM_X)}`);
    p.print_message(message);
    p.say(`take: ${peek(p, message, p.window, WM_X, WM_X)}`);
    p.end();
  },

  "quit-through-filter": (p) => {
    p.begin();
    p.main.PostQuitMessage(7);
    host(p, "a", "alpha.test");
    p.settle();
    const message = emptyMessage();
    for (const which of ["first", "second"]) {
      p.say(`${which}: ${peek(p, message, p.window, WM_X, WM_X)}`);
      p.print_message(message);
    }
    p.say(`third: ${peek(p, message, p.window, WM_X, WM_X)}`);
    p.end();
  },

  "quit-after-posted": (p) => {
    p.begin();
    p.main.PostQuitMessage(3);
    p.main.PostMessage(p.window, WM_Y, 1, 0);
    protocol(p, "a", "tcp");
    p.settle();
    const message = emptyMessage();
    const get = () => p.say(`get: ${p.main.GetMessage(message, 0, 0, 0)}`);
    get();
    p.say(`number 0x${message.message.toString(16)}`);
    get();
    p.print_message(message);
    p.say(`get: ${p.main.GetMessage(message, 0, 0, 0)}`);
    p.print_message(message);
    p.say(`peek: ${peek(p, message, 0, 0, 0)}`);
    p.end();
  },

  "quit-taken-once": (p) => {
    p.begin();
    p.main.PostQuitMessage(1);
    p.main.PostQuitMessage(2);
    const message = emptyMessage();
    p.say(`look: ${peek(p, message, 0, 0, 0, PM_NOREMOVE)}`);
    p.print_message(message);
    p.say(`take: ${peek(p, message, 0, 0, 0)}`);
    p.print_message(message);
    p.say(`take: ${peek(p, message, 0, 0, 0)}`);
    p.end();
  },

  dispatch: (p) => {
    p.begin();
    let depth = 0;
    p.procedure((_thread, _window, number, wide) => {
      if (number !== WM_X) return 0;
      depth++;
      p.say(`enter ${p.labelOf(wide!)} at depth ${depth}`);
      if (depth === 1) dispatchNext(p);
      p.say(`leave ${p.labelOf(wide!)} at depth ${depth}`);
      depth--;
      return 0;
    });
    host(p, "a", "alpha.test");
    p.queued();
    host(p, "b", "gated.test", p.b);
    p.open_gate("gate");
    dispatchNext(p);
    p.silence();
    p.end();
  },

  "start-nested": (p) => {
    p.begin();
    const start = (label: string, size: number) =>
      p.started(label, p.main.WSAAsyncGetServByName(p.window, WM_X, p.text("ntp"), p.text("udp"), p.a, size));
    p.procedure((_thread, _window, number, wide, low) => {
      if (number !== WM_X) return 0;
      p.say(`handler ${p.labelOf(wide!)}: error ${errorOf(low!)}, size ${sizeOf(low!)}`);
      if (errorOf(low!) === WSAENOBUFS) start("again", sizeOf(low!));
      else p.print_service(p.a);
      return 0;
    });
    start("a", 10);
    dispatchNext(p);
    dispatchNext(p);
    p.silence();
    p.end();
  },

  "own-class": (p) => {
    p.begin();
    const procedure = (_thread: number, window: number, number: number, wide: number, low: number) => {
      if (number === WM_CREATE) p.say("create");
      else if (number === WM_DESTROY) {
        p.say("destroy");
        p.main.PostQuitMessage(5);
      } else if (number === WM_X) {
        p.say(`completion ${p.labelOf(wide)}: error ${errorOf(low)}`);
        p.main.SendMessage(window, WM_DESTROY, 0, 0);
        p.main.DestroyWindow(window);
      }
      return 0;
    };
    p.say(`class ${p.main.RegisterClass("own", procedure) === 0 ? 0 : 1}`);
    const own = p.main.CreateWindowEx("own", 0);
    p.main.SendMessage(own, WM_CREATE, 0, 0);
    p.say(`again ${p.main.RegisterClass("own", procedure) === 0 ? 0 : 1}`);
    p.say(`send ${p.main.SendMessage(own, WM_USER, 0, 0)}`);
    p.started("a", p.main.WSAAsyncGetServByName(own, WM_X, p.text("ntp"), p.text("udp"), p.a, 1024));
    const message = emptyMessage();
    while (p.main.GetMessage(message, 0, 0, 0) > 0) p.main.DispatchMessage(message);
    p.say(`loop ended with ${message.wParam}, window ${p.main.IsWindow(own)}`);
    p.end();
  },

  "message-only-window": (p) => {
    p.begin();
    const only = p.main.CreateWindowEx("STATIC", HWND_MESSAGE);
    p.say(`window ${only !== 0 ? 1 : 0}`);
    protocol(p, "a", "tcp", only);
    p.say(`for it: ${p.take().hwnd === only ? 1 : 0}`);
    p.main.DestroyWindow(only);
    p.say(`window ${p.main.IsWindow(only)}`);
    p.end();
  },

  "thread-message": (p) => {
    p.begin();
    p.main.PostThreadMessage(p.main.GetCurrentThreadId(), WM_USER + 9, 3, 4);
    protocol(p, "a", "tcp");
    p.wait_for(emptyMessage(), p.window, WM_X, WM_X, PM_NOREMOVE);
    const message = p.take();
    p.say(`no window: ${message.hwnd === 0 ? 1 : 0}`);
    p.say(`dispatch: ${p.main.DispatchMessage(message)}`);
    p.take();
    p.end();
  },

  "thread-message-filter": (p) => {
    p.begin();
    protocol(p, "a", "tcp");
    p.queued();
    const message = emptyMessage();
    p.main.PostThreadMessage(p.main.GetCurrentThreadId(), WM_USER + 9, 3, 4);
    p.say(`thread only: ${peek(p, message, -1, 0, 0)}`);
    p.print_message(message);
    p.say(`thread only: ${peek(p, message, -1, 0, 0)}`);
    p.main.PostThreadMessage(p.main.GetCurrentThreadId(), WM_USER + 8, 3, 4);
    p.say(`window only: ${peek(p, message, p.window, WM_USER, 0xffff)}`);
    p.print_message(message);
    p.say(`window only: ${peek(p, message, p.window, WM_USER, 0xffff)}`);
    p.take();
    p.end();
  },

  "wait-for-queue": (p) => {
    p.begin();
    const event = p.main.CreateEvent(0, 0);
    const wait = (limit: number) => p.main.MsgWaitForMultipleObjects([event], 0, limit, QS_POSTMESSAGE);
    const truth = (value: boolean) => (value ? 1 : 0);
    p.say(`time-out: ${truth(wait(50) === WAIT_TIMEOUT)}`);
    host(p, "a", "gated.test");
    p.main.SetEvent(event);
    p.say(`event: ${truth(wait(LIMIT) === WAIT_OBJECT_0)}`);
    p.open_gate("gate");
    p.say(`queue: ${truth(wait(LIMIT) === WAIT_OBJECT_0 + 1)}`);
    p.take();
    p.say(`task handle: ${truth(p.main.WaitForSingleObject(p.handle(0), 50) >>> 0 === WAIT_FAILED)}`);
    p.end();
  },

  "timer-last": (p) => {
    p.begin();
    protocol(p, "a", "tcp");
    p.main.SetTimer(p.window, 3, 10, 0);
    p.queued();
    p.tick();
    const message = emptyMessage();
    p.main.GetMessage(message, p.window, 0, 0);
    p.print_message(message);
    p.main.GetMessage(message, p.window, 0, 0);
    p.say(`timer ${message.message === WM_TIMER ? 1 : 0}: ${message.wParam}`);
    p.say(`kill: ${p.main.KillTimer(p.window, 3)}`);
    p.say(`kill: ${p.main.KillTimer(p.window, 3)}`);
    p.end();
  },

  "shared-buffer": (p) => {
    p.begin();
    protocol(p, "a", "tcp");
    p.queued();
    host(p, "b", "gated.test", p.a, p.window, WM_Y);
    p.open_gate("gate");
    p.wait_for(emptyMessage(), p.window, WM_Y, WM_Y, PM_NOREMOVE);
    for (let i = 0; i < 2; i++) {
      p.take();
      p.print_host(p.a);
    }
    p.end();
  },

  "socket-message": (p) => {
    p.begin();
    const s = p.main.socket(2, 2, 0);
    p.answered("select", p.main.WSAAsyncSelect(s, p.window, WM_X, FD_WRITE));
    p.queued();
    host(p, "a", "gated.test");
    p.open_gate("gate");
    for (let i = 0; i < 2; i++) {
      const message = emptyMessage();
      if (!p.wait_message(message, PM_REMOVE)) p.say("nothing");
      else if (message.wParam === s) p.say(`socket: event ${sizeOf(message.lParam)}, error ${errorOf(message.lParam)}`);
      else p.print_message(message);
    }
    p.answered("select off", p.main.WSAAsyncSelect(s, p.window, 0, 0));
    p.cancelled("the socket", s);
    p.answered("close", p.main.closesocket(s));
    p.end();
  },

  "order-forced": (p) => {
    p.begin();
    host(p, "slow", "gated.test");
    host(p, "quick", "alpha.test", p.b);
    p.take();
    p.open_gate("gate");
    p.take();
    p.print_host(p.a);
    p.print_host(p.b);
    p.end();
  },
};
