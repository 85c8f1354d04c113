/** What the analysis needs to know of functions around Winsock, asked of `winsock/` and `platform/` by name. */

/** Argument that is given back, by function; the value of `delete` and destructors is handled apart. */
const FREES: ReadonlyMap<string, number> = new Map([
  ["free", 0],
  ["_free", 0],
  ["cfree", 0],
  ["_aligned_free", 0],
  ["GlobalFree", 0],
  ["LocalFree", 0],
  ["HeapFree", 2],
  ["VirtualFree", 0],
  ["CoTaskMemFree", 0],
  ["UnmapViewOfFile", 0],
  ["GlobalFreePtr", 0],
  ["_ffree", 0],
  ["farfree", 0],
]);

const ALLOCATES: ReadonlyMap<string, number> = new Map([
  ["malloc", 0],
  ["calloc", 1],
  ["_malloc", 0],
  ["farmalloc", 0],
  ["_fmalloc", 0],
  ["GlobalAlloc", 1],
  ["LocalAlloc", 1],
  ["HeapAlloc", 2],
  ["VirtualAlloc", 1],
  ["CoTaskMemAlloc", 0],
  ["GlobalAllocPtr", 1],
  ["realloc", 1],
  ["HeapReAlloc", 3],
  ["GlobalReAlloc", 1],
  ["LocalReAlloc", 1],
]);

/** Argument index of the old block for functions that may move it. */
export const REALLOCATES: ReadonlyMap<string, number> = new Map([
  ["realloc", 0],
  ["HeapReAlloc", 2],
  ["GlobalReAlloc", 0],
  ["LocalReAlloc", 0],
]);

const WAITS = new Set([
  "WaitForSingleObject",
  "WaitForSingleObjectEx",
  "WaitForMultipleObjects",
  "WaitForMultipleObjectsEx",
  "Sleep",
  "SleepEx",
]);
const TAKES_MESSAGES = new Set(["GetMessage", "GetMessageA", "GetMessageW", "PeekMessage", "PeekMessageA", "PeekMessageW"]);
const DISPATCHES = new Set([
  "DispatchMessage",
  "DispatchMessageA",
  "DispatchMessageW",
  "MsgWaitForMultipleObjects",
  "MsgWaitForMultipleObjectsEx",
  "PumpMessage",
  "PumpWaitingMessages",
  "ProcessMessages",
  "DoEvents",
]);
const MODAL = new Set([
  "MessageBox",
  "MessageBoxA",
  "MessageBoxW",
  "MessageBoxEx",
  "AfxMessageBox",
  "DialogBox",
  "DialogBoxParam",
  "DialogBoxParamA",
  "DialogBoxParamW",
  "DialogBoxIndirectParam",
  "DoModal",
  "ShowModal",
  "ShowMessage",
]);

const bareNames = new Map<string, string>();

/** The name without what qualifies it: `Winsock::connect`, `m_list.GetNext` and `p->Close` without their left sides. */
export function bare(name: string): string {
  let known = bareNames.get(name);
  if (known === undefined) {
    known = name.replace(/^.*(?:::|\.|->)/, "").trim();
    if (bareNames.size > 20_000) bareNames.clear();
    bareNames.set(name, known);
  }
  return known;
}

export function freedArgument(name: string): number | undefined {
  return FREES.get(bare(name));
}
export function allocatedSizeArgument(name: string): number | undefined {
  return ALLOCATES.get(bare(name));
}
export function isWait(name: string): boolean {
  return WAITS.has(bare(name));
}
export function takesMessages(name: string): boolean {
  return TAKES_MESSAGES.has(bare(name));
}
export function dispatches(name: string): boolean {
  return DISPATCHES.has(bare(name)) || MODAL.has(bare(name));
}
/** Names of the functions that take or dispatch messages. */
export const PUMPS: readonly string[] = [...TAKES_MESSAGES, ...DISPATCHES, ...MODAL];

export function isModal(name: string): boolean {
  return MODAL.has(bare(name));
}

/** Calls that only show, log or format something: they neither test nor change what they are given. */
export function isLogging(name: string): boolean {
  return /^(?:f?puts|perror)$|log|trace|print|debug|warn|report|msgbox|message/i.test(bare(name).replace(NO_LOG, ""));
}

/** Words with one for logging in them: they send, take or deal with messages, open windows, and sign in. */
const NO_LOG =
  /(?:dia|cata|ana)log|log(?:in|on|off|out|ic)|(?:send|post|get|peek|dispatch|translate|register|process|handle|pump|on)\w*?messages?(?!box)|message(?:loop|pump|queue|map|handler|proc)/gi;

/** Functions that neither keep nor change what their arguments point at. */
export function isPure(name: string): boolean {
  return (
    isLogging(name) ||
    /^(?:strlen|strcmp|stricmp|_stricmp|strncmp|lstrlen[AW]?|lstrcmpi?[AW]?|memcmp|htons|htonl|ntohs|ntohl|inet_addr|inet_ntoa|atoi|atol|strtol|strtoul|GetTickCount|time|abs|isdigit|IsWindow|GetParent|GetDlgItem|SetWindowText[AW]?|SetDlgItemText[AW]?|KillTimer|SetTimer|SetCursor|LoadCursor[AW]?|EnableWindow|ShowWindow|InvalidateRect|SetFocus|Beep|(?:Post|Send)(?:DlgItem|Notify|Thread)?Message[AW]?|closesocket|CloseHandle|WSAGetLastError|GetLastError|WSASetLastError|SetLastError|EnterCriticalSection|LeaveCriticalSection|DestroyWindow|DefWindowProc[AW]?|PostQuitMessage|IsEmpty|GetCount|GetSize|size|empty|length)$/.test(
      bare(name),
    )
  );
}
