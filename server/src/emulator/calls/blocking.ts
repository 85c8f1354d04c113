/** The blocking calls and hooks of Winsock 1.1, WSAAsyncSelect, and the small helpers. */
import type { Asked, Dispatch, Outcome, Procedure, WouldBlock } from "../api.ts";
import { BLOCKING_CALLS, SOCKET, Sockets, T, Threads, W, WAIT_BLOCKING, Waits } from "../core/layout.ts";
import { type Address, latin1, readString } from "../memory.ts";
import type { Answer } from "../names.ts";
import { resolve } from "../resolve.ts";
import { resultImage, writeImage } from "../results.ts";
import { INFINITE } from "../codes.ts";
import { INVALID_SOCKET, SOCKET_ERROR } from "../../winsock/constants.ts";
import {
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINPROGRESS,
  WSAEINTR,
  WSAEINVAL,
  WSAENETDOWN,
  WSAENOBUFS,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSANOTINITIALISED,
} from "../../winsock/errorValues.ts";
import { AsyncDatabase } from "./asyncDatabase.ts";

const [, BLOCKED, INTERRUPTED, ANSWERED] = [0, 1, 2, 3];
/** What WSASetBlockingHook answers for the provider's own hook: never NULL, which would mean failure. */
const DEFAULT_HOOK = 0xefff_fff0;
const FIRST_SOCKET = 0x100;
const STORAGE = 1024;
/** Where inet_ntoa puts its text in a thread's storage, behind the result of the database calls. */
const NTOA = STORAGE;

interface BlockingArguments {
  readonly kind: number;
  readonly name: Address;
  readonly proto: Address;
  readonly number: number;
  readonly type: number;
}

export class Blocking extends AsyncDatabase {
  gethostbyname(thread: number, name: Address): Address | WouldBlock | Dispatch {
    return this.#blocking(thread, { kind: 0, name, proto: 0, number: 0, type: 2 });
  }

  gethostbyaddr(thread: number, addr: Address, len: number, type: number): Address | WouldBlock | Dispatch {
    return this.#blocking(thread, { kind: 1, name: addr, proto: 0, number: len, type });
  }

  getservbyname(thread: number, name: Address, proto: Address): Address | WouldBlock | Dispatch {
    return this.#blocking(thread, { kind: 2, name, proto, number: 0, type: 2 });
  }

  getservbyport(thread: number, port: number, proto: Address): Address | WouldBlock | Dispatch {
    return this.#blocking(thread, { kind: 3, name: 0, proto, number: port, type: 2 });
  }

  getprotobyname(thread: number, name: Address): Address | WouldBlock | Dispatch {
    return this.#blocking(thread, { kind: 4, name, proto: 0, number: 0, type: 2 });
  }

  getprotobynumber(thread: number, number: number): Address | WouldBlock | Dispatch {
    return this.#blocking(thread, { kind: 5, name: 0, proto: 0, number, type: 2 });
  }

  #blocking(thread: number, args: BlockingArguments): Address | WouldBlock | Dispatch {
    this.enter(thread);
    const call = BLOCKING_CALLS[args.kind]!;
    const numbers = this.thread(thread);
    const failed = (error: number) => this.called(thread, call, [args.name, args.proto, args.number], this.fail(thread, error, 0));
    if (numbers[T.blocking] === 0) {
      if (this.startupCount === 0) return failed(WSANOTINITIALISED);
      const bad = this.#begin(thread, args);
      if (bad) return failed(bad);
      if (this.loud) this.emit({ kind: "blocking-call", thread, call, phase: "begins", error: 0 });
      return this.block(thread, WAIT_BLOCKING, [args.kind], INFINITE);
    }
    // A call from a procedure that the waiting call itself dispatched is a second call, not the first one asking again.
    if (this.depth(thread) > numbers[T.blockingDepth]!) return failed(WSAEINPROGRESS);
    if (numbers[T.blocking] === INTERRUPTED) return failed(this.#end(thread, call, WSAEINTR));
    if (numbers[T.blocking] === ANSWERED) {
      // Read before the end clears it.
      const answer = this.answer(numbers[T.blockingAnswer]!);
      const error = this.#end(thread, call, numbers[T.blockingError]!);
      if (error || !answer) return failed(error);
      const result = this.#store(thread, answer);
      return result ? this.called(thread, call, [args.name, args.proto, args.number], result) : failed(WSAENOBUFS);
    }
    if (this.#hooks) {
      const hook = numbers[T.hook]!;
      const ran = hook ? this.runProcedure(thread, "hook", hook, []) : this.pumpOne(thread);
      if (typeof ran === "object") return ran;
    }
    return this.block(thread, WAIT_BLOCKING, [args.kind], INFINITE);
  }

  /** Reads the arguments and lets the lookup begin; answers an error that ends the call at once. */
  #begin(thread: number, args: BlockingArguments): number {
    if (this.world(W.netDown)) return WSAENETDOWN;
    let text: string | undefined = "";
    if (args.kind === 1) {
      if (args.type !== 2) return WSAEAFNOSUPPORT;
      if (args.number < 4) return WSAEFAULT;
      text = this.readAddress(args.name);
    } else if (args.kind !== 3 && args.kind !== 5 && !(args.kind === 0 && args.name === 0)) text = readString(this.memory, args.name);
    const protocol = args.proto === 0 ? undefined : readString(this.memory, args.proto);
    if (text === undefined || (args.proto !== 0 && protocol === undefined)) return WSAEFAULT;
    const own = this.store.own(Threads, thread);
    own[T.blocking] = BLOCKED;
    own[T.blockingDepth] = this.depth(thread);
    own[T.blockingCall] = args.kind;
    own[T.blockingText] = this.textId(text);
    own[T.blockingProtocol] = protocol === undefined ? -1 : this.textId(protocol);
    own[T.blockingNumber] = args.number;
    own[T.blockingReady] = this.clock ? this.now + (this.#answerOf(thread).delay ?? 0) : 0;
    return 0;
  }

  #answerOf(thread: number): Answer {
    const t = this.thread(thread);
    const protocol = t[T.blockingProtocol]!;
    const input = {
      kind: t[T.blockingCall]!,
      text: this.text(t[T.blockingText]!),
      protocol: protocol < 0 ? undefined : this.text(protocol),
      number: t[T.blockingNumber]!,
    };
    return resolve(input, this.names, { ...this.profile, servByNameIsProtoByName: false }, this.hostName);
  }

  protected blockingReady(thread: number): number | undefined {
    const t = this.thread(thread);
    return t[T.alive] && t[T.blocking] === BLOCKED ? t[T.blockingReady]! : undefined;
  }

  /** The lookup of the thread's blocking call returns. */
  protected answerBlocking(thread: number, outcome: Outcome): void {
    const answer: Answer =
      typeof outcome === "object"
        ? outcome.answer
        : typeof outcome === "number" && outcome !== 0
          ? { error: outcome }
          : this.#answerOf(thread);
    const own = this.store.own(Threads, thread);
    own[T.blocking] = ANSWERED;
    own[T.blockingError] = this.world(W.netDown) ? WSAENETDOWN : answer.error;
    own[T.blockingAnswer] = answer.error ? -1 : this.answerId(answer);
  }

  #end(thread: number, call: string, error: number): number {
    const own = this.store.own(Threads, thread);
    for (let field = T.blocking; field <= T.blockingReady; field++) own[field] = 0;
    this.unblock(thread);
    if (this.loud) this.emit({ kind: "blocking-call", thread, call, phase: error === WSAEINTR ? "cancelled" : "ends", error });
    return error;
  }

  /** The thread's own storage, allocated when first needed; 0 if the memory hands out none. */
  #storage(thread: number): Address {
    const known = this.thread(thread)[T.storage]!;
    if (known) return known;
    const address = this.memory.allocate?.(STORAGE + 16) ?? 0;
    this.setThread(thread, T.storage, address);
    return address;
  }

  #store(thread: number, answer: Answer): Address {
    const address = this.#storage(thread);
    if (!address) return 0;
    const image = resultImage(answer, address, this.memory.size, this.profile);
    return image.bytes.length <= STORAGE && writeImage(this.memory, address, image, STORAGE, true) ? address : 0;
  }

  /** Whether a thread that waits in a blocking call would get on. */
  protected blockingCanResume(thread: number): boolean {
    const t = this.thread(thread);
    if (t[T.blocking] !== BLOCKED) return true;
    if (!this.#hooks) return false;
    return t[T.hook] !== 0 || (this.hasMessage(thread, 0, 0, 0) && this.findMessage(thread, 0, 0, 0)?.source !== "quit");
  }

  get #inert(): boolean {
    return this.profile.blockingHooks === "inert";
  }

  /** Whether a blocking call lets hooks and messages run. */
  get #hooks(): boolean {
    return this.below2 && !this.#inert;
  }

  WSAIsBlocking(thread: number): number {
    this.enter(thread);
    return this.called(thread, "WSAIsBlocking", [], this.#hooks && this.thread(thread)[T.blocking]! > 0 ? 1 : 0);
  }

  /** Ends the blocking call of this thread with WSAEINTR. From a handler or hook that runs during the call. */
  WSACancelBlockingCall(thread: number): number {
    this.enter(thread);
    let error = 0;
    if (this.startupCount === 0) error = WSANOTINITIALISED;
    else if (this.#inert) return this.called(thread, "WSACancelBlockingCall", [], 0);
    else if (!this.below2) error = WSAEOPNOTSUPP;
    else if (this.thread(thread)[T.blocking] === 0) error = WSAEINVAL;
    if (error) return this.called(thread, "WSACancelBlockingCall", [], this.fail(thread, error, SOCKET_ERROR));
    this.setThread(thread, T.blocking, INTERRUPTED);
    return this.called(thread, "WSACancelBlockingCall", [], 0);
  }

  /** The hook installed before (at first the provider's own), or 0 with an error. */
  WSASetBlockingHook(thread: number, lpBlockFunc: Address | Procedure): Address {
    this.enter(thread);
    const hook = this.procedureAddress(lpBlockFunc);
    const error = this.startupCount === 0 ? WSANOTINITIALISED : !this.below2 && !this.#inert ? WSAEOPNOTSUPP : hook === 0 ? WSAEFAULT : 0;
    if (error) return this.called(thread, "WSASetBlockingHook", [hook], this.fail(thread, error, 0));
    const before = this.thread(thread)[T.hook] || DEFAULT_HOOK;
    this.setThread(thread, T.hook, hook === DEFAULT_HOOK ? 0 : hook);
    return this.called(thread, "WSASetBlockingHook", [hook], before);
  }

  WSAUnhookBlockingHook(thread: number): number {
    this.enter(thread);
    const error = this.startupCount === 0 ? WSANOTINITIALISED : !this.below2 && !this.#inert ? WSAEOPNOTSUPP : 0;
    if (error) return this.called(thread, "WSAUnhookBlockingHook", [], this.fail(thread, error, SOCKET_ERROR));
    this.setThread(thread, T.hook, 0);
    return this.called(thread, "WSAUnhookBlockingHook", [], 0);
  }

  // --- sockets, as far as their messages collide with those of requests ------------------------------------------------------------------------

  socket(thread: number, af: number, type: number, protocol: number): number {
    this.enter(thread);
    const error = this.startupCount === 0 ? WSANOTINITIALISED : af !== 2 && af !== 23 ? WSAEAFNOSUPPORT : 0;
    if (error) return this.called(thread, "socket", [af, type, protocol], this.fail(thread, error, INVALID_SOCKET));
    const index = this.store.add(Sockets, [1, 0, 0, 0, 0]);
    return this.called(thread, "socket", [af, type, protocol], FIRST_SOCKET + 4 * index);
  }

  protected socketIndex(s: number): number {
    const index = (s - FIRST_SOCKET) / 4;
    return Number.isInteger(index) && this.store.get(Sockets, index)?.[SOCKET.alive] ? index : -1;
  }

  protected socketHandle(index: number): number {
    return FIRST_SOCKET + 4 * index;
  }

  closesocket(thread: number, s: number): number {
    this.enter(thread);
    const index = this.socketIndex(s);
    if (index < 0)
      return this.called(thread, "closesocket", [s], this.fail(thread, this.startupCount ? WSAENOTSOCK : WSANOTINITIALISED, SOCKET_ERROR));
    const own = this.store.own(Sockets, index);
    own.fill(0);
    return this.called(thread, "closesocket", [s], 0);
  }

  /** Each event of `lEvent` may then be posted once (`{kind: "socket"}` steps). 0 ends it; messages that are queued stay. */
  WSAAsyncSelect(thread: number, s: number, hWnd: number, wMsg: number, lEvent: number): number {
    this.enter(thread);
    const args = [s, hWnd, wMsg, lEvent];
    const index = this.socketIndex(s);
    let error = 0;
    if (this.startupCount === 0) error = WSANOTINITIALISED;
    else if (index < 0) error = WSAENOTSOCK;
    else if (lEvent !== 0 && this.windowIndex(hWnd) < 0) error = WSAEINVAL;
    if (error) return this.called(thread, "WSAAsyncSelect", args, this.fail(thread, error, SOCKET_ERROR));
    const own = this.store.own(Sockets, index);
    own[SOCKET.window] = lEvent ? hWnd : 0;
    own[SOCKET.message] = lEvent ? wMsg : 0;
    own[SOCKET.mask] = lEvent;
    own[SOCKET.fired] = 0;
    return this.called(thread, "WSAAsyncSelect", args, 0);
  }

  // --- helpers -----------------------------------------------------------------------------------------------------------------------------------

  gethostname(thread: number, name: Address, namelen: number): number {
    this.enter(thread);
    const text = latin1(this.hostName + "\0");
    const refused = this.profile.hostNameNeedsStartup && this.startupCount === 0;
    let error = refused ? WSANOTINITIALISED : namelen < text.length ? WSAEFAULT : 0;
    if (!error && !this.memory.write(name, text)) error = WSAEFAULT;
    return this.called(thread, "gethostname", [name, namelen], error ? this.fail(thread, error, SOCKET_ERROR) : 0);
  }

  htons(value: number): number {
    return ((value & 0xff) << 8) | ((value >> 8) & 0xff);
  }

  ntohs(value: number): number {
    return this.htons(value);
  }

  htonl(value: number): number {
    return (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | ((value >>> 24) & 0xff)) >>> 0;
  }

  ntohl(value: number): number {
    return this.htonl(value);
  }

  /** The address in network order as u_long, INADDR_NONE (0xFFFFFFFF) for what is none. Reads one to four parts, each decimal, 0 or 0x. */
  inet_addr(thread: number, cp: Address): number {
    this.enter(thread);
    const text = readString(this.memory, cp);
    return this.called(thread, "inet_addr", [cp], text === undefined ? 0xffffffff : parseInet(text));
  }

  /** Address of a text in the thread's storage, which the next call overwrites. */
  inet_ntoa(thread: number, address: number): Address {
    this.enter(thread);
    const storage = this.#storage(thread);
    const text = [address & 255, (address >>> 8) & 255, (address >>> 16) & 255, (address >>> 24) & 255].join(".");
    if (!storage || !this.memory.write(storage + NTOA, latin1((text + "\0").padEnd(16, "\0")))) {
      return this.called(thread, "inet_ntoa", [address], this.fail(thread, WSAENOBUFS, 0));
    }
    return this.called(thread, "inet_ntoa", [address], storage + NTOA);
  }

  /** Threads with a blocking call that has no answer yet. */
  protected blockingThreads(): number[] {
    const result: number[] = [];
    for (let thread = 0; thread < this.store.count(Threads); thread++) if (this.blockingReady(thread) !== undefined) result.push(thread);
    return result;
  }

  /** What the blocking call of a thread asks for. */
  protected blockingAsks(thread: number): Asked {
    const numbers = this.thread(thread);
    return { call: BLOCKING_CALLS[numbers[T.blockingCall]!]!, name: this.text(numbers[T.blockingText]!) };
  }

  protected waitsFor(thread: number): readonly number[] {
    return this.store.get(Waits, thread);
  }
}

/** The text forms of inet_addr: the last part fills what is left of the 32 bits. */
function parseInet(text: string): number {
  const trimmed = text.trimEnd();
  if (trimmed === "") return text === "" ? 0xffffffff : 0;
  const parts = trimmed.split(".");
  if (parts.length > 4) return 0xffffffff;
  const values = parts.map((part) =>
    /^0x[0-9a-f]+$/i.test(part)
      ? Number.parseInt(part, 16)
      : /^0[0-7]*$/.test(part)
        ? Number.parseInt(part, 8)
        : /^[1-9]\d*$/.test(part)
          ? Number(part)
          : -1,
  );
  const last = values.pop()!;
  if (last < 0 || last >= 2 ** (32 - 8 * values.length) || values.some((value) => value < 0 || value > 255)) return 0xffffffff;
  let host = last;
  values.forEach((value, index) => {
    host += value * 2 ** (24 - 8 * index);
  });
  return (((host & 0xff) << 24) | ((host & 0xff00) << 8) | ((host >>> 8) & 0xff00) | ((host >>> 24) & 0xff)) >>> 0;
}
