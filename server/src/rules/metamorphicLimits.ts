/** What the metamorphic tests leave out, and why: differences that are known. */
export interface Limit {
  /** Name of the transform, or the rule whose mistake is put in. */
  readonly change: string;
  /** Rule of the fixture, without the ending of its file. */
  readonly fixture: string;
  /** One case; else all of the file. */
  readonly title?: string;
  readonly why: string;
}

const UNREAD =
  "a file is read where a lookup or a cancel stands or where such a file leads: start-up, cleanup and GetAddrInfoEx alone in a file are not";

export const LIMITS: readonly Limit[] = [
  ...[
    "addrinfo-ansi-overlapped",
    "addrinfo-cleanup",
    "addrinfo-event-and-callback",
    "addrinfo-immediate-return",
    "addrinfo-result-freed",
    "cleanup-loop",
    "cleanup-then-wait",
    "old-version-requested",
    "startup-error-source",
    "startup-in-dllmain",
    "swapped-version",
    "winsock-in-blocking-hook",
  ].map((fixture) => ({ change: "split", fixture, why: UNREAD })),
  {
    change: "split",
    fixture: "free-despite-failed-cancel",
    title: "C1 ignored, buffer freed",
    why: "a delete whose destructor is in another file: the report stands in the destructor",
  },
  {
    change: "split",
    fixture: "object-deleted-with-requests",
    title: "T7 object deleted with other requests open",
    why: "the delete stands in another file than the starts, and its record is not followed there",
  },
  {
    change: "split",
    fixture: "object-deleted-with-requests",
    title: "a base that is not in view may cancel",
    why: "a method in a class in a header that nothing calls is not read",
  },
  {
    change: "split",
    fixture: "wparam-ignored",
    title: "the completion is handed on as yes or no",
    why: "a handler that gets only yes or no is known as one where the start is in its file",
  },
  {
    change: "split",
    fixture: "abandoned-request",
    title: "cancelled through a method",
    why: "a method in a class in a header that nothing calls is not read",
  },
  {
    change: "split",
    fixture: "abandoned-request",
    title: "a close that is not in view",
    why: "the call of a function that no file defines is known to the file that declares it only",
  },
  {
    change: "kernel-handle-misuse",
    fixture: "abandoned-request",
    title: "cancelled through a method",
    why: "a member of a base class that another class closes",
  },
  {
    change: "kernel-handle-misuse",
    fixture: "cancel-in-own-handler",
    title: "cleared before the helper",
    why: "the handle reaches the call through a parameter after its variable was cleared",
  },
  { change: "stack-buffer", fixture: "handle-discarded", title: "put into a list", why: "the list may belong to something that waits" },
  {
    change: "stack-buffer",
    fixture: "stack-buffer",
    title: "a function out of view gets the handle",
    why: "what gets the handle may wait",
  },
  {
    change: "stack-buffer",
    fixture: "unchecked-start",
    title: "handed to the program's own function",
    why: "what gets the handle may wait",
  },
  {
    change: "split",
    fixture: "foreign-handle",
    title: "closed elsewhere as a kernel object",
    why: "a function that keeps and closes a handle is read where a lookup or a cancel stands or leads",
  },
  {
    change: "split",
    fixture: "last-error-in-handler",
    title: "in a function that takes the word apart",
    why: "a function that nothing calls is read where a lookup or a cancel stands",
  },
  {
    change: "rename",
    fixture: "unchecked-completion",
    title: "a function that the framework calls, and reads first",
    why: "where no table names the handler, its parameters do",
  },
  ...["swapped-lparam-halves", "last-error-in-handler"].map((change) => ({
    change,
    fixture: "unchecked-completion",
    title: "a function that the framework calls, and asks first",
    why: "where no table names the handler, the macro does, which this mistake takes away",
  })),
  {
    change: "kernel-handle-misuse",
    fixture: "foreign-handle",
    title: "one variable, and what the other function returns is not known",
    why: "closed like that, the other function's handle is the mistake: foreign-handle speaks",
  },
  {
    change: "swapped-lparam-halves",
    fixture: "select-macro-mixup",
    title: "one handler for both kinds of message",
    why: "the other macro still looks at the high half",
  },
  {
    change: "last-error-in-handler",
    fixture: "order-assumed",
    title: "looked up",
    why: "a call whose body is not in view may set the error",
  },
  {
    change: "last-error-in-handler",
    fixture: "order-assumed",
    title: "the queue is of something else",
    why: "a call whose body is not in view may set the error",
  },
];

export function isLimit(change: string, file: string, title: string): boolean {
  return LIMITS.some(
    (l) => l.change === change && file.replace(/\.(?:c|cpp)$/, "") === l.fixture && (l.title === undefined || l.title === title),
  );
}
