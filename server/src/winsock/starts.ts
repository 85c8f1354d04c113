/** The six calls that start a database lookup and return an asynchronous task handle, and the call that cancels one. */
import { defineFunction, errorList, pageOf, parameter } from "./define.ts";
import type { Parameter, ResultRule, ResultStructure, WinsockFunction } from "./types.ts";

const window_ = parameter("hWnd", "HWND", "hWnd");
const message = parameter("wMsg", "u_int", "wMsg");
const output: readonly Parameter[] = [
  parameter("buf", "char *", "buf", "out", { lifetime: "request" }),
  parameter("buflen", "int", "buflen", "in", { unit: "bytes" }),
];
const hostOrOtherName = parameter("name", "const char *", "name", "in", { lifetime: "call", copied: "undocumented" });
const protocol = parameter("proto", "const char *", "proto", "in", { nullable: true, lifetime: "request", copied: "providersDiffer" });

const startResult: ResultRule = {
  success: "a non-zero asynchronous task handle: the request was started, nothing more",
  failure: "0: the request was not started and no message will come",
  failureValue: 0,
  errorSource: "WSAGetLastError",
};

/** The same lists stand on all six pages; the meaning of an A code differs a little by function (texts/functions.ts). */
const startErrors = errorList(
  "S",
  "WSANOTINITIALISED WSAENETDOWN WSAEINPROGRESS WSAEWOULDBLOCK",
  "A",
  "WSAENETDOWN WSAENOBUFS WSAEFAULT WSAHOST_NOT_FOUND WSATRY_AGAIN WSANO_RECOVERY WSANO_DATA",
);

function start(
  name: string,
  ordinal: number,
  query: WinsockFunction["query"],
  resultStructure: ResultStructure,
  key: readonly Parameter[],
  replacedBy: readonly string[],
): WinsockFunction {
  return defineFunction({
    name,
    role: "start",
    returnType: "HANDLE",
    parameters: [window_, message, ...key, ...output],
    result: startResult,
    resultStructure,
    query,
    errors: startErrors,
    ordinal,
    header: "winsock2.h",
    deprecated: true,
    replacedBy,
    url: pageOf(name, "winsock"),
  });
}

export const startFunctions: readonly WinsockFunction[] = [
  start("WSAAsyncGetHostByName", 103, "hostByName", "hostent", [hostOrOtherName], ["GetAddrInfoExW"]),
  start(
    "WSAAsyncGetHostByAddr",
    102,
    "hostByAddress",
    "hostent",
    [
      parameter("addr", "const char *", "addr", "in", { byteOrder: "network", lifetime: "call", copied: "undocumented" }),
      parameter("len", "int", "len", "in", { unit: "bytes" }),
      parameter("type", "int", "type"),
    ],
    ["GetNameInfoW"],
  ),
  start("WSAAsyncGetServByName", 107, "serviceByName", "servent", [hostOrOtherName, protocol], ["getservbyname", "GetAddrInfoExW"]),
  start(
    "WSAAsyncGetServByPort",
    106,
    "serviceByPort",
    "servent",
    [parameter("port", "int", "port", "in", { byteOrder: "network" }), protocol],
    ["getservbyport", "GetNameInfoW"],
  ),
  start("WSAAsyncGetProtoByName", 105, "protocolByName", "protoent", [hostOrOtherName], ["getprotobyname"]),
  start(
    "WSAAsyncGetProtoByNumber",
    104,
    "protocolByNumber",
    "protoent",
    [parameter("number", "int", "number", "in", { byteOrder: "host" })],
    ["getprotobynumber"],
  ),
];

export const cancelFunction: WinsockFunction = defineFunction({
  name: "WSACancelAsyncRequest",
  role: "cancel",
  returnType: "int",
  parameters: [parameter("hAsyncTaskHandle", "HANDLE", "handle")],
  result: {
    success: "0: the request was cancelled, no message will come for it",
    failure: "SOCKET_ERROR (-1): nothing was cancelled; a message may be queued or still on its way",
    failureValue: -1,
    errorSource: "WSAGetLastError",
  },
  errors: errorList("C", "WSANOTINITIALISED WSAENETDOWN WSAEINVAL WSAEINPROGRESS WSAEALREADY"),
  ordinal: 108,
  header: "winsock2.h",
  deprecated: true,
  // The SDK header names no replacement; GetAddrInfoExCancel cancels only GetAddrInfoExW.
  replacedBy: ["GetAddrInfoExCancel"],
  url: pageOf("WSACancelAsyncRequest", "winsock"),
});
