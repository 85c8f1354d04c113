/** Twins of the programs with a race, and of their forced variants. */
import { emptyMessage, PM_REMOVE, type Twin, type TwinBody, WM_USER, WM_X } from "../twin.ts";

const host = (p: Twin, label: string, name: string, buffer = p.a) =>
  p.started(label, p.main.WSAAsyncGetHostByName(p.window, WM_X, p.text(name), buffer, 1024));
const protocol = (p: Twin, label: string, name: string, buffer = p.b) =>
  p.started(label, p.main.WSAAsyncGetProtoByName(p.window, WM_X, p.text(name), buffer, 1024));
const look = (p: Twin) => {
  const message = emptyMessage();
  if (p.main.PeekMessage(message, p.window, WM_X, WM_X, PM_REMOVE)) p.print_message(message);
  else {
    p.say("not there");
    p.open_gate("gate");
    p.take();
  }
  p.silence();
};
const ownMessage = (p: Twin) => p.main.PostMessage(p.window, WM_USER + 7, 1, 2);
const cancelFirst = (p: Twin) => p.cancelled("a", p.handle(0));

/** The body of a program that begins, does `work` and ends. */
const program =
  (work: TwinBody): TwinBody =>
  (p) => {
    p.begin();
    work(p);
    p.end();
  };

export const races: Readonly<Record<string, TwinBody>> = {
  "race-cancel-look": program((p) => {
    host(p, "a", "alpha.test");
    cancelFirst(p);
    look(p);
  }),
  "race-cancel-look-early": program((p) => {
    host(p, "a", "gated.test");
    cancelFirst(p);
    look(p);
  }),
  "race-cancel-look-late": program((p) => {
    host(p, "a", "alpha.test");
    p.queued();
    cancelFirst(p);
    look(p);
  }),
  "race-cancel-look-between": program((p) => {
    host(p, "a", "gated.test");
    cancelFirst(p);
    p.open_gate("gate");
    p.queued();
    look(p);
  }),

  "race-order": program((p) => {
    host(p, "a", "alpha.test");
    host(p, "b", "beta2.test", p.b);
    p.take();
    p.take();
    p.silence();
  }),
  "race-order-first": program((p) => {
    host(p, "a", "gated.test");
    host(p, "b", "later.test", p.b);
    p.open_gate("gate");
    p.queued();
    p.open_gate("later");
    p.take();
    p.take();
    p.silence();
  }),
  "race-order-second": program((p) => {
    host(p, "a", "gated.test");
    host(p, "b", "later.test", p.b);
    p.open_gate("later");
    p.queued();
    p.open_gate("gate");
    p.take();
    p.take();
    p.silence();
  }),

  "race-two-cancel": program((p) => {
    host(p, "a", "alpha.test");
    protocol(p, "b", "udp");
    cancelFirst(p);
    p.take();
    p.take();
  }),
  "race-two-cancel-first": program((p) => {
    host(p, "a", "alpha.test");
    p.queued();
    protocol(p, "b", "udp");
    cancelFirst(p);
    p.take();
    p.take();
  }),
  "race-two-cancel-second": program((p) => {
    host(p, "a", "gated.test");
    protocol(p, "b", "udp");
    cancelFirst(p);
    p.queued();
    p.open_gate("gate");
    p.take();
    p.take();
  }),

  "race-own-message": program((p) => {
    host(p, "a", "alpha.test");
    ownMessage(p);
    p.take();
    p.take();
  }),
  "race-own-message-first": program((p) => {
    host(p, "a", "gated.test");
    ownMessage(p);
    p.open_gate("gate");
    p.take();
    p.take();
  }),
  "race-own-message-second": program((p) => {
    host(p, "a", "alpha.test");
    p.queued();
    ownMessage(p);
    p.take();
    p.take();
  }),

  "race-cleanup": (p) => {
    p.begin();
    host(p, "a", "alpha.test");
    p.answered("cleanup", p.main.WSACleanup());
    p.take();
  },
  "race-cleanup-late": (p) => {
    p.begin();
    host(p, "a", "alpha.test");
    p.queued();
    p.answered("cleanup", p.main.WSACleanup());
    p.take();
  },
  "race-cleanup-early": (p) => {
    p.begin();
    const result = p.main.WSACleanup();
    host(p, "a", "alpha.test");
    p.answered("cleanup", result);
    p.take();
  },

  "race-shared-buffer": program((p) => sharedBuffer(p, "alpha.test")),
  "race-shared-buffer-first": program((p) => sharedBuffer(p, "alias.test")),
  "race-shared-buffer-second": program((p) => {
    host(p, "a", "alpha.test");
    p.wait_message(emptyMessage(), PM_REMOVE);
    host(p, "b", "beta2.test");
    p.wait_message(emptyMessage(), PM_REMOVE);
    p.say(`name starts with ${p.readText(p.pointer(p.a))[0]}`);
  }),

  "race-destroy": program((p) => {
    host(p, "a", "alpha.test");
    windowGone(p);
  }),
  "race-destroy-early": program((p) => {
    host(p, "a", "alias.test");
    p.at_gate();
    windowGone(p);
  }),
  "race-destroy-late": program((p) => {
    host(p, "a", "alpha.test");
    p.queued();
    windowGone(p);
  }),

  "race-last-error": program((p) => {
    host(p, "a", "nx.test");
    lastErrorStays(p);
  }),
  "race-last-error-early": program((p) => {
    host(p, "a", "gated-nx.test");
    p.at_gate();
    lastErrorStays(p);
  }),
  "race-last-error-late": program((p) => {
    host(p, "a", "nx.test");
    p.queued();
    lastErrorStays(p);
  }),
};

function windowGone(p: Twin): void {
  p.main.DestroyWindow(p.window);
  p.open_gate("gate");
  p.silence();
  p.say(`name starts with ${p.readText(p.pointer(p.a))[0]}`);
}

function lastErrorStays(p: Twin): void {
  p.main.WSASetLastError(17);
  p.open_gate("gate");
  p.take();
  p.say(`last error ${p.main.WSAGetLastError()}`);
}

/** `first` may be a name whose lookup waits until the other one has been answered. */
function sharedBuffer(p: Twin, first: string): void {
  host(p, "a", first);
  host(p, "b", "beta2.test");
  p.wait_message(emptyMessage(), PM_REMOVE);
  p.open_gate("gate");
  p.wait_message(emptyMessage(), PM_REMOVE);
  p.say(`name starts with ${p.readText(p.pointer(p.a))[0]}`);
}
