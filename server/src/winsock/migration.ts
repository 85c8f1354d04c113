/** From the asynchronous database calls to what is used today: facts for rules, hover and fixes. */

export interface MigrationStep {
  /** Function, macro, constant or idea of the old interface. */
  readonly old: string;
  readonly now: string;
  readonly detail: string;
  /** The old habit turned round: a program moved word by word becomes wrong. */
  readonly inverts?: true;
}

export const migration: readonly MigrationStep[] = [
  {
    old: "WSAAsyncGetHostByName",
    now: "GetAddrInfoExW",
    detail:
      "`GetAddrInfoExW(name, NULL, NS_DNS, NULL, &hints, &result, NULL, &overlapped, routine, &cancelHandle)`. The asynchronous form needs Windows 8; before that the last four arguments must be NULL. In the hints set only ai_flags, ai_family (AF_UNSPEC, or AF_INET to stay with IPv4), ai_socktype and ai_protocol: the other members must be zero or the call fails with WSANO_RECOVERY.",
  },
  {
    old: "hWnd and wMsg",
    now: "OVERLAPPED.hEvent or a completion routine",
    detail:
      "One of the two, never both (WSAEINVAL). The event is manual-reset. The routine runs on a thread of the system; to keep a window design, let it PostMessage a private message with a pointer to the request.",
  },
  {
    old: "a handle other than 0",
    now: "the return value",
    detail:
      "997 (WSA_IO_PENDING): started, one completion follows. 0: done at once, no completion. Anything else is the error, no completion.",
  },
  {
    old: "WSAGETASYNCERROR(lParam)",
    now: "dwError of the routine, or GetAddrInfoExOverlappedResult",
    detail: "GetAddrInfoExOverlappedResult answers 0, an error, or WSAEINPROGRESS while the request is pending; NULL gives WSAEINVAL.",
  },
  {
    old: "WSAGETASYNCBUFLEN, MAXGETHOSTSTRUCT and the retry on WSAENOBUFS",
    now: "nothing",
    detail: "Windows Sockets allocates the result; walk it by ai_next and free it once with FreeAddrInfoExW.",
  },
  { old: "hostent.h_addr_list[i]", now: "ai_addr and ai_addrlen of each node", detail: "A whole sockaddr; its port is in network order." },
  { old: "hostent.h_name", now: "ai_canonname", detail: "Only with AI_CANONNAME in the hints." },
  {
    old: "the buffer lives until the message",
    now: "OVERLAPPED, result pointer, cancel handle and context live until the completion",
    detail: "The same mistake is possible with other objects.",
  },
  {
    old: "WSACancelAsyncRequest(handle)",
    now: "GetAddrInfoExCancel(&handle)",
    detail:
      "By address. 0: the request will complete with WSA_E_CANCELLED. WSA_INVALID_HANDLE (6): finished, timed out, or no such request.",
  },
  {
    old: "a successful cancel is followed by silence",
    now: "a successful cancel is followed by a completion with WSA_E_CANCELLED",
    detail: "Free the request in the completion, not where it was cancelled. The completion may run inside the cancel call.",
    inverts: true,
  },
  { old: "WSAEINVAL and WSAEALREADY mean the same", now: "one code, WSA_INVALID_HANDLE", detail: "Nothing to tell apart any more." },
  {
    old: "the handle is dead after its message",
    now: "the handle is dead after the completion or the cancel",
    detail: "It is valid from the return of GetAddrInfoExW.",
  },
  {
    old: "a cancelled lookup may still run",
    now: "the same",
    detail: "It uses resources until it ends; wait for every completion before WSACleanup.",
  },
  {
    old: "WSAAsyncGetHostByAddr",
    now: "GetNameInfoW on a worker thread",
    detail:
      "`GetNameInfoW(address, length, host, NI_MAXHOST, NULL, 0, flags)`, then post the answer; it cannot be cancelled. It takes a whole sockaddr (16 bytes for IPv4, 28 for IPv6), sizes are in WCHARs, there are no aliases, and without NI_NAMEREQD a failed lookup returns the number as text.",
  },
  {
    old: "WSAAsyncGetServByName",
    now: "getservbyname, or GetAddrInfoExW with a service name",
    detail: "getservbyname answers from a local file or provider; its result belongs to the thread: copy it at once.",
  },
  {
    old: "WSAAsyncGetServByPort",
    now: "getservbyport, or GetNameInfoW",
    detail: "With GetNameInfoW: service buffer of NI_MAXSERV, NI_DGRAM for udp; since Windows Vista an unknown port is returned as text.",
  },
  { old: "WSAAsyncGetProtoByName", now: "getprotobyname", detail: "A local file, no network: call it directly." },
  { old: "WSAAsyncGetProtoByNumber", now: "getprotobynumber", detail: "A local file, no network: call it directly." },
  {
    old: "a timer that cancels",
    now: "the timeout argument, or a timer and GetAddrInfoExCancel",
    detail: "The page speaks of milliseconds, the type is a timeval.",
  },
];

/** The steps that begin with this name. */
export function migrationOf(name: string): readonly MigrationStep[] {
  return migration.filter((step) => step.old === name || step.old.startsWith(`${name}(`));
}
