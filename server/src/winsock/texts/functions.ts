/** Texts about the functions, by name. Loaded for hover and documentation only. */

export interface FunctionText {
  /** One or two sentences. */
  readonly summary: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Meaning for this function; key is the code, or `CODE/CHANNEL` where one code means different things. */
  readonly errors: Readonly<Record<string, string>>;
  readonly remarks: readonly string[];
  readonly today: string;
}

const hWnd =
  "Window that gets the message. It must exist until then: a message to a window that is gone is lost without a word. It is not checked at the start.";
const wMsg = "Number of the message, best `WM_APP` + n, and one that no WSAAsyncSelect uses.";
const buf =
  "Where the result goes: the structure *and* everything it points to. It must stay where it is, untouched, until the message was taken or a cancel returned 0. Never a local variable of a function that returns before that.";
const buflen = "Size of `buf` in bytes. MAXGETHOSTSTRUCT (1024) is the recommended size; the size of the bare structure never suffices.";

const startErrors = {
  WSANOTINITIALISED: "WSAStartup has not succeeded yet, or was undone.",
  "WSAENETDOWN/S": "The network subsystem failed.",
  "WSAENETDOWN/A": "The network subsystem failed during the lookup.",
  WSAEINPROGRESS: "A Windows Sockets 1.1 blocking call is running, or the provider is inside a callback.",
  WSAEWOULDBLOCK: "The request cannot be taken now for want of resources. Try again later.",
  WSAENOBUFS: "`buf` is too small. WSAGETASYNCBUFLEN gives the size needed (its low 16 bits); the content of `buf` is not to be used.",
  WSAEFAULT: "A pointer argument is not in valid memory.",
};

const startRemarks = [
  "Exactly one message follows a started request, unless it is cancelled or WSACleanup ends it. Match it by `wParam`, which is the handle.",
  "Read the outcome with `WSAGETASYNCERROR(lParam)`; only 0 means that `buf` is filled. WSAGetLastError knows nothing of it.",
  "Neither order nor parallel work of several requests is promised.",
  "The handle is no kernel object: it is never closed and never waited for.",
];

const hostErrors = {
  ...startErrors,
  WSATRY_AGAIN: "No authoritative answer, or the server failed. Trying again may help.",
  WSANO_RECOVERY: "The server refused, did not understand or does not support the question.",
};

const serviceErrors = {
  ...startErrors,
  WSATRY_AGAIN: "The service was not found for now, or the server failed. Trying again may help.",
  WSANO_RECOVERY: "The services database cannot be read.",
  WSANO_DATA: "No such service.",
};

const protocolErrors = {
  ...startErrors,
  WSAHOST_NOT_FOUND: "No such protocol.",
  WSATRY_AGAIN: "The protocol was not found for now, or the server failed.",
  WSANO_RECOVERY: "The protocols database cannot be read.",
  WSANO_DATA: "No such protocol.",
};

const proto =
  'Name of the protocol (`"tcp"`, `"udp"`), not its number; NULL takes the first entry that fits. Keep the string until the message: one provider reads it later.';

const lookupErrors = {
  WSA_NOT_ENOUGH_MEMORY: "Out of memory.",
  WSAEAFNOSUPPORT: "ai_family of the hints is not supported.",
  WSAESOCKTNOSUPPORT: "ai_socktype of the hints is not supported.",
  WSATYPE_NOT_FOUND: "The service does not exist for this socket type.",
  WSASERVICE_NOT_FOUND: "The service is unknown.",
  WSAHOST_NOT_FOUND: "The name does not resolve.",
  WSATRY_AGAIN: "A temporary failure.",
  WSANO_RECOVERY: "A failure that will stay, or members of the hints that must be zero are not.",
  WSANO_DATA: "The name exists but has no address of the wanted kind.",
  WSA_E_CANCELLED: "GetAddrInfoExCancel succeeded for this request.",
};

export const functionTexts: Readonly<Record<string, FunctionText>> = {
  WSAAsyncGetHostByName: {
    summary: "Starts a lookup of a host by name and returns at once. The `hostent` arrives in `buf`, the news of it as a message.",
    parameters: {
      hWnd,
      wMsg,
      name: "Host name, zero-terminated and narrow. Dotted IPv4 text succeeds without a lookup; IPv6 text does not work. Never NULL: providers crash on it.",
      buf,
      buflen,
    },
    errors: {
      ...hostErrors,
      WSAHOST_NOT_FOUND: "There is no such host; the answer is authoritative.",
      WSANO_DATA: "The name is valid but has no IPv4 address.",
    },
    remarks: [
      ...startRemarks,
      "Whatever gethostname returned can be resolved. Results are IPv4 only; addresses in h_addr_list are in network order.",
    ],
    today:
      "GetAddrInfoExW with an OVERLAPPED (Windows 8 or later): IPv4 and IPv6, no buffer of your own, a cancel that is always answered by a completion.",
  },
  WSAAsyncGetHostByAddr: {
    summary:
      "Starts a lookup of a host by its IPv4 address and returns at once. The `hostent` arrives in `buf`, the news of it as a message.",
    parameters: {
      hWnd,
      wMsg,
      addr: "Points at the *binary* address in network order (an in_addr, 4 bytes), not at text and not at a sockaddr.",
      len: "Length of the address in bytes: 4.",
      type: "Address family: AF_INET.",
      buf,
      buflen,
    },
    errors: {
      ...hostErrors,
      WSAHOST_NOT_FOUND: "There is no name for this address; the answer is authoritative.",
      WSANO_DATA: "The address is valid but has no name on record.",
    },
    remarks: [...startRemarks, "Results are IPv4 only."],
    today: "GetNameInfoW on a worker thread; it takes a whole sockaddr, knows IPv6 and cannot be cancelled.",
  },
  WSAAsyncGetServByName: {
    summary: "Starts a lookup of a service by its name and returns at once. The `servent` arrives in `buf`, the news of it as a message.",
    parameters: {
      hWnd,
      wMsg,
      name: 'Name or alias of the service, such as `"http"`; not a number and not `"http/tcp"`.',
      proto,
      buf,
      buflen,
    },
    errors: { ...serviceErrors, WSAHOST_NOT_FOUND: "No such service (the page's text speaks of a host)." },
    remarks: [
      ...startRemarks,
      "s_port of the result is a signed short in network order: use it unchanged in a sockaddr, print it with `ntohs((u_short)s_port)`.",
    ],
    today: "getservbyname, called directly (copy the result at once), or a service name given to GetAddrInfoExW.",
  },
  WSAAsyncGetServByPort: {
    summary: "Starts a lookup of a service by its port and returns at once. The `servent` arrives in `buf`, the news of it as a message.",
    parameters: {
      hWnd,
      wMsg,
      port: "Port in *network* order: `htons(80)`, or the s_port of a servent unchanged.",
      proto,
      buf,
      buflen,
    },
    errors: {
      ...serviceErrors,
      WSAHOST_NOT_FOUND: "No service has this port.",
      WSATRY_AGAIN: "The port was not found for now, or the server failed.",
    },
    remarks: [...startRemarks, "A port in host order is no error: the call looks up another port (80 becomes 20480)."],
    today: "getservbyport, called directly, or GetNameInfoW.",
  },
  WSAAsyncGetProtoByName: {
    summary: "Starts a lookup of a protocol by its name and returns at once. The `protoent` arrives in `buf`, the news of it as a message.",
    parameters: {
      hWnd,
      wMsg,
      name: 'Name of the protocol, zero-terminated and narrow, such as `"tcp"`. Never NULL.',
      buf,
      buflen: `${buflen} (Microsoft's page marks it as output; it is input.)`,
    },
    errors: protocolErrors,
    remarks: [
      ...startRemarks,
      "The database is a local file: the lookup is instant, the answer still comes as a message. p_proto is in host order.",
    ],
    today: "getprotobyname, called directly: no network is involved.",
  },
  WSAAsyncGetProtoByNumber: {
    summary:
      "Starts a lookup of a protocol by its number and returns at once. The `protoent` arrives in `buf`, the news of it as a message.",
    parameters: { hWnd, wMsg, number: "Protocol number in *host* order (`IPPROTO_TCP`), without htons.", buf, buflen },
    errors: protocolErrors,
    remarks: [
      ...startRemarks,
      "The database is a local file: the lookup is instant, the answer still comes as a message. p_proto is in host order.",
    ],
    today: "getprotobynumber, called directly: no network is involved.",
  },
  WSACancelAsyncRequest: {
    summary:
      "Cancels a request that one of the six WSAAsyncGetXByY calls started. It can fail because the request is over already: then its message is queued or on its way.",
    parameters: {
      hAsyncTaskHandle: "The handle the start returned. Zero is never valid. Not a socket, and not the handle of GetAddrInfoExW.",
    },
    errors: {
      WSANOTINITIALISED: "WSAStartup has not succeeded yet, or was undone.",
      WSAENETDOWN: "The network subsystem failed.",
      WSAEINVAL: "The handle is not (or no longer) that of a request in progress; zero always gives this.",
      WSAEINPROGRESS: "A Windows Sockets 1.1 blocking call is running, or the provider is inside a callback. Nothing was cancelled.",
      WSAEALREADY: 'The request is over: its message was handled, or stands in the queue. It does not mean "busy".',
    },
    remarks: [
      "0 means: no message will come for this handle and `buf` will not be written again.",
      "WSAEINVAL and WSAEALREADY carry the same information and a provider may choose either: treat them alike.",
      "After a failure keep buffer and context until the message with this `wParam` was taken, or leave a record that makes the handler ignore it. Looking into the queue once is not enough: the message may not be posted yet.",
      "Cancelling never removes a message from the queue, and cancelling twice is an error.",
    ],
    today:
      "GetAddrInfoExCancel, for requests of GetAddrInfoExW. There a *successful* cancel is followed by a completion with WSA_E_CANCELLED.",
  },
  WSAStartup: {
    summary: "Makes Windows Sockets ready for this process and agrees on a version. Each success needs one WSACleanup.",
    parameters: {
      wVersionRequested: "Highest version wanted, major number in the *low* byte: `MAKEWORD(2, 2)`.",
      lpWSAData: "Receives what the library supports.",
    },
    errors: {
      WSASYSNOTREADY: "The network subsystem is not ready.",
      WSAVERNOTSUPPORTED: "This version is not offered.",
      WSAEINPROGRESS: "A Windows Sockets 1.1 blocking call is running.",
      WSAEPROCLIM: "Too many tasks use Windows Sockets.",
      WSAEFAULT: "`lpWSAData` is not a valid pointer.",
    },
    remarks: [
      "The return value is the error: WSAGetLastError must not be asked.",
      "A program that negotiates less than 2.0 gets the 1.1 rules back, WSAEINPROGRESS among them.",
      "Not from DllMain: it may load libraries and wait.",
    ],
    today: "Ask for version 2.2.",
  },
  WSACleanup: {
    summary: "Undoes one successful WSAStartup. The last one ends Windows Sockets for all threads of the process.",
    parameters: {},
    errors: {
      WSANOTINITIALISED: "There is nothing left to undo.",
      WSAENETDOWN: "The network subsystem failed.",
      WSAEINPROGRESS: "A Windows Sockets 1.1 blocking call is running.",
    },
    remarks: [
      "The documentation says that the last one cancels pending requests of every thread without posting a message. ReactOS and Wine still write the buffers and still post: do not free a buffer because WSACleanup returned.",
      "Whether messages already queued vanish is told both ways. Cancel or finish every request first.",
      "Never call it in a loop until it fails: the count is shared with every library in the process.",
    ],
    today: "Unchanged. With GetAddrInfoExW wait for every completion first.",
  },
  WSAGetLastError: {
    summary: "The code of the last Windows Sockets call that failed on this thread.",
    parameters: {},
    errors: {},
    remarks: [
      "Ask at once after the failing call: other calls may change it.",
      "It belongs to the thread, and it says nothing about an asynchronous request: that outcome is in `WSAGETASYNCERROR(lParam)`.",
    ],
    today: "Unchanged.",
  },
  GetAddrInfoExW: {
    summary:
      "Resolves names and services for every protocol; asynchronous when an OVERLAPPED is given (Windows 8 or later). Replaces WSAAsyncGetHostByName.",
    parameters: {
      pName: "Host name or numeric address; NULL if only a service is wanted.",
      pServiceName: "Service name or port as text; NULL if not wanted.",
      dwNameSpace: "NS_DNS, or NS_ALL for every provider.",
      lpNspId: "GUID of one provider, usually NULL.",
      hints: "Which families and socket types are wanted. ai_addrlen, ai_canonname, ai_addr and ai_next must be zero.",
      ppResult: "Receives the list, to be freed with FreeAddrInfoExW. The variable must live until the completion.",
      timeout: "Longest wait; NULL for none. The page speaks of milliseconds, the type is a timeval.",
      lpOverlapped: "Makes the call asynchronous. It lives until the completion. Set hEvent (manual-reset), or give a routine, never both.",
      lpCompletionRoutine: "Called once on completion, unless the call ended at once.",
      lpHandle: "Receives the handle for GetAddrInfoExCancel, valid until completion or cancel.",
    },
    errors: {
      ...lookupErrors,
      WSANOTINITIALISED: "WSAStartup has not succeeded yet, or was undone.",
      WSA_IO_PENDING: "No failure: the request was started and one completion follows.",
      WSAEINVAL: "A bad flag, or an event and a routine together, or arguments that this Windows does not support yet.",
    },
    remarks: [
      "Look at every return value: only WSA_IO_PENDING promises a completion.",
      "The name and service strings, overlapped, result variable and cancel handle belong in one record that the completion frees.",
      "The A variant is never asynchronous.",
    ],
    today: "This is the function to use.",
  },
  GetAddrInfoExCancel: {
    summary: "Asks a running GetAddrInfoExW request to end. It does not wait.",
    parameters: { lpHandle: "*Address* of the handle that GetAddrInfoExW filled in." },
    errors: { WSA_INVALID_HANDLE: "The request is finished or timed out, or the handle is not one." },
    remarks: [
      "Success is followed by a completion with WSA_E_CANCELLED: free the request there. The routine may run inside this call.",
      "The underlying lookup may run on and hold resources.",
    ],
    today: "This is the function to use with GetAddrInfoExW.",
  },
  GetAddrInfoExOverlappedResult: {
    summary: "The outcome of an asynchronous GetAddrInfoExW request.",
    parameters: { lpOverlapped: "The OVERLAPPED of the request." },
    errors: { ...lookupErrors, WSAEINPROGRESS: "The request is still pending.", WSAEINVAL: "`lpOverlapped` is NULL." },
    remarks: ["Ask after the event is set."],
    today: "This is the function to use with GetAddrInfoExW.",
  },
  FreeAddrInfoExW: {
    summary: "Frees the whole list that GetAddrInfoExW returned.",
    parameters: { pAddrInfoEx: "First node of the list. Free each list once, and never with free()." },
    errors: {},
    remarks: ["Pointers into the list (ai_addr, ai_canonname) are dead afterwards."],
    today: "This is the function to use with GetAddrInfoExW.",
  },
  GetNameInfoW: {
    summary: "From an address to a host name, and from a port to a service name. It blocks: call it on a worker thread.",
    parameters: {
      pSockaddr: "A whole sockaddr with family, address and port.",
      SockaddrLength: "Its length in bytes: 16 for IPv4, 28 for IPv6.",
      pNodeBuffer: "Receives the host name; NULL if not wanted.",
      NodeBufferSize: "Its size in WCHARs; NI_MAXHOST (1025) suffices.",
      pServiceBuffer: "Receives the service name; NULL if not wanted.",
      ServiceBufferSize: "Its size in WCHARs; NI_MAXSERV (32) suffices.",
      Flags: "NI_NAMEREQD makes a missing name an error; NI_DGRAM looks among udp services.",
    },
    errors: {
      WSAEFAULT: "No address, or a length too small for its family.",
      WSAEINVAL: "A size of 0 for a buffer that is wanted, or a bad flag.",
      WSAEAFNOSUPPORT: "The family is not supported.",
      WSA_NOT_ENOUGH_MEMORY: "Out of memory.",
      WSAHOST_NOT_FOUND: "NI_NAMEREQD and no name, or nothing was asked for.",
      WSATRY_AGAIN: "A temporary failure.",
      WSANO_RECOVERY: "A failure that will stay.",
    },
    remarks: ["Without NI_NAMEREQD a failed lookup is no error: the number is returned as text."],
    today: "This is the function to use.",
  },
};
