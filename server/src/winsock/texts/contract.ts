/** What holds for all six starts, for buffers, threads and clean-up, as sentences; and where the documentation contradicts itself. */

export const contract: readonly string[] = [
  "A start returns a non-zero handle if and only if the request was started; 0 means failure, with the reason in WSAGetLastError. It says nothing about the lookup.",
  "One message follows each started request, unless it is cancelled or Windows Sockets is cleaned up.",
  "wParam of the message equals the handle; there is no other documented way to match.",
  "The high word of lParam is 0 or an error; the result is in the buffer only if it is 0. Any error of the header may come, so a handler needs a default branch.",
  "The message is posted: only a GetMessage or PeekMessage on the thread that created the window sees it.",
  "Requests need not run side by side and need not finish in order.",
  "The handle is opaque: not a kernel object, not a task; never close it, never wait on it. Values may be used again once a request is over.",
  "A start fails with WSANOTINITIALISED, WSAENETDOWN, WSAEINPROGRESS or WSAEWOULDBLOCK; arguments are not checked at that point.",
  "Results are IPv4 only.",
];

export interface BufferRule {
  readonly question: string;
  readonly answer: string;
}

export const bufferRules: readonly BufferRule[] = [
  { question: "Who owns it?", answer: "The caller, always. Nothing in it is freed by itself." },
  { question: "What goes in?", answer: "The structure and every string, pointer array and address it points to." },
  { question: "How large?", answer: "Larger than the bare structure; MAXGETHOSTSTRUCT (1024 bytes) is recommended." },
  {
    question: "How long must it live?",
    answer:
      "From the call until the message was taken or a cancel returned 0. The end of Windows Sockets is no safe end: providers still write.",
  },
  { question: "When is it written?", answer: "Before the message is posted, by another thread. Reading it before the message is a race." },
  {
    question: "What if it is too small?",
    answer: "WSAENOBUFS, and the low word is the size needed. The content may be partial, zeroed or untouched.",
  },
  { question: "What on other errors?", answer: "Nothing is promised about the content." },
  { question: "May it be moved?", answer: "No: the pointers inside are absolute addresses into it." },
  { question: "How is it aligned?", answer: "The structure starts at the first byte and holds pointers: align it for a pointer." },
  {
    question: "What is buflen?",
    answer: "A signed int, in bytes. Of a negative value ReactOS makes no limit at all, Wine makes WSAENOBUFS.",
  },
  {
    question: "Are input strings copied?",
    answer: "The texts do not say. Names and addresses are copied in practice; ReactOS keeps the pointer to `proto` and reads it later.",
  },
];

export const lastErrorRules: readonly string[] = [
  "WSAGetLastError belongs to the thread; ask directly after the failing call.",
  "It is not for the outcome of a request: that stands in the message.",
  "The thread that starts, the thread of the window and the worker that looks up are three; the starting thread may even have ended when the message comes.",
  "A completion can be posted, and on another thread handled, before the start has returned.",
  "WSAEINPROGRESS concerns only programs that negotiated less than version 2.0.",
];

/** Defects of Microsoft's own pages that mislead programs or tools. */
export const documentationDefects: readonly string[] = [
  "WSAEALREADY: the function's page says completed, the error page says cancelled or completed.",
  "buflen of WSAAsyncGetProtoByName is marked as output; it is input.",
  "The WSAEFAULT lists of the service calls leave out `name` (and `proto` of the call by name).",
  "The pages of both host calls give the parameters other names and leave the real ones without a text.",
  "Other pages show both host calls as macros that return nothing: these are the ones that poison them under IPV6STRICT.",
  "WSAHOST_NOT_FOUND of the service call by name speaks of a host; a title speaks of a port where a protocol is meant.",
  "WSACleanup: today's page counts posted messages among what is released, the pages of 1997 only those not yet posted.",
  "One page puts the default provider into Wsock32.dll, others into Ws2_32.dll.",
  "The timeout of GetAddrInfoExW is described in milliseconds and typed as a timeval.",
  "A header annotates `proto` of WSAAsyncGetServByName as mandatory although NULL is allowed.",
  "WSAStartup's page names its parameter in two ways.",
];
