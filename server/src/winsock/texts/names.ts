/** Texts about error codes, constants, macros and structures, by name. */

/** What a code means for these calls, whatever the function. */
export const errorTexts: Readonly<Record<string, string>> = {
  WSAEINTR: "A Windows Sockets 1.1 blocking call was cancelled. The asynchronous calls do not use it: a cancelled request is silent.",
  WSAEFAULT: "A pointer argument is not in valid memory. For the asynchronous calls it is documented only in the message.",
  WSAEINVAL: "From the cancel: the handle is not that of a request in progress. Zero always gives it.",
  WSAEWOULDBLOCK: "The request cannot be taken now (resources or other limits). Try again later.",
  WSAEINPROGRESS:
    "A Windows Sockets 1.1 blocking call is running, or the provider is inside a callback. Only for programs that negotiated a version below 2.0.",
  WSAEALREADY: "From the cancel: the request is already over. Its message was handled, or stands in the queue, or is about to.",
  WSAESOCKTNOSUPPORT: "The socket type of the hints is not supported.",
  WSAEOPNOTSUPP: "Not supported. Some providers use it for Windows Sockets 1.1 functions they do not offer.",
  WSAEAFNOSUPPORT: "The address family is not supported. Wine delivers it for a wrong `type` or `len` of WSAAsyncGetHostByAddr.",
  WSAENETDOWN: "The network subsystem failed. It can arrive from the start, in the message and from the cancel.",
  WSAENOBUFS:
    "The buffer is too small. The low word of lParam is the size needed, modulo 65,536; the content of the buffer is not to be used.",
  WSAEPROCLIM: "Too many tasks use Windows Sockets.",
  WSASYSNOTREADY: "The network subsystem is not ready.",
  WSAVERNOTSUPPORTED: "The version asked for is not offered. Often the bytes of the version are swapped.",
  WSANOTINITIALISED: "No successful WSAStartup, or it was undone already.",
  WSASERVICE_NOT_FOUND: "The name space has no such service.",
  WSATYPE_NOT_FOUND: "The service does not exist for this kind of socket.",
  WSAHOST_NOT_FOUND: "There is no such host, service or protocol, and the answer is authoritative.",
  WSATRY_AGAIN: "No authoritative answer, or the server failed. The only outcome after which the same lookup may succeed.",
  WSANO_RECOVERY: "Hosts: the server refused or did not understand. Services and protocols: the database cannot be read.",
  WSANO_DATA: "The name exists, but not the kind of record that was asked for. Also the usual answer for an unknown service or protocol.",
  WSA_INVALID_HANDLE: "From GetAddrInfoExCancel: the request is finished or timed out, or the handle is not one.",
  WSA_NOT_ENOUGH_MEMORY: "Out of memory.",
  WSA_IO_PENDING: "From GetAddrInfoExW: started; one completion follows. Not a failure.",
  WSA_E_CANCELLED: "The completion of a GetAddrInfoExW request that was cancelled.",
};

export const constantTexts: Readonly<Record<string, string>> = {
  MAXGETHOSTSTRUCT: "Recommended size in bytes of the buffer of an asynchronous database call. A larger result is still possible.",
  SOCKET_ERROR:
    "Return value of WSACancelAsyncRequest, WSACleanup and most socket calls when they fail. The six starts fail with 0, not with this.",
  INVALID_SOCKET: "Return value of socket and accept when they fail. It has nothing to do with a task handle, whose failure value is 0.",
  NO_ERROR: "Success.",
  WM_USER: "First message number of a window class of your own. Dialogs and controls use numbers above it too; `WM_APP` is safer.",
  WM_APP: "First message number that no system control uses: `WM_APP` + n suits the completion of a request.",
  AF_UNSPEC: "Any address family.",
  AF_INET: "IPv4: the only family the asynchronous database calls know.",
  AF_INET6: "IPv6: not for the asynchronous database calls; use GetAddrInfoExW or GetNameInfoW.",
  PF_UNSPEC: "Any protocol family.",
  PF_INET: "The same number as AF_INET.",
  PF_INET6: "The same number as AF_INET6.",
  IPPROTO_TCP: "Protocol number of TCP, in host order as WSAAsyncGetProtoByNumber wants it.",
  IPPROTO_UDP: "Protocol number of UDP, in host order as WSAAsyncGetProtoByNumber wants it.",
  IPPROTO_ICMP: "Protocol number of ICMP, in host order.",
  PM_REMOVE: "PeekMessage takes the message out of the queue. WM_QUIT comes whatever the filter.",
  PM_NOREMOVE: "PeekMessage leaves the message in the queue.",
  PM_NOYIELD: "Windows 3.x only: PeekMessage does not yield.",
  NS_ALL: "Every installed name space.",
  NS_DNS: "The domain name system.",
  NS_NETBT: "NetBIOS over TCP/IP.",
  NS_WINS: "The Windows Internet Naming Service.",
  NI_MAXHOST: "Enough WCHARs for any host name, the zero included.",
  NI_MAXSERV: "Enough WCHARs for any service name, the zero included.",
  NI_NAMEREQD: "GetNameInfoW: a missing name is an error.",
  NI_DGRAM: "GetNameInfoW: look among the udp services.",
  AI_CANONNAME: "Ask for the canonical name (ai_canonname of the first node).",
  WINSOCK_VERSION: "MAKEWORD(2, 2).",
};

export const macroTexts: Readonly<Record<string, string>> = {
  WSAGETASYNCERROR:
    "The outcome of a request: high 16 bits of the *lParam* of its message. 0 = the result is in the buffer; anything else is an error, and any code may come.",
  WSAGETASYNCBUFLEN: "The size needed: low 16 bits of the *lParam*. Defined only for WSAENOBUFS, and wrong above 65,535 bytes.",
  WSAMAKEASYNCREPLY: "Builds the lParam of a completion: length low, error high. For providers and tests.",
  WSAGETSELECTERROR: "The error of a *WSAAsyncSelect* message: high 16 bits of its lParam.",
  WSAGETSELECTEVENT: "The event of a *WSAAsyncSelect* message: low 16 bits of its lParam. In a completion these bits are a size.",
  WSAMAKESELECTREPLY: "Builds the lParam of a WSAAsyncSelect message: event low, error high.",
  LOWORD: "Low 16 bits. In a completion's lParam this is the *size*, not the error.",
  HIWORD: "Bits 16 to 31. In a completion's lParam this is the error, as WSAGETASYNCERROR gives it.",
  LOBYTE: "Low 8 bits.",
  HIBYTE: "Bits 8 to 15.",
  MAKEWORD: "Two bytes as one 16-bit value. For WSAStartup the major version is the first argument: `MAKEWORD(2, 2)`.",
  MAKELONG: "Two 16-bit values as one of 32 bits.",
  MAKEWPARAM: "Two 16-bit values as a WPARAM.",
  MAKELPARAM: "Two 16-bit values as an LPARAM.",
  MAKELRESULT: "Two 16-bit values as an LRESULT.",
  GET_X_LPARAM: "Low 16 bits, signed: a coordinate.",
  GET_Y_LPARAM: "Bits 16 to 31, signed: a coordinate.",
};

export const structureTexts: Readonly<Record<string, string>> = {
  hostent:
    "Result of the two host lookups. Every pointer points into the caller's buffer: copying the structure or the bytes elsewhere leaves pointers to the old place, and only the buffer itself is freed.",
  servent: "Result of the two service lookups. `s_port` is a *signed* short in network order. On Win64 `s_proto` stands before `s_port`.",
  protoent: "Result of the two protocol lookups. `p_proto` is in host order.",
  WSAData: "Filled in by WSAStartup.",
  tagMSG: "A message as GetMessage and PeekMessage return it. Of a completion: `wParam` is the task handle, `lParam` error and size.",
  in_addr: "A binary IPv4 address in network order; what WSAAsyncGetHostByAddr's `addr` points to.",
  sockaddr_in: "An IPv4 socket address; `sin_port` and `sin_addr` are in network order.",
  sockaddr: "A socket address of any family.",
  addrinfoexW: "One node of the list that GetAddrInfoExW returns.",
  OVERLAPPED: "Names an asynchronous operation; it must live until the operation has completed.",
};
