/**
 * The interface of the emulator, by family. Each method bears the name of the Windows function; its first argument is the thread that
 * calls (a number, `winsock.mainThread` or what CreateThread gave), the rest are the arguments of that function in its order. Pointers are
 * addresses in the {@link Memory} that the emulator was given.
 *
 * Results are the numbers that Windows returns. Three things a number cannot say:
 *
 * - {@link WOULD_BLOCK}: the thread has to wait. The wait is part of the state. Ask again with the same arguments when
 *   `canResume(thread)` says so; asking too early answers WOULD_BLOCK again and changes nothing.
 * - {@link Dispatch}: code of the program must run now (a window procedure, a timer procedure, a completion routine). The caller runs it and
 *   then reports its result with `returnFromDispatch(thread, result)`. Procedures that were given as JavaScript functions are run at once
 *   and never show as a Dispatch.
 * - nothing ever throws for what a *program* does wrong; a TypeError is thrown for what its host does wrong (a thread that does not exist).
 */
import type { ProviderProfile } from "./profile.ts";
import type { Address, Memory } from "./memory.ts";
import type { Answer, NameDatabase } from "./names.ts";
import type { EventListener } from "./events.ts";

export const WOULD_BLOCK = "would-block";
export type WouldBlock = typeof WOULD_BLOCK;

/** A MSG. Given to GetMessage and PeekMessage instead of an address, it is filled in place. */
export interface Msg {
  hwnd: number;
  message: number;
  wParam: number;
  lParam: number;
  time: number;
}

/** A window procedure, timer procedure or other callback as JavaScript, for use without an interpreter. */
export type Procedure = (thread: number, ...args: number[]) => number;

/** Code of the program that has to run on `thread` now: `procedure(...args)`. */
export interface Dispatch {
  readonly dispatch: "window" | "timer" | "hook" | "completion" | "thread";
  readonly thread: number;
  readonly procedure: Address;
  readonly args: readonly number[];
}

/** What a lookup may answer in a search: what the database says, a forced error, or a result that is too large for any buffer given. */
export type Outcome = "database" | number | { readonly answer: Answer };

/** What a lookup without a request (a blocking call, GetAddrInfoExW) asks for. `request` is -1 then. */
export interface Asked {
  readonly call: string;
  readonly name: string;
}

/**
 * One step of the environment, plain data. `request` is the emulator's number of the request. The six worker steps: pick-up (W1),
 * lookup (W2), check (W3), copy (W4), mark (W5), post (W6). Merged: `commit` is W1 to W5 in one; `abandon` lets a cancelled lookup end.
 */
export type Step =
  | { readonly kind: "pick-up" | "check" | "copy" | "mark" | "post" | "abandon"; readonly request: number }
  | { readonly kind: "lookup" | "commit"; readonly request: number; readonly outcome: Outcome }
  /** ReactOS: the worker reaches the terminate block that the last WSACleanup queued, and lets Winsock go. */
  | { readonly kind: "worker-ends" }
  /** A 1.1 blocking call (`gethostbyname` ...) of `thread` gets its answer. */
  | { readonly kind: "blocking-answer"; readonly thread: number; readonly outcome: Outcome }
  /** The deadline with this number is due: SetTimer, Sleep, a limited wait. */
  | { readonly kind: "deadline"; readonly deadline: number }
  /** GetAddrInfoExW: the lookup of query `query` ends, or its time is up. */
  | { readonly kind: "addrinfo"; readonly query: number; readonly outcome: Outcome | "timeout" }
  /** A socket with WSAAsyncSelect becomes ready for `event` (FD_READ ...). */
  | { readonly kind: "socket"; readonly socket: number; readonly event: number };

/** Where the emulator itself has to choose inside a call. Option 0 is the default of a single run. */
export interface Choice {
  readonly kind: "commit-cancel" | "cancel-code" | "start";
  /** Of a start: the number that the request would get. */
  readonly request: number;
  /** What each option means: 0 (the call succeeds) or the error code. */
  readonly options: readonly number[];
}

/** An opaque, exact picture of the whole state: equal numbers are equal states of the same emulator. */
export type Snapshot = number;

/** A lookup at its start call. */
export interface StartedLookup {
  readonly call: string;
  /** The number that the request would get. */
  readonly request: number;
  /** The name that is asked for; empty for numbers and addresses. */
  readonly name: string;
}

export interface WinsockOptions {
  /** Default: a FlatMemory of `pointerSize`. */
  readonly memory?: Memory;
  /** Used when no memory is given. Default 8 (win64). */
  readonly pointerSize?: 4 | 8;
  /** A profile or the name of one of the four. Default "documented". */
  readonly profile?: ProviderProfile | "documented" | "reactos" | "wine" | "winsock11";
  /** Default: an empty scripted database. */
  readonly names?: NameDatabase;
  /** Loud mode from the start. */
  readonly onEvent?: EventListener;
  /** Decides {@link Choice}s; answers an index into `options`. Default: 0. */
  readonly choose?: (choice: Choice) => number;
  /**
   * What a start that nothing else keeps from beginning can end with: 0 (the request begins) or errors; of several `choose` picks one (kind
   * `start`). Default: [0].
   */
  readonly startOutcomes?: (start: StartedLookup) => readonly number[];
  /** Outcomes that `enabledSteps` offers for a lookup. Default ["database"]. */
  readonly outcomes?: readonly Outcome[] | ((request: number, asked?: Asked) => readonly Outcome[]);
  /**
   * Without a clock: how many milliseconds the lookup of a request takes, or undefined if it may end at any time. Such a lookup ends in order
   * of time with timers, Sleep and limited waits, and not before every thread waits or has looked in vain for what it waits for; its message
   * is posted before more time passes.
   */
  readonly delays?: (request: number) => number | undefined;
  /**
   * True (default): `now` runs on and delays count; `run` and `advance` follow the clock. False, for a search: time is a set of deadlines
   * relative to the present, so that equal situations at different times are one state.
   */
  readonly clock?: boolean;
  /** What gethostname answers. Default "localhost". */
  readonly hostName?: string;
}

/** The scheduler: everything that is not a call of the program. */
export interface Scheduler {
  /** All steps that can happen now, in a fixed order. "merged" (default) or each worker step on its own. */
  enabledSteps(grain?: "merged" | "fine"): Step[];
  /** Performs one of them. Answers the code of the program that has to run because of it (a completion routine), if any. */
  perform(step: Step): Dispatch | undefined;
  /** Whether a waiting thread would get on if it asked again. True for a thread that does not wait. */
  canResume(thread: number): boolean;
  /** The call for which a thread waits, or undefined. */
  waitsIn(thread: number): string | undefined;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** 32 bits over the whole state, kept up incrementally. The snapshot itself is the exact key. */
  hash(): number;
  /** Numbers of the parts of the state that a step reads or writes: two steps whose sets are disjoint commute. */
  footprint(step: Step): number[];
  /** For use alone: performs due worker steps in the default order, without moving the clock, until none is left; answers their number. */
  run(limit?: number): number;
  /** For use alone: moves the clock by `milliseconds` and performs on the way what falls due, in order of time. Needs `clock`. */
  advance(milliseconds: number): number;
}

/** The asynchronous database calls and what belongs to them. */
export interface AsyncDatabaseCalls {
  WSAStartup(thread: number, wVersionRequested: number, lpWSAData: Address): number;
  WSACleanup(thread: number): number;
  WSAGetLastError(thread: number): number;
  WSASetLastError(thread: number, iError: number): void;
  WSAAsyncGetHostByName(thread: number, hWnd: number, wMsg: number, name: Address, buf: Address, buflen: number): number;
  WSAAsyncGetHostByAddr(
    thread: number,
    hWnd: number,
    wMsg: number,
    addr: Address,
    len: number,
    type: number,
    buf: Address,
    buflen: number,
  ): number;
  WSAAsyncGetServByName(thread: number, hWnd: number, wMsg: number, name: Address, proto: Address, buf: Address, buflen: number): number;
  WSAAsyncGetServByPort(thread: number, hWnd: number, wMsg: number, port: number, proto: Address, buf: Address, buflen: number): number;
  WSAAsyncGetProtoByName(thread: number, hWnd: number, wMsg: number, name: Address, buf: Address, buflen: number): number;
  WSAAsyncGetProtoByNumber(thread: number, hWnd: number, wMsg: number, number: number, buf: Address, buflen: number): number;
  /** 0, or SOCKET_ERROR (-1) with the reason in WSAGetLastError. */
  WSACancelAsyncRequest(thread: number, hAsyncTaskHandle: number): number;
}

/** The 1.1 blocking calls; WOULD_BLOCK until their answer is there. Results are addresses of storage that belongs to the thread. */
export interface BlockingCalls {
  gethostbyname(thread: number, name: Address): Address | WouldBlock | Dispatch;
  gethostbyaddr(thread: number, addr: Address, len: number, type: number): Address | WouldBlock | Dispatch;
  getservbyname(thread: number, name: Address, proto: Address): Address | WouldBlock | Dispatch;
  getservbyport(thread: number, port: number, proto: Address): Address | WouldBlock | Dispatch;
  getprotobyname(thread: number, name: Address): Address | WouldBlock | Dispatch;
  getprotobynumber(thread: number, number: number): Address | WouldBlock | Dispatch;
  WSAIsBlocking(thread: number): number;
  WSACancelBlockingCall(thread: number): number;
  WSASetBlockingHook(thread: number, lpBlockFunc: Address | Procedure): Address;
  WSAUnhookBlockingHook(thread: number): number;
  socket(thread: number, af: number, type: number, protocol: number): number;
  closesocket(thread: number, s: number): number;
  WSAAsyncSelect(thread: number, s: number, hWnd: number, wMsg: number, lEvent: number): number;
  gethostname(thread: number, name: Address, namelen: number): number;
  htons(value: number): number;
  htonl(value: number): number;
  ntohs(value: number): number;
  ntohl(value: number): number;
  inet_addr(thread: number, cp: Address): number;
  inet_ntoa(thread: number, address: number): Address;
}

/** The modern replacements. Structures are read from and written to memory with their real layouts. */
export interface AddrInfoCalls {
  GetAddrInfoExW(
    thread: number,
    pName: Address,
    pServiceName: Address,
    dwNameSpace: number,
    lpNspId: Address,
    hints: Address,
    ppResult: Address,
    timeout: Address,
    lpOverlapped: Address,
    lpCompletionRoutine: Address | Procedure,
    lpNameHandle: Address,
  ): number | WouldBlock;
  GetAddrInfoExCancel(thread: number, lpHandle: Address): number;
  GetAddrInfoExOverlappedResult(thread: number, lpOverlapped: Address): number;
  FreeAddrInfoExW(thread: number, pAddrInfoEx: Address): void;
  GetNameInfoW(
    thread: number,
    pSockaddr: Address,
    SockaddrLength: number,
    pNodeBuffer: Address,
    NodeBufferSize: number,
    pServiceBuffer: Address,
    ServiceBufferSize: number,
    Flags: number,
  ): number | WouldBlock;
}

/** Windows, queues and timers. Class names are plain strings: reading them from memory is the caller's business. */
export interface User32Calls {
  /** The class atom, or 0 (ERROR_CLASS_ALREADY_EXISTS). */
  RegisterClass(thread: number, lpszClassName: string, lpfnWndProc: Address | Procedure): number;
  UnregisterClass(thread: number, lpClassName: string): number;
  /** The window, or 0. `hWndParent` HWND_MESSAGE (-3) makes a message-only window. WM_CREATE is the caller's to send. */
  CreateWindowEx(thread: number, lpClassName: string, hWndParent: number): number;
  /** 1, or 0 with ERROR_INVALID_WINDOW_HANDLE / ERROR_ACCESS_DENIED (another thread's). Children go too; their messages are dropped. */
  DestroyWindow(thread: number, hWnd: number): number;
  IsWindow(thread: number, hWnd: number): number;
  GetWindowThreadProcessId(thread: number, hWnd: number): number;
  GetParent(thread: number, hWnd: number): number;
  SetWindowProcedure(thread: number, hWnd: number, procedure: Address | Procedure): Address;
  /** 1, 0 for WM_QUIT, -1 for a bad window; or a wait; or a sent message that has to be handled first (then ask again). */
  GetMessage(
    thread: number,
    lpMsg: Address | Msg,
    hWnd: number,
    wMsgFilterMin: number,
    wMsgFilterMax: number,
  ): number | WouldBlock | Dispatch;
  PeekMessage(
    thread: number,
    lpMsg: Address | Msg,
    hWnd: number,
    wMsgFilterMin: number,
    wMsgFilterMax: number,
    wRemoveMsg: number,
  ): number | Dispatch;
  /** The window procedure's result, or the procedure that has to run. */
  DispatchMessage(thread: number, lpMsg: Address | Msg): number | Dispatch;
  returnFromDispatch(thread: number, result: number): void;
  PostMessage(thread: number, hWnd: number, Msg: number, wParam: number, lParam: number): number;
  PostThreadMessage(thread: number, idThread: number, Msg: number, wParam: number, lParam: number): number;
  SendMessage(thread: number, hWnd: number, Msg: number, wParam: number, lParam: number): number | WouldBlock | Dispatch;
  PostQuitMessage(thread: number, nExitCode: number): void;
  /** The timer's id, or 0. */
  SetTimer(thread: number, hWnd: number, nIDEvent: number, uElapse: number, lpTimerFunc: Address | Procedure): number;
  KillTimer(thread: number, hWnd: number, uIDEvent: number): number;
  GetQueueStatus(thread: number, flags: number): number;
  MsgWaitForMultipleObjects(
    thread: number,
    handles: readonly number[],
    fWaitAll: number,
    dwMilliseconds: number,
    dwWakeMask: number,
  ): number | WouldBlock;
  WaitMessage(thread: number): number | WouldBlock;
}

/** Threads, events, critical sections, time. */
export interface Kernel32Calls {
  /** A handle, or 0. The new thread's number is `threadOf(handle)`; its code is the caller's to run: `startsWith(thread)`. */
  CreateThread(thread: number, lpStartAddress: Address, lpParameter: number): number;
  ExitThread(thread: number, dwExitCode: number): void;
  GetCurrentThreadId(thread: number): number;
  Sleep(thread: number, dwMilliseconds: number): 0 | WouldBlock;
  GetTickCount(thread: number): number;
  CreateEvent(thread: number, bManualReset: number, bInitialState: number): number;
  SetEvent(thread: number, hEvent: number): number;
  ResetEvent(thread: number, hEvent: number): number;
  WaitForSingleObject(thread: number, hHandle: number, dwMilliseconds: number): number | WouldBlock;
  WaitForMultipleObjects(thread: number, handles: readonly number[], bWaitAll: number, dwMilliseconds: number): number | WouldBlock;
  CloseHandle(thread: number, hObject: number): number;
  InitializeCriticalSection(thread: number, lpCriticalSection: Address): void;
  EnterCriticalSection(thread: number, lpCriticalSection: Address): 0 | WouldBlock;
  TryEnterCriticalSection(thread: number, lpCriticalSection: Address): number;
  LeaveCriticalSection(thread: number, lpCriticalSection: Address): void;
  DeleteCriticalSection(thread: number, lpCriticalSection: Address): void;
  GetLastError(thread: number): number;
  SetLastError(thread: number, dwErrCode: number): void;
}

/** The whole emulator as `new Winsock(options)` gives it. */
export interface WinsockEmulator extends AsyncDatabaseCalls, BlockingCalls, AddrInfoCalls, User32Calls, Kernel32Calls, Scheduler {
  readonly mainThread: number;
  readonly memory: Memory;
  readonly profile: ProviderProfile;
}
