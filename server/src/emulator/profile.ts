/**
 * Provider profiles: every point on which the documentation, ReactOS, Wine and Winsock 1.1 disagree, as plain data. The emulator reads
 * nothing else to decide what a provider does; a knob is one field of a profile, changed with {@link withKnobs}.
 */

/** State of a request as the cancel call sees it. The names are those of the request life cycle. */
export type CancelRow =
  | "zero"
  | "unknown"
  | "queued"
  | "running"
  | "commit"
  | "posting"
  | "posted"
  | "taken"
  | "done"
  | "lost"
  | "swept"
  /** Second cancel, once the provider has nothing to do with the request any more. */
  | "cancelled"
  /** Second cancel while the abandoned lookup still runs. */
  | "cancelledRunning"
  | "notInitialised"
  | "inProgress"
  | "netDown";

/**
 * `0` = success, a number = SOCKET_ERROR with that last error, "either" = 0 or WSAEALREADY as `Winsock.choose` says (default WSAEALREADY),
 * "wait" = the call waits until the copy is done and then answers as in `posting`, "never" = this row is not checked by the provider.
 */
export type CancelAnswer = number | "either" | "wait" | "never";

export interface ProviderProfile {
  readonly name: string;
  /** One sentence for a person. */
  readonly title: string;

  /** WSACancelAsyncRequest, one answer per state. */
  readonly cancel: Readonly<Record<CancelRow, CancelAnswer>>;
  /** True: a cancel that answers 0 really stops message and write (I1, I2). False: it changes nothing (Wine). */
  readonly cancelStops: boolean;
  /** Cancel of zero answers 0 while the worker exists and has nothing to do (ReactOS). */
  readonly zeroIdleQuirk: boolean;
  /** WSAEINVAL wherever the table says WSAEALREADY (ReactOS, TwinSock flavour). Applied last. */
  readonly swapInvalAlready: boolean;
  /** Every failed cancel of an issued handle asks `Winsock.choose` for WSAEALREADY or WSAEINVAL: what a portable program must bear. */
  readonly chooseCancelCode: boolean;

  /** Values of task handles: `first`, then one more each; `bits` kept; 0 skipped if `skipZero`; `or` is set in every value. */
  readonly handles: { readonly first: number; readonly bits: 16 | 32; readonly skipZero: boolean; readonly or?: number };

  /** "fifo": one worker, in order of issue, one after the other to the post; "pool": each request on its own. */
  readonly worker: "fifo" | "pool";
  /** Requests that may be pending at once; the next start fails with `exhaustedError`. 0 = no limit. */
  readonly pendingLimit: number;
  readonly exhaustedError: number;
  /** The first request takes a WSAStartup reference of its own (ReactOS). */
  readonly workerHoldsStartup: boolean;
  /** Milliseconds between the end of the copy and the post. In a search any amount of time may pass there, whatever the number. */
  readonly postingWindowMs: number;
  /** What a failed post leads to: "lost", or posting again for as long as the window exists (Winsock 1.1 suppliers' note). */
  readonly postFailure: "lost" | "retry";
  /** Posted messages a queue holds; 0 = no limit. */
  readonly queueLimit: number;

  /** Which inputs the start call copies. What is not copied is read when the lookup begins. */
  readonly copyInputs: { readonly name: boolean; readonly address: boolean; readonly protocol: boolean };
  /**
   * A NULL or unreadable input: "deliver" = WSAEFAULT in the message; "fault" = the call itself faults in the caller (reported as an
   * event, the call answers 0 with WSAEFAULT); "fail" = the call answers 0 with WSAEFAULT.
   */
  readonly badPointer: "deliver" | "fault" | "fail";
  /** Checks of HostByAddr: type other than AF_INET, and length other than 4. A number is the error; `at` says how it reaches the caller. */
  readonly badFamily: { readonly error: number; readonly at: "start" | "message" };
  readonly badLength: { readonly error: number; readonly at: "start" | "message"; readonly only?: "shorter" } | "ignored";
  /** Whether a start call sees that the network is down. The lookup always does. */
  readonly startChecksNetwork: boolean;

  /** Start before WSAStartup: refused with WSANOTINITIALISED, or accepted (then only host lookups deliver it by message). */
  readonly startNeedsStartup: boolean;
  /** WSAEINPROGRESS while a 1.1 blocking call runs on the thread: only if less than 2.0 was negotiated, or never. */
  readonly inProgress: "below-2" | "never";
  /** Blocking hooks: those of Winsock 1.1, refused from 2.0 on; or accepted under any version and never called (Wine). */
  readonly blockingHooks: "below-2" | "inert";
  /** WSAStartup(0.1): refused with WSAVERNOTSUPPORTED, or accepted once a service request was made (D39). */
  readonly acceptsVersion01: "never" | "after-service-request" | "always";
  /** WSAStartup fails with WSASYSNOTREADY while the network is down, and with WSAEPROCLIM while no further task can be had. */
  readonly startupChecks: boolean;
  /** Highest version this provider speaks, as high.low. */
  readonly highestVersion: readonly [major: number, minor: number];

  /** The last WSACleanup: pending requests end silently, or the queue is run first, or requests are not touched. */
  readonly cleanup: "cancel" | "drain" | "ignore";
  /** The last WSACleanup also removes completion messages that are in a queue. */
  readonly purgePosted: boolean;

  /** Result layout: order of the parts after the structure, and the unit to which the size of a hostent is rounded up. */
  readonly layout: "documented" | "wine" | "reactos";
  /** Buffer too small: left untouched, or zero-filled and written as far as it goes. */
  readonly tooSmall: "untouched" | "partial";
  /** A negative length: too small, or unlimited. */
  readonly negativeLength: "too-small" | "unlimited";
  /** False: `s_proto` is left NULL (ReactOS). */
  readonly setsServiceProtocol: boolean;
  /** ServByName is taken for ProtoByName with its arguments one place off (ReactOS). */
  readonly servByNameIsProtoByName: boolean;

  readonly serviceMatching: "name-or-alias" | "official-name";
  readonly protocolMatching: "name-or-alias" | "official-name";
  /** The port argument: low 16 bits, or compared as int with the signed s_port (Wine). */
  readonly portCompare: "low-16" | "signed-short";
  /** `proto` NULL: any protocol, or the empty text (which matches nothing in a table). */
  readonly nullProtocol: "any" | "empty";
  /** Error of an unknown service or protocol. */
  readonly noSuchEntry: number;

  /** CreateWindowEx gives the handle of a window that is gone to the next one. */
  readonly reuseWindowHandles: boolean;

  /** Last error of DestroyWindow for a window that is gone. */
  readonly goneWindowError: number;
  /** gethostname before WSAStartup: refused, or answered. */
  readonly hostNameNeedsStartup: boolean;
  /**
   * GetNameInfoW: as its page says; or what the resolver of the system underneath says (Wine): no look at WSAStartup, no last error, its own
   * number -12 for a buffer that is too small or has no room, and an exception code for an address that is not there.
   */
  readonly nameInfo: "documented" | "resolver";
  /** GetAddrInfoExW: asynchronous with cancel; asynchronous with a cancel that always answers 6; or not there (ERROR_CALL_NOT_IMPLEMENTED). */
  readonly addrInfoEx: "documented" | "cancel-stub" | "absent";
}

/** Answers of a cancel that is a stub: 0 in every state, and nothing is checked. */
export const stubbedCancel: ProviderProfile["cancel"] = {
  zero: 0,
  unknown: 0,
  queued: 0,
  running: 0,
  commit: 0,
  posting: 0,
  posted: 0,
  taken: 0,
  done: 0,
  lost: 0,
  swept: 0,
  cancelled: 0,
  cancelledRunning: 0,
  notInitialised: "never",
  inProgress: "never",
  netDown: "never",
};

/** Knobs: any field of a profile, and two that change several at once. */
export type Knobs = Partial<ProviderProfile> & {
  /** WSACancelAsyncRequest answers 0 and changes nothing, as in Wine. */
  readonly cancelStub?: boolean;
  /** Handles of 16 bits, which come back after 65,535 requests. */
  readonly narrowHandles?: boolean;
};

/** `profile` with single points changed; the result is named after both. */
export function withKnobs(profile: ProviderProfile, knobs: Knobs): ProviderProfile {
  const { cancelStub, narrowHandles, ...fields } = knobs;
  const changed = Object.keys(knobs).filter((key) => key !== "name" && key !== "title");
  return {
    ...profile,
    name: knobs.name ?? (changed.length ? `${profile.name}+${changed.join("+")}` : profile.name),
    ...(cancelStub && { cancel: stubbedCancel, cancelStops: false }),
    ...(narrowHandles && { handles: { first: 1, bits: 16, skipZero: true } }),
    ...fields,
  };
}
