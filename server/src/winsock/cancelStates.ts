/** What WSACancelAsyncRequest answers for a handle in each state of its request, by provider. */

/**
 * - `documented`: what Microsoft's pages say (with what follows from them marked `inferred`);
 * - `reactos`, `wine`: what these implementations do (`executed` = observed, `code` = read);
 * - `default`: what the emulator's documented profile does where the texts leave a choice.
 */
export type CancelProvider = "documented" | "reactos" | "wine" | "default";

export const cancelProviders: readonly CancelProvider[] = ["documented", "reactos", "wine", "default"];

export type HandleState =
  | "zero"
  | "foreign"
  | "queued"
  | "running"
  | "commit"
  | "posting"
  | "posted"
  | "done"
  | "cancelled"
  | "notInitialised"
  | "blockingCall"
  | "networkDown";

export interface CancelAnswer {
  readonly returns: 0 | -1;
  /** Name of the code WSAGetLastError then gives. */
  readonly error?: string;
  /** Returned 0, and yet the result is written and the message comes. */
  readonly completesAnyway?: true;
  /** Failed, and the message is not in the queue yet but will be. */
  readonly messageStillToCome?: true;
  /** Restricts the answer to a situation. */
  readonly when?: string;
  readonly basis: "documented" | "inferred" | "executed" | "code";
}

export interface CancelStateRow {
  readonly state: HandleState;
  readonly meaning: string;
  /** All answers that are possible; the first is the one a single run takes. Empty: the provider never gives this state an answer of its own. */
  readonly answers: Readonly<Record<CancelProvider, readonly CancelAnswer[]>>;
}

type Basis = CancelAnswer["basis"];
const ok = (basis: Basis, extra: Partial<CancelAnswer> = {}): CancelAnswer => ({ returns: 0, basis, ...extra });
const fails = (error: string, basis: Basis, extra: Partial<CancelAnswer> = {}): CancelAnswer => ({ returns: -1, error, basis, ...extra });

const doc = "documented";
const run = "executed";
/** Wine's function is a stub: it returns 0 whatever it is given. */
const wineOver = [ok(run)];
const wineLive = [ok(run, { completesAnyway: true })];

const overAnswers = (basis: Basis) => ({
  documented: [fails("WSAEALREADY", basis)],
  reactos: [fails("WSAEINVAL", run)],
  wine: wineOver,
  default: [fails("WSAEALREADY", basis)],
});

export const cancelStates: readonly CancelStateRow[] = [
  {
    state: "zero",
    meaning: "the handle is zero: no request was ever started under it",
    answers: {
      documented: [fails("WSAEINVAL", doc)],
      reactos: [fails("WSAEINVAL", run), ok(run, { when: "the worker thread exists and is idle" })],
      wine: wineOver,
      default: [fails("WSAEINVAL", doc)],
    },
  },
  {
    state: "foreign",
    meaning: "a value that no start function returned",
    answers: {
      documented: [fails("WSAEINVAL", doc), fails("WSAEALREADY", doc, { when: "the provider's choice" })],
      reactos: [fails("WSAEINVAL", run)],
      wine: wineOver,
      default: [fails("WSAEINVAL", doc)],
    },
  },
  {
    state: "queued",
    meaning: "accepted, the lookup has not begun",
    answers: { documented: [ok(doc)], reactos: [ok(run)], wine: wineLive, default: [ok(doc)] },
  },
  {
    state: "running",
    meaning: "the lookup is in progress; after the cancel it may still run to its end, its result is dropped",
    answers: { documented: [ok(doc)], reactos: [ok(run)], wine: wineLive, default: [ok(doc)] },
  },
  {
    state: "commit",
    meaning: "the lookup is done, the result is being copied into the buffer",
    answers: {
      documented: [fails("WSAEALREADY", "inferred"), ok("inferred")],
      reactos: [fails("WSAEINVAL", "code", { messageStillToCome: true })],
      wine: wineLive,
      default: [fails("WSAEALREADY", "inferred", { messageStillToCome: true }), ok("inferred")],
    },
  },
  {
    state: "posting",
    meaning: "the buffer is final, the message is not in the queue yet",
    answers: {
      documented: [fails("WSAEALREADY", "inferred", { messageStillToCome: true })],
      reactos: [fails("WSAEINVAL", run, { messageStillToCome: true })],
      wine: wineLive,
      default: [fails("WSAEALREADY", "inferred", { messageStillToCome: true })],
    },
  },
  {
    state: "posted",
    meaning: "the message stands in the window's queue (the second documented reason of WSAEALREADY)",
    answers: { ...overAnswers(doc), wine: wineLive },
  },
  {
    state: "done",
    meaning: "the message was taken or handled (the first documented reason of WSAEALREADY)",
    answers: overAnswers(doc),
  },
  {
    state: "cancelled",
    meaning: "an earlier cancel of the same handle succeeded",
    answers: {
      documented: [fails("WSAEALREADY", doc)],
      reactos: [
        fails("WSAEINVAL", run, { when: "the request was waiting, or its lookup has ended since" }),
        ok(run, { when: "the lookup was running and has not ended" }),
      ],
      wine: wineOver,
      default: [fails("WSAEALREADY", doc)],
    },
  },
  {
    state: "notInitialised",
    meaning: "before a successful WSAStartup or after the final WSACleanup",
    answers: {
      documented: [fails("WSANOTINITIALISED", doc)],
      reactos: [
        fails("WSANOTINITIALISED", run),
        fails("WSAEINVAL", run, { when: "after the final WSACleanup, while the worker thread has not ended" }),
      ],
      wine: wineOver,
      default: [fails("WSANOTINITIALISED", doc)],
    },
  },
  {
    state: "blockingCall",
    meaning: "a Windows Sockets 1.1 blocking call runs on this thread, or the provider is inside a callback",
    answers: {
      documented: [fails("WSAEINPROGRESS", doc)],
      reactos: [],
      wine: [],
      default: [fails("WSAEINPROGRESS", doc, { when: "a version below 2.0 was negotiated" })],
    },
  },
  {
    state: "networkDown",
    meaning: "the network subsystem failed",
    answers: { documented: [fails("WSAENETDOWN", doc)], reactos: [], wine: [], default: [fails("WSAENETDOWN", doc)] },
  },
];

export function cancelAnswers(state: HandleState, provider: CancelProvider): readonly CancelAnswer[] {
  return cancelStates.find((row) => row.state === state)!.answers[provider];
}

/** The order in which a cancel's conditions are checked. Inferred: no text states it. */
export const cancelPrecedence: readonly string[] = ["WSANOTINITIALISED", "WSAEINPROGRESS", "WSAENETDOWN", "WSAEINVAL", "WSAEALREADY"];
