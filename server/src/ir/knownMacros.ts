/** Macros of the Windows, C and framework headers that the lowering itself understands, in place of their expansion. */
import type { MacroDefinition } from "../names/types.ts";
import { macros } from "../winsock/index.ts";

/**
 * Function-like macros that stay a call with their name, so that a reader of the IR sees what was meant. Their result types by the
 * headers; what is not listed has the type that `winsock/macros.ts` says.
 */
const MORE: Readonly<Record<string, string>> = {
  RGB: "DWORD",
  GetRValue: "BYTE",
  GetGValue: "BYTE",
  GetBValue: "BYTE",
  MAKEINTRESOURCE: "LPTSTR",
  MAKEINTRESOURCEA: "LPSTR",
  MAKEINTRESOURCEW: "LPWSTR",
  MAKEINTATOM: "LPTSTR",
  LOBYTE: "BYTE",
  HIBYTE: "BYTE",
  LOSHORT: "SHORT",
  HISHORT: "SHORT",
  MAKELANGID: "WORD",
  MAKELCID: "DWORD",
  GET_WM_COMMAND_ID: "WORD",
  GET_WM_COMMAND_HWND: "HWND",
  GET_WM_COMMAND_CMD: "WORD",
  GET_WHEEL_DELTA_WPARAM: "SHORT",
  GET_KEYSTATE_WPARAM: "WORD",
  WSAGETSELECTERROR: "WORD",
  WSAGETSELECTEVENT: "WORD",
  WSAGETASYNCBUFLEN: "WORD",
  WSAGETASYNCERROR: "WORD",
  FD_ZERO: "void",
  FD_SET: "void",
  FD_CLR: "void",
  FD_ISSET: "int",
  HRESULT_CODE: "DWORD",
  SUCCEEDED: "BOOL",
  FAILED: "BOOL",
};

const RESULTS = new Map<string, string>([...macros.map((m) => [m.name, m.type] as const), ...Object.entries(MORE)]);

/** Name of the result's type of a known function-like macro; undefined for other names. */
export function knownMacroResult(name: string): string | undefined {
  return RESULTS.get(name);
}

/** What an assertion-like macro does with its condition. */
export type AssertKind =
  /** Gone in a release build. */
  | "assert"
  /** The condition is evaluated in every build. */
  | "verify"
  /** Returns from the function if the condition is false. */
  | "return-if-fail";

const ASSERTS = new Map<string, AssertKind>([
  ...[
    "assert",
    "ASSERT",
    "_ASSERT",
    "_ASSERTE",
    "_ASSERT_EXPR",
    "ATLASSERT",
    "NS_ASSERTION",
    "NS_ABORT_IF_FALSE",
    "DCHECK",
    "Assert",
    "ASSERT_VALID_PTR",
    "wxASSERT",
    "PR_ASSERT",
    "wxASSERT_MSG",
  ].map((n) => [n, "assert"] as const),
  ...["VERIFY", "_VERIFY", "ATLVERIFY", "Verify", "g_assert", "CHECK"].map((n) => [n, "verify"] as const),
  ...["g_return_if_fail", "g_return_val_if_fail", "NS_ENSURE_TRUE"].map((n) => [n, "return-if-fail"] as const),
]);

export function assertKind(name: string): AssertKind | undefined {
  return ASSERTS.get(name);
}

/** Names that are an assertion in some programs and something else in others: the program's own definition decides. */
export const ANYBODYS_ASSERT: ReadonlySet<string> = new Set(["CHECK", "Check", "Verify", "Assert", "DCHECK"]);

/** Functions and macros after which control does not come back. */
export const NEVER_RETURN: ReadonlySet<string> = new Set([
  "exit",
  "_exit",
  "abort",
  "ExitProcess",
  "ExitThread",
  "_endthread",
  "_endthreadex",
  "FatalExit",
  "FatalAppExit",
  "terminate",
  "std::terminate",
  "std::exit",
  "std::abort",
  "longjmp",
  "__assume_unreachable",
  "__builtin_unreachable",
  "__builtin_trap",
  "RaiseFailFastException",
  "AfxThrowMemoryException",
  "AfxThrowResourceException",
  "AfxThrowUserException",
  "AfxThrowNotSupportedException",
  "AfxAbort",
  "PostQuitAndExit",
]);

/** Macros of old frameworks that stand for the casts of C++; the program may not show their definition. */
export function castMacro(name: string): MacroDefinition | undefined {
  if (!/^(?:NS_)?(?:STATIC|CONST|REINTERPRET|DYNAMIC)_CAST$|^TYPESAFE_DOWNCAST$/.test(name)) return undefined;
  const params = name === "TYPESAFE_DOWNCAST" ? ["object", "type"] : ["type", "object"];
  return { name, params, body: "((type)(object))", offset: 0 };
}
