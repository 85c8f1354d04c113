/** Names of the numbers inside the components of the store. */

/** Families of components. */
export const World = 0;
export const Threads = 1;
/** One per thread, same index: posted messages, {@link MESSAGE} numbers each. */
export const Queues = 2;
/** One per thread: messages sent from other threads, {@link SENT} numbers each. */
export const Sent = 3;
/** One per thread: what it waits for, empty if it does not. */
export const Waits = 4;
export const Windows = 5;
export const Classes = 6;
export const Requests = 7;
export const Objects = 8;
export const Sections = 9;
export const Sockets = 10;
export const Queries = 11;
/** A single component: {@link DEADLINE} numbers each. */
export const Deadlines = 12;
/** A single component: the snapshot of the memory, as the number of an interned value. */
export const MemoryState = 13;
export const FAMILIES = 14;

export const W = {
  startups: 0,
  /** Lowest version negotiated so far, major * 256 + minor; 0 before the first. */
  version: 1,
  netDown: 2,
  issued: 3,
  /** The provider's worker exists (it was started by the first request). */
  worker: 4,
  /** Number of requests that lie before the terminate block, or -1. */
  terminate: 5,
  now: 6,
  serviceAsked: 7,
  timers: 8,
  pending: 9,
  exhausted: 10,
} as const;
export const WORLD_START = [0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0];

export const T = {
  alive: 0,
  lastError: 1,
  object: 2,
  queue: 3,
  quit: 4,
  quitCode: 5,
  /** PeekMessage gave the thread WM_QUIT and it was not posted anew. */
  quitTaken: 6,
  /** Message taken but not yet dispatched: 1 if there is one, its window, number, wParam, request + 1. */
  taken: 7,
  takenWindow: 8,
  takenMessage: 9,
  takenRequest: 10,
  /** Queue bits that became new since the queue was last looked at. */
  changed: 11,
  /** 1.1 blocking call: 0 none, 1 waiting, 2 cancelled, 3 answered. */
  blocking: 12,
  blockingDepth: 13,
  blockingCall: 14,
  blockingText: 15,
  blockingProtocol: 16,
  blockingNumber: 17,
  blockingError: 18,
  blockingAnswer: 19,
  blockingReady: 20,
  /** Storage for the results of the synchronous calls. */
  storage: 21,
  hook: 22,
  /** SendMessage to another thread: 0 none, 1 waiting, 2 answered. */
  reply: 23,
  replyValue: 24,
  exitCode: 25,
  procedure: 26,
  parameter: 27,
  /** Request + 1 whose start call is the last call this thread made. */
  started: 28,
  /** Where lookups take time without a clock: the thread looked for something that was not there since it started a request. */
  polled: 29,
  /** First number of the stack of dispatches, {@link FRAME} each. */
  frames: 30,
} as const;

/** A frame of the dispatch stack. */
export const FRAME = 6;
export const F = { request: 0, window: 1, message: 2, sender: 3, reply: 4, replyValue: 5 } as const;

export const MESSAGE = 6;
export const M = { window: 0, message: 1, wParam: 2, lParam: 3, request: 4, time: 5 } as const;
export const SENT = 5;
export const S = { window: 0, message: 1, wParam: 2, lParam: 3, sender: 4 } as const;

export const WINDOW = { alive: 0, handle: 1, thread: 2, class: 3, parent: 4, procedure: 5 } as const;

export const R = {
  handle: 0,
  kind: 1,
  state: 2,
  phase: 3,
  window: 4,
  message: 5,
  buffer: 6,
  length: 7,
  thread: 8,
  name: 9,
  protocol: 10,
  nameAddress: 11,
  protocolAddress: 12,
  number: 13,
  type: 14,
  error: 15,
  answer: 16,
  size: 17,
  ready: 18,
  flags: 19,
} as const;
/** Flags of a request. */
export const FLAG_BAD_INPUT = 1;
/** Cancelled while its lookup ran: the worker is busy with it until the lookup returns. */
export const FLAG_ABANDONED = 2;
/** Winsock was not up when the lookup began. */
export const FLAG_NOT_STARTED = 4;
/** Without a clock: its lookup takes a time that is not over yet. */
export const FLAG_WAITS = 8;
/** That time is over: it is answered before more time passes. */
export const FLAG_DUE = 16;

/** States in the order of the life cycle; the index is what is stored. */
export const STATES = ["queued", "running", "commit", "posting", "posted", "taken", "done", "cancelled", "lost", "swept"] as const;
export const [QUEUED, RUNNING, COMMIT, POSTING, POSTED, TAKEN, DONE, CANCELLED, LOST, SWEPT] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
/** How far the worker is: the last step that was made. FINISHED once it has nothing to do with the request any more. */
export const [PHASE_NEW, PICKED, LOOKED_UP, CHECKED, COPIED, MARKED, FINISHED] = [0, 1, 2, 3, 4, 5, 6];

export const KINDS = ["hostByName", "hostByAddr", "servByName", "servByPort", "protoByName", "protoByNumber"] as const;
export const START_CALLS = [
  "WSAAsyncGetHostByName",
  "WSAAsyncGetHostByAddr",
  "WSAAsyncGetServByName",
  "WSAAsyncGetServByPort",
  "WSAAsyncGetProtoByName",
  "WSAAsyncGetProtoByNumber",
] as const;
export const BLOCKING_CALLS = [
  "gethostbyname",
  "gethostbyaddr",
  "getservbyname",
  "getservbyport",
  "getprotobyname",
  "getprotobynumber",
] as const;

export const OBJECT = { kind: 0, signalled: 1, manual: 2, thread: 3 } as const;
export const [OBJECT_CLOSED, OBJECT_EVENT, OBJECT_THREAD] = [0, 1, 2];

export const SECTION = { address: 0, owner: 1, count: 2 } as const;
export const SOCKET = { alive: 0, window: 1, message: 2, mask: 3, fired: 4 } as const;

export const Q = {
  state: 0,
  overlapped: 1,
  result: 2,
  handleAddress: 3,
  handle: 4,
  routine: 5,
  name: 6,
  service: 7,
  error: 8,
  answer: 9,
  ready: 10,
  thread: 11,
  hintsFamily: 12,
  hintsType: 13,
  hintsProtocol: 14,
  hintsFlags: 15,
  serviceAnswer: 16,
  event: 17,
} as const;
export const [QUERY_PENDING, QUERY_FINISHED, QUERY_SYNC, QUERY_SYNC_DONE] = [0, 1, 2, 3];

export const DEADLINE = 8;
export const D = { number: 0, due: 1, kind: 2, thread: 3, window: 4, timer: 5, period: 6, procedure: 7 } as const;
/** Kinds of deadlines. A ripe timer has fired and its WM_TIMER waits to be taken. */
export const [DEADLINE_TIMER, DEADLINE_RIPE, DEADLINE_WAIT, DEADLINE_SLEEP, DEADLINE_QUERY, DEADLINE_LOOKUP] = [0, 1, 2, 3, 4, 5];

export const WAIT = { kind: 0, expired: 1, limited: 2, arguments: 3 } as const;
export const WAIT_CALLS = [
  "",
  "GetMessage",
  "WaitMessage",
  "MsgWaitForMultipleObjects",
  "WaitForMultipleObjects",
  "Sleep",
  "EnterCriticalSection",
  "SendMessage",
  "blocking call",
  "GetAddrInfoExW",
  "WaitForSingleObject",
] as const;
export const [
  ,
  WAIT_GET,
  WAIT_MESSAGE,
  WAIT_MSG_OBJECTS,
  WAIT_OBJECTS,
  WAIT_SLEEP,
  WAIT_SECTION,
  WAIT_SEND,
  WAIT_BLOCKING,
  WAIT_QUERY,
  WAIT_OBJECT,
] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
