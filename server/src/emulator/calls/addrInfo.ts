/** GetAddrInfoExW with its cancel and result calls, FreeAddrInfoExW and GetNameInfoW. */
import type { Asked, Dispatch, Outcome, Procedure, WouldBlock } from "../api.ts";
import { ERROR_CALL_NOT_IMPLEMENTED, INFINITE } from "../codes.ts";
import {
  DEADLINE_QUERY,
  D,
  Q,
  QUERY_FINISHED,
  QUERY_PENDING,
  QUERY_SYNC,
  QUERY_SYNC_DONE,
  Queries,
  W,
  WAIT_QUERY,
} from "../core/layout.ts";
import { getField, setField, sizeOf } from "../core/structs.ts";
import { type Address, readPointer, readWideString } from "../memory.ts";
import type { Answer } from "../names.ts";
import { resolve } from "../resolve.ts";
import {
  WSA_E_CANCELLED,
  WSA_INVALID_HANDLE,
  WSA_IO_PENDING,
  WSA_NOT_ENOUGH_MEMORY,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINPROGRESS,
  WSAEINVAL,
  WSAENETDOWN,
  WSAETIMEDOUT,
  WSAHOST_NOT_FOUND,
  WSANO_RECOVERY,
  WSANOTINITIALISED,
  WSATYPE_NOT_FOUND,
} from "../../winsock/errorValues.ts";
import { Blocking } from "./blocking.ts";

const AF_INET = 2;
const AF_INET6 = 23;
const AI_CANONNAME = 2;
const AI_NUMERICHOST = 4;
const FIRST_QUERY_HANDLE = 0x5_0001;
const NI_NUMERICHOST = 2;
const NI_NAMEREQD = 4;
const NI_NUMERICSERV = 8;
const NI_DGRAM = 16;
/** What Wine's GetNameInfoW gives: an error of the C library underneath, and the code of the fault. */
const EAI_OVERFLOW = -12;
const STATUS_ACCESS_VIOLATION = -1073741819;

interface Hints {
  readonly flags: number;
  readonly family: number;
  readonly type: number;
  readonly protocol: number;
}

export class AddrInfo extends Blocking {
  GetAddrInfoExW(
    thread: number,
    pName: Address,
    pServiceName: Address,
    dwNameSpace: number,
    _lpNspId: Address,
    hints: Address,
    ppResult: Address,
    timeout: Address,
    lpOverlapped: Address,
    lpCompletionRoutine: Address | Procedure,
    lpNameHandle: Address,
  ): number | WouldBlock {
    this.enter(thread);
    const routine = this.procedureAddress(lpCompletionRoutine);
    const end = (error: number) => {
      // The result is the error, and the last error too.
      if (error) this.fail(thread, error, 0);
      return this.called(thread, "GetAddrInfoExW", [pName, pServiceName, dwNameSpace, lpOverlapped, routine], error);
    };
    const waiting = this.#syncQuery(thread);
    if (waiting >= 0) return this.#endSync(thread, waiting, end);
    if (this.profile.addrInfoEx === "absent") return end(ERROR_CALL_NOT_IMPLEMENTED);
    if (this.startupCount === 0) return end(WSANOTINITIALISED);
    if (this.world(W.netDown)) return end(WSAENETDOWN);
    const name = pName === 0 ? "" : readWideString(this.memory, pName);
    const service = pServiceName === 0 ? "" : readWideString(this.memory, pServiceName);
    if (name === undefined || service === undefined) return end(WSAEFAULT);
    if (pName === 0 && pServiceName === 0) return end(WSAHOST_NOT_FOUND);
    if (ppResult === 0) return end(WSAEINVAL);
    const read = this.#hints(hints);
    if (typeof read === "number") return end(read);
    const event = lpOverlapped === 0 ? 0 : getField(this.memory, "OVERLAPPED", lpOverlapped, "hEvent");
    if (event === undefined) return end(WSAEFAULT);
    if (event !== 0 && routine !== 0) return end(WSAEINVAL);
    if (lpOverlapped === 0 && (routine !== 0 || lpNameHandle !== 0)) return end(WSAEINVAL);
    if (!this.memory.writePointer(ppResult, 0)) return end(WSAEFAULT);

    const numbers = new Array<number>(Q.event + 1).fill(0);
    const query = this.store.count(Queries);
    numbers[Q.state] = lpOverlapped === 0 ? QUERY_SYNC : QUERY_PENDING;
    numbers[Q.overlapped] = lpOverlapped;
    numbers[Q.result] = ppResult;
    numbers[Q.handleAddress] = lpNameHandle;
    numbers[Q.handle] = FIRST_QUERY_HANDLE + 4 * query;
    numbers[Q.routine] = routine;
    numbers[Q.name] = pName === 0 ? -1 : this.textId(name);
    numbers[Q.service] = pServiceName === 0 ? -1 : this.textId(service);
    numbers[Q.answer] = -1;
    numbers[Q.thread] = thread;
    numbers[Q.hintsFamily] = read.family;
    numbers[Q.hintsType] = read.type;
    numbers[Q.hintsProtocol] = read.protocol;
    numbers[Q.hintsFlags] = read.flags;
    numbers[Q.event] = event;
    this.store.add(Queries, numbers);
    if (this.clock) this.store.set(Queries, query, Q.ready, this.now + this.#delay(query));
    if (lpOverlapped === 0) return this.block(thread, WAIT_QUERY, [query], INFINITE);

    const limit = this.#milliseconds(timeout);
    if (limit !== undefined) this.addDeadline(DEADLINE_QUERY, thread, limit, 0, query, 0, 0);
    setField(this.memory, "OVERLAPPED", lpOverlapped, "Internal", WSAEINPROGRESS);
    // Wine never fills in the handle of a pending request.
    if (lpNameHandle !== 0 && this.profile.addrInfoEx === "documented") this.memory.writePointer(lpNameHandle, numbers[Q.handle]!);
    if (this.loud) this.emit({ kind: "addrinfo", query, phase: "started", error: 0, overlapped: lpOverlapped });
    return end(WSA_IO_PENDING);
  }

  #hints(hints: Address): Hints | number {
    if (hints === 0) return { flags: 0, family: 0, type: 0, protocol: 0 };
    const get = (member: string) => getField(this.memory, "addrinfoexW", hints, member);
    const flags = get("ai_flags");
    const family = get("ai_family");
    const type = get("ai_socktype");
    const protocol = get("ai_protocol");
    if (flags === undefined || family === undefined || type === undefined || protocol === undefined) return WSAEFAULT;
    for (const member of ["ai_addrlen", "ai_canonname", "ai_addr", "ai_next"]) if (get(member) !== 0) return WSANO_RECOVERY;
    if (family !== 0 && family !== AF_INET && family !== AF_INET6) return WSAEAFNOSUPPORT;
    return { flags, family, type, protocol };
  }

  /** A timeval: seconds and microseconds, 32 bits each. undefined for none. */
  #milliseconds(timeout: Address): number | undefined {
    const bytes = timeout === 0 ? undefined : this.memory.read(timeout, 8);
    if (!bytes) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
    return Math.max(0, view.getInt32(0, true) * 1000 + Math.ceil(view.getInt32(4, true) / 1000));
  }

  #query(query: number): readonly number[] {
    return this.store.get(Queries, query);
  }

  /** The answer of the database to the name, as an outcome of the search may replace it. */
  #lookUp(query: number, outcome: Outcome): Answer {
    if (typeof outcome === "number" && outcome !== 0) return { error: outcome };
    if (this.world(W.netDown)) return { error: WSAENETDOWN };
    if (typeof outcome === "object") return outcome.answer;
    const q = this.#query(query);
    if (q[Q.hintsFamily] === AF_INET6) return { error: WSAHOST_NOT_FOUND };
    const text = q[Q.name]! < 0 ? "127.0.0.1" : this.text(q[Q.name]!);
    if (q[Q.hintsFlags]! & AI_NUMERICHOST && !/^\d+(\.\d+){3}$/.test(text)) return { error: WSAHOST_NOT_FOUND };
    return resolve({ kind: 0, text, protocol: undefined, number: 0 }, this.names, this.profile, this.hostName);
  }

  /** Port for the service text, or -1. */
  #port(query: number): number {
    const q = this.#query(query);
    if (q[Q.service]! < 0) return 0;
    const text = this.text(q[Q.service]!);
    if (/^\d+$/.test(text)) return Number(text) <= 65535 ? Number(text) : -1;
    const protocol = q[Q.hintsType] === 2 ? "udp" : q[Q.hintsType] === 1 ? "tcp" : undefined;
    const answer = this.names.lookup({ kind: "servByName", name: text, protocol, matching: "name-or-alias" });
    return answer.service?.port ?? -1;
  }

  #delay(query: number): number {
    return this.#lookUp(query, "database").delay ?? 0;
  }

  /** Queries whose lookup has not ended: what steps can act on. */
  protected pendingQueries(): number[] {
    const result: number[] = [];
    for (let query = 0; query < this.store.count(Queries); query++) {
      const state = this.#query(query)[Q.state];
      if (state === QUERY_PENDING || state === QUERY_SYNC) result.push(query);
    }
    return result;
  }

  /** What a query asks for. */
  protected queryAsks(query: number): Asked {
    const name = this.#query(query)[Q.name]!;
    return { call: "GetAddrInfoExW", name: name < 0 ? "" : this.text(name) };
  }

  protected queryReady(query: number): number {
    return this.#query(query)[Q.ready]!;
  }

  protected isOverlapped(query: number): boolean {
    return this.#query(query)[Q.state] === QUERY_PENDING;
  }

  /** The lookup ends. Answers the completion routine's call if the program's code has to run. */
  protected endQuery(query: number, outcome: Outcome | "timeout"): Dispatch | undefined {
    const answer: Answer = outcome === "timeout" ? { error: WSAETIMEDOUT } : this.#lookUp(query, outcome);
    if (this.#query(query)[Q.state] === QUERY_SYNC) {
      const own = this.store.own(Queries, query);
      own[Q.state] = QUERY_SYNC_DONE;
      own[Q.error] = answer.error;
      own[Q.answer] = answer.error ? -1 : this.answerId(answer);
      return undefined;
    }
    return this.#complete(query, answer.error, answer);
  }

  /** Writes the result, sets the event or calls the routine: once per query. */
  #complete(query: number, error: number, answer?: Answer): Dispatch | undefined {
    const q = this.#query(query);
    let code = error;
    if (!code && answer) code = this.#write(query, answer);
    const [overlapped, routine, event] = [q[Q.overlapped]!, q[Q.routine]!, q[Q.event]!];
    const own = this.store.own(Queries, query);
    own[Q.state] = QUERY_FINISHED;
    own[Q.error] = code;
    own[Q.answer] = own[Q.name] = own[Q.service] = -1;
    own[Q.ready] = 0;
    this.removeDeadlines((d) => d[D.kind] === DEADLINE_QUERY && d[D.timer] === query);
    setField(this.memory, "OVERLAPPED", overlapped, "Internal", code);
    if (this.loud) {
      this.emit({ kind: "addrinfo", query, phase: error === WSA_E_CANCELLED ? "cancelled" : "finished", error: code, overlapped });
    }
    const object = this.objectIndex(event);
    if (object >= 0) this.signal(object);
    if (!routine) return undefined;
    if (this.loud) this.emit({ kind: "addrinfo", query, phase: "called-back", error: code, overlapped });
    // The routine runs on a thread of Winsock's own.
    const pool = this.addThread(routine, overlapped);
    const ran = this.runProcedure(pool, "completion", routine, [code, 0, overlapped]);
    if (typeof ran === "object") return ran;
    if (this.isAlive(pool)) this.endThread(pool, 0);
    return undefined;
  }

  #write(query: number, answer: Answer): number {
    const port = this.#port(query);
    if (port < 0) return WSATYPE_NOT_FOUND;
    const q = this.#query(query);
    const host = answer.host;
    const { memory } = this;
    if (!host || !memory.allocate) return host ? WSA_NOT_ENOUGH_MEMORY : WSAHOST_NOT_FOUND;
    let next = 0;
    // From the last to the first, so that each can point to its successor.
    for (let index = host.addresses.length - 1; index >= 0; index--) {
      const sockaddr = memory.allocate(sizeOf(memory, "sockaddr_in"));
      const info = memory.allocate(sizeOf(memory, "addrinfoexW"));
      if (!sockaddr || !info) return WSA_NOT_ENOUGH_MEMORY;
      setField(memory, "sockaddr_in", sockaddr, "sin_family", AF_INET);
      setField(memory, "sockaddr_in", sockaddr, "sin_port", this.htons(port));
      memory.write(sockaddr + 4, Uint8Array.from(host.addresses[index]!.split(".").map(Number)));
      setField(memory, "addrinfoexW", info, "ai_family", AF_INET);
      setField(memory, "addrinfoexW", info, "ai_socktype", q[Q.hintsType]!);
      setField(memory, "addrinfoexW", info, "ai_protocol", q[Q.hintsProtocol]!);
      setField(memory, "addrinfoexW", info, "ai_addrlen", sizeOf(memory, "sockaddr_in"));
      setField(memory, "addrinfoexW", info, "ai_addr", sockaddr);
      setField(memory, "addrinfoexW", info, "ai_next", next);
      if (index === 0 && q[Q.hintsFlags]! & AI_CANONNAME) setField(memory, "addrinfoexW", info, "ai_canonname", this.#wide(host.name));
      next = info;
    }
    return memory.writePointer(q[Q.result]!, next) ? 0 : WSAEFAULT;
  }

  #wide(text: string): Address {
    const bytes = new Uint8Array(2 * text.length + 2);
    for (let i = 0; i < text.length; i++) bytes[2 * i] = text.charCodeAt(i);
    const address = this.memory.allocate!(bytes.length);
    this.memory.write(address, bytes);
    return address;
  }

  #syncQuery(thread: number): number {
    for (let query = this.store.count(Queries) - 1; query >= 0; query--) {
      const q = this.#query(query);
      if (q[Q.thread] === thread && (q[Q.state] === QUERY_SYNC || q[Q.state] === QUERY_SYNC_DONE)) return query;
    }
    return -1;
  }

  #endSync(thread: number, query: number, end: (error: number) => number): number | WouldBlock {
    const q = this.#query(query);
    if (q[Q.state] === QUERY_SYNC) return this.block(thread, WAIT_QUERY, [query], INFINITE);
    const answer = this.answer(q[Q.answer]!);
    const error = q[Q.error]! || (answer ? this.#write(query, answer) : 0);
    this.store.own(Queries, query)[Q.state] = QUERY_FINISHED;
    this.unblock(thread);
    return end(error);
  }

  /** Whether the synchronous form that a thread waits in has its answer. */
  protected queryCanResume(query: number): boolean {
    return this.#query(query)[Q.state] !== QUERY_SYNC;
  }

  /**
   * `lpHandle` points to the handle. 0: the request will complete with WSA_E_CANCELLED; WSA_INVALID_HANDLE: it is over, or never was. The
   * completion runs inside this call where it is a JavaScript routine; otherwise `takeCompletion()` gives the code that has to run.
   */
  GetAddrInfoExCancel(thread: number, lpHandle: Address): number {
    this.enter(thread);
    const handle = lpHandle === 0 ? undefined : readPointer(this.memory, lpHandle);
    let query = -1;
    if (handle !== undefined && this.profile.addrInfoEx === "documented") {
      query = this.pendingQueries().find((one) => this.isOverlapped(one) && this.#query(one)[Q.handle] === handle) ?? -1;
    }
    if (query < 0) return this.called(thread, "GetAddrInfoExCancel", [lpHandle], WSA_INVALID_HANDLE);
    const completion = this.#complete(query, WSA_E_CANCELLED);
    if (completion) this.#completions.push(completion);
    return this.called(thread, "GetAddrInfoExCancel", [lpHandle], 0);
  }

  readonly #completions: Dispatch[] = [];

  /** Completion routines that became due inside a call; take them right after GetAddrInfoExCancel, before any snapshot. */
  takeCompletion(): Dispatch | undefined {
    return this.#completions.shift();
  }

  /** 0 or the error once complete, WSAEINPROGRESS while pending, WSAEINVAL for NULL or what is no request. */
  GetAddrInfoExOverlappedResult(thread: number, lpOverlapped: Address): number {
    this.enter(thread);
    const code = lpOverlapped === 0 ? undefined : getField(this.memory, "OVERLAPPED", lpOverlapped, "Internal");
    return this.called(thread, "GetAddrInfoExOverlappedResult", [lpOverlapped], code ?? WSAEINVAL);
  }

  FreeAddrInfoExW(thread: number, pAddrInfoEx: Address): void {
    this.enter(thread);
    for (let info = pAddrInfoEx; info !== 0; ) {
      const next = getField(this.memory, "addrinfoexW", info, "ai_next") ?? 0;
      for (const member of ["ai_addr", "ai_canonname"]) {
        const part = getField(this.memory, "addrinfoexW", info, member);
        if (part) this.memory.release?.(part);
      }
      if (this.memory.release?.(info) === false) break;
      info = next;
    }
    this.called(thread, "FreeAddrInfoExW", [pAddrInfoEx], 0);
  }

  /** Synchronous: answers at once what the database says. Without NI_NAMEREQD an unknown address or port gives its number as text. */
  GetNameInfoW(
    thread: number,
    pSockaddr: Address,
    SockaddrLength: number,
    pNodeBuffer: Address,
    NodeBufferSize: number,
    pServiceBuffer: Address,
    ServiceBufferSize: number,
    Flags: number,
  ): number | WouldBlock {
    this.enter(thread);
    const error = this.#nameInfo(pSockaddr, SockaddrLength, pNodeBuffer, NodeBufferSize, pServiceBuffer, ServiceBufferSize, Flags);
    if (error && this.profile.nameInfo === "documented") this.fail(thread, error, 0);
    return this.called(thread, "GetNameInfoW", [pSockaddr, SockaddrLength, pNodeBuffer, pServiceBuffer, Flags], error);
  }

  #nameInfo(
    sockaddr: Address,
    length: number,
    node: Address,
    nodeSize: number,
    service: Address,
    serviceSize: number,
    flags: number,
  ): number {
    const raw = this.profile.nameInfo === "resolver";
    if (!raw && this.startupCount === 0) return WSANOTINITIALISED;
    if (!raw && this.world(W.netDown)) return WSAENETDOWN;
    if (raw && (sockaddr === 0 || !this.memory.read(sockaddr, Math.max(1, length)))) return STATUS_ACCESS_VIOLATION;
    if (raw && length < sizeOf(this.memory, "sockaddr_in")) return WSAEAFNOSUPPORT;
    if (sockaddr === 0 || length < sizeOf(this.memory, "sockaddr_in")) return WSAEFAULT;
    const noRoom = (buffer: Address, size: number) => (raw ? buffer === 0 : buffer === 0 || size === 0);
    if (noRoom(node, nodeSize) && noRoom(service, serviceSize)) return WSAHOST_NOT_FOUND;
    const family = getField(this.memory, "sockaddr_in", sockaddr, "sin_family");
    const port = getField(this.memory, "sockaddr_in", sockaddr, "sin_port");
    const address = this.readAddress(sockaddr + 4);
    if (family === undefined || port === undefined || address === undefined) return WSAEFAULT;
    if (family !== AF_INET) return WSAEAFNOSUPPORT;
    if (!noRoom(node, nodeSize)) {
      const answer = flags & NI_NUMERICHOST ? undefined : this.names.lookup({ kind: "hostByAddr", address });
      if (answer?.error && flags & NI_NAMEREQD) return answer.error;
      const error = this.#putWide(node, nodeSize, answer?.host?.name ?? address);
      if (error) return error;
    }
    if (noRoom(service, serviceSize)) return 0;
    const number = this.ntohs(port);
    const protocol = flags & NI_DGRAM ? "udp" : "tcp";
    const found = flags & NI_NUMERICSERV ? undefined : this.names.lookup({ kind: "servByPort", port: number, protocol });
    return this.#putWide(service, serviceSize, found?.service?.name ?? String(number));
  }

  /** `size` in characters. */
  #putWide(address: Address, size: number, text: string): number {
    if (text.length + 1 > size) return this.profile.nameInfo === "resolver" ? EAI_OVERFLOW : ERROR_INSUFFICIENT_BUFFER;
    const bytes = new Uint8Array(2 * text.length + 2);
    for (let i = 0; i < text.length; i++) bytes[2 * i] = text.charCodeAt(i);
    return this.memory.write(address, bytes) ? 0 : WSAEFAULT;
  }
}

const ERROR_INSUFFICIENT_BUFFER = 122;
