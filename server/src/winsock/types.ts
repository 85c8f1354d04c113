/** The shapes of the API data. Facts that analysis needs are here; long texts are in `texts/` and load on first use. */

/**
 * Where an error code reaches the program.
 * - `S`: the call itself fails; the code is read with WSAGetLastError on the same thread, at once.
 * - `A`: high 16 bits of the completion message's lParam.
 * - `C`: WSACancelAsyncRequest failed; read with WSAGetLastError on the same thread, at once.
 * - `R`: it *is* the return value.
 * - `K`: completion of a GetAddrInfoEx request (the routine's dwError, or GetAddrInfoExOverlappedResult).
 */
export type Channel = "S" | "A" | "C" | "R" | "K";

/** What a function is for the analysis. `start` = the six calls that return an asynchronous task handle. */
export type FunctionRole =
  | "start"
  | "cancel"
  | "startup"
  | "cleanup"
  | "lastError"
  | "addrinfoStart"
  | "addrinfoCancel"
  | "addrinfoResult"
  | "addrinfoFree"
  | "reverseLookup";

/** What an argument is, independent of its place in the list. */
export type ParameterRole =
  | "hWnd"
  | "wMsg"
  | "name"
  | "addr"
  | "len"
  | "type"
  | "port"
  | "proto"
  | "number"
  | "buf"
  | "buflen"
  | "handle"
  | "version"
  | "startupData"
  | "service"
  | "nameSpace"
  | "provider"
  | "hints"
  | "result"
  | "timeout"
  | "overlapped"
  | "callback"
  | "cancelHandle"
  | "list"
  | "sockaddr"
  | "sockaddrLength"
  | "host"
  | "hostSize"
  | "serviceBuffer"
  | "serviceBufferSize"
  | "flags";

export interface Parameter {
  readonly name: string;
  /** C type as in the prototype, without the name. */
  readonly type: string;
  readonly role: ParameterRole;
  readonly direction: "in" | "out" | "inout";
  /** What a length counts, or how a number is measured. */
  readonly unit?: "bytes" | "WCHARs" | "milliseconds";
  readonly byteOrder?: "network" | "host";
  /** NULL (or zero) is a documented value. */
  readonly nullable: boolean;
  /** For pointers: how long the memory must stay as it is. `request` = until the completion was taken or the request is surely over. */
  readonly lifetime?: "call" | "request";
  /**
   * For input pointers that outlive nothing in the texts: whether the call copies what they point to. The documentation is silent for
   * all input strings; `providersDiffer` marks those that some provider is known to read later.
   */
  readonly copied?: "undocumented" | "providersDiffer";
}

export interface ResultRule {
  /** In words, for people. */
  readonly success: string;
  readonly failure: string;
  /** The one value that means failure, where there is one; `nonzero` where every other value than zero does. */
  readonly failureValue: 0 | -1 | "nonzero" | "none";
  readonly errorSource: "WSAGetLastError" | "returnValue" | "none";
}

export interface DocumentedError {
  readonly code: string;
  readonly channel: Channel;
}

export type ResultStructure = "hostent" | "servent" | "protoent";

export interface WinsockFunction {
  readonly name: string;
  readonly role: FunctionRole;
  readonly returnType: string;
  readonly convention: string;
  readonly parameters: readonly Parameter[];
  /** One-line C prototype built from the parameters. */
  readonly prototype: string;
  /** Argument index of each role, from 0. */
  readonly positions: Readonly<Partial<Record<ParameterRole, number>>>;
  readonly result: ResultRule;
  /** What the completed request leaves in `buf`. */
  readonly resultStructure?: ResultStructure;
  /** What is looked up: decides which argument rules apply. */
  readonly query?: "hostByName" | "hostByAddress" | "serviceByName" | "serviceByPort" | "protocolByName" | "protocolByNumber";
  readonly errors: readonly DocumentedError[];
  /** Export ordinal of the Winsock 1.1 library (WSOCK32.DLL, also WS2_32.DLL). */
  readonly ordinal?: number;
  readonly header: "winsock2.h" | "ws2tcpip.h";
  /** Marked obsolete in the SDK headers. */
  readonly deprecated: boolean;
  /** Functions to use today, in order of preference; empty where the interface names none. */
  readonly replacedBy: readonly string[];
  readonly url: string;
}
