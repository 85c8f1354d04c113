/** Winsock calls go to the emulator as they are; what a call reads as text is settled before. */
import { WOULD_BLOCK } from "../../emulator/index.ts";
import { type Model, type ModelResult, type Models, type Run, type RunValue, WAIT } from "./types.ts";

/** `p` address, `t` address of text that the call reads, `h` handle, `w` window, `i` integer. */
type Kinds = string;

function argumentsOf(run: Run, kinds: Kinds, args: readonly RunValue[]): number[] {
  return [...kinds].map((kind, i) => {
    const value = args[i];
    if (kind === "w") return run.window(value);
    if (kind === "i" || kind === "h") return run.int(value);
    const address = run.address(value);
    if (kind === "t" && address !== 0 && run.rest(address) > 0) run.text(address);
    return address;
  });
}

type Answer =
  | number
  | undefined
  | typeof WOULD_BLOCK
  | { readonly dispatch: string; readonly procedure: number; readonly args: readonly number[] };

/** Result of an emulator call as that of a model: a wait, code to run first, or the number. */
export function answerOf(answer: Answer | undefined, again: readonly RunValue[]): ModelResult {
  if (answer === WOULD_BLOCK) return WAIT;
  if (typeof answer === "object") return { callback: answer.procedure, args: answer.args, data: again };
  return answer ?? 0;
}

/** A start: a new request touches what others do only through its buffer. */
function start(kinds: Kinds, call: (run: Run, args: number[]) => Answer): Model {
  const plain = forward(kinds, call, false);
  return {
    ...plain,
    run(run, given) {
      const args = settled(run, given);
      const values = argumentsOf(run, kinds, args);
      if (!run.independent(values.at(-2)!, values.at(-1)!)) run.point();
      return plain.run(run, args);
    },
  };
}

/** Window and message of a start that what is visible of the program does not tell: those of the environment, where it has some. */
function settled(run: Run, [window, message, ...rest]: readonly RunValue[]): readonly RunValue[] {
  const number = run.isUnknown(message) ? run.environment("message of a start", []) : 0;
  const own = !run.isUnknown(window) && window !== undefined && run.int(window) === 0 ? run.environment("window of a start", []) : 0;
  return [own === 0 ? window! : own, number === 0 ? message! : number, ...rest];
}

function forward(kinds: Kinds, call: (run: Run, args: number[]) => Answer | undefined, point: boolean | "threads" = true): Model {
  return {
    point,
    run(run, args) {
      const values = argumentsOf(run, kinds, args);
      return answerOf(
        run.guarded(() => call(run, values)),
        args,
      );
    },
    resume(run, data, result) {
      run.winsock.returnFromDispatch(run.thread, run.int(result));
      return { again: data };
    },
  };
}

/** The call has no result. */
const silent = (_done: unknown): number => 0;

const WSASYSNOTREADY = 10091;

const startup = forward("ip", (run, [version, data]) => run.winsock.WSAStartup(run.thread, version!, data!), "threads");

/** getaddrinfo and the like are not modelled: their result is unknown. */
export const winsockModels: Models = {
  WSAStartup: {
    ...startup,
    run(run, args) {
      const fails = run.environment("startup may fail", []) === 1 && run.decide("WSAStartup", 2, ["it succeeds", "it fails"]) === 1;
      if (!fails) return startup.run(run, args);
      run.setState("startup failed", 1);
      run.event("startup failed", { code: WSASYSNOTREADY });
      return WSASYSNOTREADY;
    },
  },
  WSACleanup: forward("", (run) => run.winsock.WSACleanup(run.thread)),
  WSAGetLastError: forward("", (run) => run.winsock.WSAGetLastError(run.thread), false),
  WSASetLastError: forward("i", (run, [error]) => silent(run.winsock.WSASetLastError(run.thread, error!)), false),
  WSAAsyncGetHostByName: start("witpi", (run, [w, m, n, b, l]) => run.winsock.WSAAsyncGetHostByName(run.thread, w!, m!, n!, b!, l!)),
  WSAAsyncGetHostByAddr: start("wipiipi", (run, [w, m, a, n, t, b, l]) =>
    run.winsock.WSAAsyncGetHostByAddr(run.thread, w!, m!, a!, n!, t!, b!, l!),
  ),
  WSAAsyncGetServByName: start("wittpi", (run, [w, m, n, p, b, l]) =>
    run.winsock.WSAAsyncGetServByName(run.thread, w!, m!, n!, p!, b!, l!),
  ),
  WSAAsyncGetServByPort: start("wiitpi", (run, [w, m, n, p, b, l]) =>
    run.winsock.WSAAsyncGetServByPort(run.thread, w!, m!, n!, p!, b!, l!),
  ),
  WSAAsyncGetProtoByName: start("witpi", (run, [w, m, n, b, l]) => run.winsock.WSAAsyncGetProtoByName(run.thread, w!, m!, n!, b!, l!)),
  WSAAsyncGetProtoByNumber: start("wiipi", (run, [w, m, n, b, l]) => run.winsock.WSAAsyncGetProtoByNumber(run.thread, w!, m!, n!, b!, l!)),
  WSACancelAsyncRequest: forward("h", (run, [h]) => run.winsock.WSACancelAsyncRequest(run.thread, h!)),

  gethostbyname: forward("t", (run, [n]) => run.winsock.gethostbyname(run.thread, n!)),
  gethostbyaddr: forward("pii", (run, [a, l, t]) => run.winsock.gethostbyaddr(run.thread, a!, l!, t!)),
  getservbyname: forward("tt", (run, [n, p]) => run.winsock.getservbyname(run.thread, n!, p!)),
  getservbyport: forward("it", (run, [n, p]) => run.winsock.getservbyport(run.thread, n!, p!)),
  getprotobyname: forward("t", (run, [n]) => run.winsock.getprotobyname(run.thread, n!)),
  getprotobynumber: forward("i", (run, [n]) => run.winsock.getprotobynumber(run.thread, n!)),
  WSAIsBlocking: forward("", (run) => run.winsock.WSAIsBlocking(run.thread), false),
  WSACancelBlockingCall: forward("", (run) => run.winsock.WSACancelBlockingCall(run.thread)),
  WSASetBlockingHook: forward("p", (run, [f]) => run.winsock.WSASetBlockingHook(run.thread, f!)),
  WSAUnhookBlockingHook: forward("", (run) => run.winsock.WSAUnhookBlockingHook(run.thread)),
  socket: forward("iii", (run, [f, t, p]) => run.winsock.socket(run.thread, f!, t!, p!), false),
  closesocket: forward("h", (run, [s]) => run.winsock.closesocket(run.thread, s!), false),
  WSAAsyncSelect: forward("hhii", (run, [s, w, m, e]) => run.winsock.WSAAsyncSelect(run.thread, s!, w!, m!, e!)),
  gethostname: forward("pi", (run, [n, l]) => run.winsock.gethostname(run.thread, n!, l!), false),
  inet_addr: forward("t", (run, [c]) => run.winsock.inet_addr(run.thread, c!), false),
  inet_ntoa: {
    run(run, args) {
      const address = typeof args[0] === "object" && "aggregate" in args[0] ? inAddr(args[0] as never) : run.int(args[0]);
      return run.winsock.inet_ntoa(run.thread, address);
    },
  },
  htons: (run, [v]) => (run.isUnknown(v) ? run.unknown("htons", 16, false) : swap16(run.int(v))),
  ntohs: (run, [v]) => (run.isUnknown(v) ? run.unknown("ntohs", 16, false) : swap16(run.int(v))),
  htonl: (run, [v]) => (run.isUnknown(v) ? run.unknown("htonl", 32, false) : swap32(run.int(v))),
  ntohl: (run, [v]) => (run.isUnknown(v) ? run.unknown("ntohl", 32, false) : swap32(run.int(v))),

  MAKEWORD: (run, [low, high]) => ((run.int(low) & 255) | ((run.int(high) & 255) << 8)) & 0xffff,
  MAKELONG: (run, [low, high]) => ((run.int(low) & 0xffff) | ((run.int(high) & 0xffff) << 16)) >>> 0,
  MAKELPARAM: (run, [low, high]) => (run.int(low) & 0xffff) | ((run.int(high) & 0xffff) << 16),
  MAKEWPARAM: (run, [low, high]) => ((run.int(low) & 0xffff) | ((run.int(high) & 0xffff) << 16)) >>> 0,
  LOWORD: half("LOWORD", (value) => value & 0xffff),
  HIWORD: half("HIWORD", (value) => (value >>> 16) & 0xffff),
  LOBYTE: half("", (value) => value & 255),
  HIBYTE: half("", (value) => (value >>> 8) & 255),
  WSAGETASYNCERROR: half("WSAGETASYNCERROR", (value) => (value >>> 16) & 0xffff),
  WSAGETASYNCBUFLEN: half("WSAGETASYNCBUFLEN", (value) => value & 0xffff),
  WSAGETSELECTERROR: half("", (value) => (value >>> 16) & 0xffff),
  WSAGETSELECTEVENT: half("", (value) => value & 0xffff),
  WSAMAKEASYNCREPLY: (run, [length, error]) => (run.int(length) & 0xffff) | ((run.int(error) & 0xffff) << 16),

  GetAddrInfoExW: forward("ppippppppp", (run, [n, s, ns, i, h, r, t, o, c, a]) =>
    run.winsock.GetAddrInfoExW(run.thread, n!, s!, ns!, i!, h!, r!, t!, o!, c!, a!),
  ),
  GetAddrInfoExCancel: forward("p", (run, [h]) => run.winsock.GetAddrInfoExCancel(run.thread, h!)),
  GetAddrInfoExOverlappedResult: forward("p", (run, [o]) => run.winsock.GetAddrInfoExOverlappedResult(run.thread, o!)),
  FreeAddrInfoExW: forward("p", (run, [r]) => silent(run.winsock.FreeAddrInfoExW(run.thread, r!))),

  // A connection can be made, refused, or still be on its way: which one is not this library's subject.
  connect: (run) => run.unknown("the result of connect", 32, true),
  recv: (run) => run.unknown("the result of recv", 32, true),
  send: (run) => run.unknown("the result of send", 32, true),
};

/** @param told name under which a use is an event: the halves of a reply's lParam. */
function half(told: string, take: (value: number) => number): (run: Run, args: readonly RunValue[]) => RunValue {
  return (run, [value]) => {
    if (run.isUnknown(value)) return run.unknown("a part of a word", 16, false);
    const word = Number(BigInt.asIntN(32, run.big(value)));
    if (told !== "") run.event("word", { macro: told, value: word });
    return take(word);
  };
}

/** The four bytes of a `struct in_addr` that is passed by value. */
function inAddr(value: { readonly bytes?: Uint8Array }): number {
  const bytes = value.bytes;
  return bytes ? (bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)) >>> 0 : 0;
}

export function swap16(value: number): number {
  return ((value & 255) << 8) | ((value >> 8) & 255);
}
export function swap32(value: number): number {
  return (((value & 255) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | ((value >>> 24) & 255)) >>> 0;
}
