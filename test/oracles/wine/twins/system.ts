/** Twins of the programs about names without a request, queue states, events and window classes. */
import { emptyMessage, PM_NOREMOVE, PM_REMOVE, type TwinBody, WM_USER, WM_X, WM_Y } from "../twin.ts";

const QS_POSTMESSAGE = 8;
const WAIT_TIMEOUT = 258;
const WAIT_FAILED = 0xffffffff;
const LIMIT = 10_000;
const AF_INET = 2;
const [NI_NUMERICHOST, NI_NAMEREQD, NI_NUMERICSERV, NI_DGRAM] = [2, 4, 8, 16];

const truth = (value: boolean): number => (value ? 1 : 0);

export const system: Readonly<Record<string, TwinBody>> = {
  "name-info": (p) => {
    const { main, memory } = p;
    const [address, node, service] = [p.buffer(16), p.buffer(128), p.buffer(128)];
    const ask = (what: string, dotted: string, port: number, nodeSize: number, serviceSize: number, flags: number) => {
      memory.write(node, Uint8Array.of(45, 0, 0, 0));
      memory.write(service, Uint8Array.of(45, 0, 0, 0));
      memory.write(address, Uint8Array.of(AF_INET, 0, port >> 8, port & 255, ...dotted.split(".").map(Number)));
      const result = main.GetNameInfoW(address, 16, node, nodeSize, service, serviceSize, flags);
      p.say(result ? `${what}: ${result | 0}` : `${what}: ${p.readWideText(node)} ${p.readWideText(service)}`);
    };
    const numbers = NI_NUMERICHOST! | NI_NUMERICSERV!;
    p.begin_without_startup();
    ask("not started", "192.0.2.10", 80, 64, 64, numbers);
    p.begin();
    ask("numbers", "192.0.2.10", 80, 64, 64, numbers);
    ask("names", "192.0.2.10", 80, 64, 64, 0);
    ask("datagram", "192.0.2.10", 123, 64, 64, NI_DGRAM!);
    ask("unknown, number", "192.0.2.99", 4711, 64, 64, 0);
    main.WSASetLastError(5);
    ask("unknown, name required", "192.0.2.99", 80, 64, 64, NI_NAMEREQD!);
    p.say(`last error: ${main.WSAGetLastError()}`);
    ask("node alone", "192.0.2.10", 80, 64, 0, NI_NUMERICHOST!);
    ask("service alone", "192.0.2.10", 80, 0, 64, NI_NUMERICSERV!);
    ask("nothing asked", "192.0.2.10", 80, 0, 0, NI_NUMERICHOST!);
    ask("node too small", "192.0.2.10", 80, 5, 64, numbers);
    ask("node exact", "192.0.2.10", 80, 11, 64, numbers);
    ask("service too small", "192.0.2.10", 80, 64, 2, numbers);
    const bare = (what: string, from: number, length: number, to: number, size: number) =>
      p.say(`${what}: ${main.GetNameInfoW(from, length, to, size, 0, 0, NI_NUMERICHOST!) | 0}`);
    bare("short", address, 4, node, 64);
    bare("no address", 0, 16, node, 64);
    memory.write(address, Uint8Array.of(99, 0));
    bare("bad family", address, 16, node, 64);
    p.end();
  },

  "host-name": (p) => {
    const name = p.buffer(256);
    const ask = (what: string, length: number) => p.answered(what, p.main.gethostname(name, length));
    p.begin_without_startup();
    ask("before startup", 256);
    p.begin();
    ask("enough room", 256);
    p.say(`a name: ${truth(p.readText(name) !== "")}`);
    ask("one byte", 1);
    ask("no room", 0);
    ask("exact", p.readText(name).length + 1);
    p.end();
  },

  "queue-state": (p) => {
    const { main } = p;
    const bits = () => main.GetQueueStatus(QS_POSTMESSAGE);
    const state = (when: string) => {
      const now = bits();
      p.say(`${when}: new ${truth((now & QS_POSTMESSAGE) !== 0)}, there ${truth(((now >>> 16) & QS_POSTMESSAGE) !== 0)}`);
    };
    p.begin();
    const message = emptyMessage();
    while (main.PeekMessage(message, 0, 0, 0, PM_REMOVE));
    state("empty");
    p.started("a", main.WSAAsyncGetProtoByName(p.window, WM_X, p.text("tcp"), p.a, 1024));
    main.WaitMessage();
    while (!((bits() >>> 16) & QS_POSTMESSAGE)) p.settle();
    state("posted and seen");
    main.PeekMessage(message, 0, WM_Y, WM_Y, PM_NOREMOVE);
    state("looked for another");
    main.PostMessage(p.window, WM_USER + 5, 1, 2);
    state("posted again");
    state("asked again");
    p.take();
    state("one taken");
    p.take();
    state("all taken");
    p.end();
  },

  "events-and-sections": (p) => {
    const { main } = p;
    const waited = (what: string, result: number) => {
      const code = result >>> 0;
      p.say(`${what}: ${code === WAIT_TIMEOUT ? "time-out" : code === WAIT_FAILED ? "failed" : code}`);
    };
    p.begin();
    const both = [main.CreateEvent(0, 0), main.CreateEvent(1, 1)];
    waited("one", main.WaitForMultipleObjects(both, 0, 0));
    waited("all", main.WaitForMultipleObjects(both, 1, 0));
    main.SetEvent(both[0]!);
    waited("all, set", main.WaitForMultipleObjects(both, 1, 0));
    waited("the first has reset itself", main.WaitForSingleObject(both[0]!, 0));
    waited("the second has not", main.WaitForSingleObject(both[1]!, 0));
    main.ResetEvent(both[1]!);
    waited("until it is reset", main.WaitForSingleObject(both[1]!, 0));
    const held = main.CreateEvent(0, 0);
    const section = p.buffer(40);
    main.InitializeCriticalSection(section);
    const thread = main.CreateThread(0, 0);
    const holder = p.callsOf(p.winsock.threadOf(thread));
    holder.EnterCriticalSection(section);
    holder.EnterCriticalSection(section);
    holder.SetEvent(held);
    waited("held", main.WaitForSingleObject(held, LIMIT));
    p.say(`try: ${main.TryEnterCriticalSection(section)}`);
    waited("thread runs", main.WaitForSingleObject(thread, 0));
    holder.LeaveCriticalSection(section);
    holder.LeaveCriticalSection(section);
    holder.ExitThread(7);
    waited("thread ends", main.WaitForSingleObject(thread, LIMIT));
    p.say(`try: ${main.TryEnterCriticalSection(section)}`);
    main.LeaveCriticalSection(section);
    main.DeleteCriticalSection(section);
    main.CloseHandle(thread);
    waited("closed", main.WaitForSingleObject(thread, 0));
    p.end();
  },

  "window-facts": (p) => {
    const { main } = p;
    const tried = (name: string, result: number) => {
      const error = main.GetLastError();
      p.say(result ? `${name}: ${result}` : `${name}: 0, error ${error}`);
    };
    const answers = (result: number) => (_thread: number, _window: number, message: number) => (message === WM_USER + 1 ? result : 0);
    const first = answers(1);
    p.begin();
    p.say(`register: ${truth(main.RegisterClass("Mine", first) !== 0)}`);
    tried("again", truth(main.RegisterClass("Mine", first) !== 0));
    const mine = main.CreateWindowEx("Mine", 0);
    const child = main.CreateWindowEx("Mine", mine);
    p.say(`windows: ${main.IsWindow(mine)} ${main.IsWindow(child)}`);
    p.say(`parent: ${truth(main.GetParent(child) === mine)} ${truth(main.GetParent(mine) === 0)}`);
    p.say(`thread: ${truth(main.GetWindowThreadProcessId(mine) === main.GetCurrentThreadId())}`);
    tried("unregister", main.UnregisterClass("Mine"));
    p.say(`send: ${main.SendMessage(mine, WM_USER + 1, 0, 0)}`);
    const before = main.SetWindowProcedure(mine, answers(2));
    p.say(`replaced: ${truth(before === main.SetWindowProcedure(child, first))}`);
    p.say(`send: ${main.SendMessage(mine, WM_USER + 1, 0, 0)}`);
    p.say(`to the child: ${main.SendMessage(child, WM_USER + 1, 0, 0)}`);
    p.say(`destroy: ${main.DestroyWindow(mine)}`);
    p.say(`windows: ${main.IsWindow(mine)} ${main.IsWindow(child)}`);
    tried("send", main.SendMessage(mine, WM_USER + 1, 0, 0));
    tried("post", main.PostMessage(mine, WM_USER + 1, 0, 0));
    tried("destroy", main.DestroyWindow(mine));
    tried("unregister", main.UnregisterClass("Mine"));
    tried("unregister", main.UnregisterClass("Mine"));
    p.say(`create: ${truth(main.CreateWindowEx("Mine", 0) !== 0)}`);
    p.end();
  },
};
