/** The fixture of the scenarios: a window `w` on thread `U`, the message WM_X, a buffer `b` of 1024 bytes of 0xCC, and the records. */
import {
  type EmulatorEvent,
  type EventKind,
  type EventOf,
  FlatMemory,
  type Knobs,
  type Msg,
  type NameDatabase,
  type Observation,
  type ProfileName,
  profiles,
  type ScriptedRecords,
  scriptedDatabase,
  Winsock,
  withKnobs,
} from "../../server/src/emulator/index.ts";

export const WM_X = 0x8001;
export const AF_INET = 2;
export const PM_NOREMOVE = 0;
export const PM_REMOVE = 1;

export const records: ScriptedRecords = {
  hosts: [
    { name: "alpha.test", addresses: ["192.0.2.10"] },
    { name: "multi.test", aliases: ["m1.test", "m2.test"], addresses: ["192.0.2.20", "192.0.2.21", "192.0.2.22"] },
    { name: "localhost", addresses: ["127.0.0.1"] },
    { name: "slow.test", addresses: ["192.0.2.30"], delay: 1000 },
    { name: "fast.test", addresses: ["192.0.2.31"], delay: 10 },
  ],
  hostErrors: [
    { name: "nx.test", error: "WSAHOST_NOT_FOUND" },
    { name: "soft.test", error: "WSATRY_AGAIN" },
    { name: "broken.test", error: "WSANO_RECOVERY" },
    { name: "mxonly.test", error: "WSANO_DATA" },
  ],
  services: [
    { name: "http", aliases: ["www"], port: 80, protocol: "tcp" },
    { name: "https", aliases: ["MCom"], port: 443, protocol: "tcp" },
    { name: "domain", port: 53, protocol: "tcp" },
    { name: "domain", port: 53, protocol: "udp" },
  ],
  protocols: [
    { name: "tcp", aliases: ["TCP"], number: 6 },
    { name: "udp", aliases: ["UDP"], number: 17 },
  ],
};

/** A completion as a handler sees it. */
export interface Completion {
  readonly handle: number;
  readonly error: number;
  readonly size: number;
  readonly lParam: number;
}

export interface SceneOptions {
  readonly profile?: ProfileName;
  readonly knobs?: Knobs;
  readonly pointerSize?: 4 | 8;
  /** Version for WSAStartup as MAKEWORD, or false for none. */
  readonly startup?: number | false;
  readonly names?: NameDatabase;
  readonly hostName?: string;
}

export class Scene {
  readonly winsock: Winsock;
  readonly memory: FlatMemory;
  readonly U: number;
  readonly w: number;
  readonly b: number;
  readonly events: EmulatorEvent[] = [];
  /** Completions that the window procedure of `w` handled, in order. */
  readonly handled: Completion[] = [];
  /** What the window procedure does besides keeping the completion. */
  onMessage: (completion: Completion, thread: number) => void = () => {};

  constructor(options: SceneOptions = {}) {
    this.memory = new FlatMemory(options.pointerSize ?? 8);
    this.winsock = new Winsock({
      memory: this.memory,
      profile: withKnobs(profiles[options.profile ?? "documented"], options.knobs ?? {}),
      names: options.names ?? scriptedDatabase(records),
      hostName: options.hostName,
      onEvent: (event) => this.events.push(event),
    });
    this.U = this.winsock.mainThread;
    if (options.startup !== false) this.winsock.startup(options.startup ?? 0x0202);
    this.winsock.RegisterClass(this.U, "Scene", (thread, _hWnd, message, wParam, lParam) => {
      if (message !== WM_X) return 0;
      const completion = read(wParam!, lParam!);
      this.handled.push(completion);
      this.onMessage(completion, thread);
      return 0;
    });
    this.w = this.winsock.CreateWindowEx(this.U, "Scene");
    this.b = this.buffer();
  }

  /** A buffer filled with 0xCC. */
  buffer(length = 1024): number {
    const address = this.memory.allocate(length);
    this.memory.write(address, new Uint8Array(length).fill(0xcc));
    return address;
  }

  text(text: string): number {
    return this.memory.allocateString(text);
  }

  bytes(...bytes: number[]): number {
    const address = this.memory.allocate(bytes.length);
    this.memory.write(address, Uint8Array.from(bytes));
    return address;
  }

  /** Whether no byte of a buffer of 0xCC was written. */
  untouched(address = this.b, length = 1024): boolean {
    return this.memory.read(address, length)!.every((byte) => byte === 0xcc);
  }

  // The six start functions with the window, message and buffer of the fixture.
  hostByName(name: string | number, buf = this.b, buflen = 1024, window = this.w): number {
    return this.winsock.WSAAsyncGetHostByName(this.U, window, WM_X, typeof name === "string" ? this.text(name) : name, buf, buflen);
  }
  hostByAddr(addr: number, len = 4, type = AF_INET, buf = this.b, buflen = 1024): number {
    return this.winsock.WSAAsyncGetHostByAddr(this.U, this.w, WM_X, addr, len, type, buf, buflen);
  }
  servByName(name: string, proto: string | null, buf = this.b, buflen = 1024): number {
    return this.winsock.WSAAsyncGetServByName(this.U, this.w, WM_X, this.text(name), proto === null ? 0 : this.text(proto), buf, buflen);
  }
  servByPort(port: number, proto: string | number | null, buf = this.b, buflen = 1024): number {
    const address = proto === null ? 0 : typeof proto === "string" ? this.text(proto) : proto;
    return this.winsock.WSAAsyncGetServByPort(this.U, this.w, WM_X, port, address, buf, buflen);
  }
  protoByName(name: string, buf = this.b, buflen = 1024): number {
    return this.winsock.WSAAsyncGetProtoByName(this.U, this.w, WM_X, this.text(name), buf, buflen);
  }
  protoByNumber(number: number, buf = this.b, buflen = 1024): number {
    return this.winsock.WSAAsyncGetProtoByNumber(this.U, this.w, WM_X, number, buf, buflen);
  }

  /** WSACancelAsyncRequest: [result, WSAGetLastError if it failed]. */
  cancel(handle: number, thread = this.U): [result: number, error: number] {
    const result = this.winsock.WSACancelAsyncRequest(thread, handle);
    return [result, result === 0 ? 0 : this.winsock.WSAGetLastError(thread)];
  }

  lastError(thread = this.U): number {
    return this.winsock.WSAGetLastError(thread);
  }

  /** One worker step of a request: "pick-up", "lookup", "check", "copy", "mark" or "post". */
  step(kind: "pick-up" | "lookup" | "check" | "copy" | "mark" | "post", request = 0): void {
    if (kind === "lookup") this.winsock.perform({ kind, request, outcome: "database" });
    else this.winsock.perform({ kind, request });
  }

  /** Takes and dispatches every message that is in the queue; answers the completions handled. */
  dispatchAll(thread = this.U): Completion[] {
    const before = this.handled.length;
    const msg = newMsg();
    while (this.winsock.PeekMessage(thread, msg, 0, 0, 0, PM_REMOVE) === 1) this.winsock.DispatchMessage(thread, msg);
    return this.handled.slice(before);
  }

  /** Lets the resolver work (a minute passes) and handles everything that arrives. */
  pump(): Completion[] {
    this.winsock.advance(60_000);
    return this.dispatchAll();
  }

  /** PeekMessage(w, WM_X, WM_X, flags): the completion, or undefined. */
  peek(flags = PM_REMOVE, thread = this.U): Completion | undefined {
    const msg = newMsg();
    return this.winsock.PeekMessage(thread, msg, 0, WM_X, WM_X, flags) === 1 ? read(msg.wParam, msg.lParam) : undefined;
  }

  state(request = 0): string {
    return this.winsock.requestView(request).state;
  }

  eventsOf<K extends EventKind>(kind: K): EventOf<K>[] {
    return this.events.filter((event): event is EventOf<K> => event.kind === kind);
  }

  observed(what: Observation): boolean {
    return this.eventsOf("observation").some((event) => event.what === what);
  }

  /** A second thread. */
  thread(): number {
    return this.winsock.threadOf(this.winsock.CreateThread(this.U, 0, 0));
  }
}

export function newMsg(): Msg {
  return { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
}

/** WSAGETASYNCERROR and WSAGETASYNCBUFLEN. */
export function read(wParam: number, lParam: number): Completion {
  return { handle: wParam, error: Math.floor(lParam / 0x1_0000) & 0xffff, size: lParam & 0xffff, lParam };
}

export const htons = (value: number) => ((value & 0xff) << 8) | ((value >> 8) & 0xff);
