/** The log of a loud run as events for people: each a sentence that names the program's own things, with its line and its cause. */
import { Changes } from "./changes.ts";
import type { TraceChoice, TraceEvent } from "./trace.ts";
import type { RunEvent } from "./events.ts";
import type { Environment } from "./environment/environment.ts";
import type { Decision, LoggedEvent } from "./replay.ts";
import type { ProgramImage } from "./interpreter/image.ts";
import type { World } from "./interpreter/world.ts";
import { optionText } from "./optionText.ts";
import type { Unit } from "../program/types.ts";
import { codeName, messageName } from "./names.ts";
import { FIRST_CALL } from "./environment/userEntries.ts";

/** Calls that are part of every program and say nothing about an order. */
const QUIET = new Set([
  "RegisterClass",
  "UnregisterClass",
  "CreateWindowEx",
  "IsWindow",
  "GetParent",
  "GetWindowThreadProcessId",
  "SetWindowProcedure",
  "SendMessage",
  "GetMessage",
  "DispatchMessage",
  "WSAGetLastError",
  "WSASetLastError",
  "GetLastError",
  "SetLastError",
  "GetCurrentThreadId",
  "InitializeCriticalSection",
  "DeleteCriticalSection",
  "htons",
  "ntohs",
  "htonl",
  "ntohl",
  "inet_addr",
  "inet_ntoa",
]);

export interface TraceInput {
  readonly unit: Unit;
  readonly image: ProgramImage;
  readonly environment: Environment;
  readonly log: readonly LoggedEvent[];
  readonly decisions: readonly Decision[];
  /** Violations in the run, by the number of log entries before them. */
  readonly violations: readonly { readonly at: number; readonly rule: string; readonly message: string }[];
  /** Stop after this violation. */
  readonly until?: string;
  /** Also what only prepares. */
  readonly everything?: boolean;
}

interface Draft extends Omit<TraceEvent, "step" | "uri" | "line" | "column" | "thread" | "actor" | "changes"> {
  changes?: readonly string[];
  readonly actor?: string;
}

export function buildTrace(input: TraceInput): TraceEvent[] {
  return new Builder(input).build();
}

/** The decisions of a run that its events tell of. @param world its last state, for the names of threads. */
export function buildChoices(input: TraceInput, world: World): TraceChoice[] {
  const builder = new Builder(input);
  const events = builder.build();
  return input.decisions.map(({ options, chosen, at }) => ({
    after: builder.eventsAt(at) ?? events.length,
    options: options.map((option) => optionText(world, option)),
    chosen,
  }));
}

class Builder {
  readonly #input: TraceInput;
  readonly #events: TraceEvent[] = [];
  /** Step of the last event of a kind for a request. */
  readonly #last = new Map<string, number>();
  /** Requests by number, from their start events. */
  readonly #requests = new Map<number, Extract<RunEvent, { kind: "request-started" }>>();
  readonly #outcomes = new Map<number, string>();
  readonly #changes = new Changes();
  /** Events before each entry of the log. */
  readonly #before: number[] = [];

  constructor(input: TraceInput) {
    this.#input = input;
  }

  build(): TraceEvent[] {
    const { log, violations, until } = this.#input;
    let stopped = false;
    for (let i = 0; i <= log.length && !stopped; i++) {
      for (const violation of violations) {
        if (violation.at !== i) continue;
        this.#add(log[i - 1], { kind: "violation", text: `${violation.rule}: ${violation.message}` });
        if (violation.rule === until) stopped = true;
      }
      this.#before[i] = this.#events.length;
      if (stopped || i === log.length) break;
      const { event } = log[i]!;
      // The store behind a call belongs to the call.
      if (event.kind === "handle-set" && this.#events.length > 0) this.#late(event);
      else this.#changes.take(event, log[i]!.thread);
      this.#one(log[i]!);
    }
    return this.#events;
  }

  /** Events before an entry of the log; undefined behind the last one that is told. */
  eventsAt(entry: number): number | undefined {
    return this.#before[entry];
  }

  #add(logged: LoggedEvent | undefined, draft: Draft): number {
    const step = this.#events.length + 1;
    const { actor, ...rest } = draft;
    const thread = logged?.thread ?? -1;
    const place = logged?.position && (actor === undefined || actor.startsWith("app")) ? this.#place(logged) : {};
    const changes = this.#changes.drain();
    if (changes.length > 0) rest.changes = changes;
    this.#events.push({ step, actor: actor ?? (thread >= 0 ? `app:${thread}` : "system"), thread: Math.max(thread, 0), ...rest, ...place });
    return step;
  }

  #late(event: RunEvent): void {
    const last = this.#events.length - 1;
    const own = new Changes();
    own.take(event, -1);
    this.#events[last] = { ...this.#events[last]!, changes: [...(this.#events[last]!.changes ?? []), ...own.drain()] };
  }

  #place(logged: LoggedEvent): { uri: string; line: number; column: number } | object {
    const position = logged.position!;
    const file = this.#input.unit.files.get(position.fn.uri);
    if (!file) return {};
    const at = file.source.lines.position(position.start);
    return { uri: position.fn.uri, line: at.line + 1, column: at.column + 1 };
  }

  #cause(...keys: string[]): { cause: number } | object {
    for (const key of keys) {
      const step = this.#last.get(key);
      if (step !== undefined) return { cause: step };
    }
    return {};
  }

  /** Function in which the thread is, as the subject of a sentence. */
  #who(logged: LoggedEvent): string {
    return logged.position?.fn.name ?? (logged.thread >= 0 ? "the program" : "the system");
  }

  #buffer(address: number): string {
    if (address === 0) return "no buffer";
    return this.#input.image.labelAt(address) ?? `the buffer at 0x${address.toString(16)}`;
  }

  #one(logged: LoggedEvent): void {
    const { event } = logged;
    switch (event.kind) {
      case "request-started": {
        this.#requests.set(event.request, event);
        const step = this.#add(logged, {
          kind: "start",
          call: event.call,
          result: `0x${event.handle.toString(16)}`,
          request: event.request + 1,
          buffer: this.#buffer(event.buffer),
          text: `${this.#who(logged)} calls ${event.call}: ${requestName(event.request)} starts with handle 0x${event.handle.toString(16)} and buffer ${this.#buffer(event.buffer)}`,
        });
        this.#last.set(`start ${event.request}`, step);
        return;
      }
      case "lookup-finished":
        this.#outcomes.set(event.request, event.error === 0 ? "success" : (codeName(event.error) ?? String(event.error)));
        return;
      case "request-state":
        if (event.to === "posting" || (event.to === "cancelled" && event.from === "running")) this.#commit(logged, event.request, event.to);
        else if (event.to === "lost") {
          this.#add(logged, {
            actor: "resolver",
            kind: "post",
            request: event.request + 1,
            text: `the message of ${requestName(event.request)} is lost: nobody will get it`,
            ...this.#cause(`commit ${event.request}`),
          });
        }
        return;
      case "message-posted": {
        if (event.request === undefined) {
          if (logged.thread >= 0 || event.message === 0x113) {
            this.#add(logged, {
              actor: logged.thread >= 0 ? undefined : "system",
              kind: "post",
              text: `${logged.thread >= 0 ? this.#who(logged) : "the system"} posts message 0x${event.message.toString(16)}`,
            } as Draft);
          }
          return;
        }
        const step = this.#add(logged, {
          actor: "resolver",
          kind: "post",
          request: event.request + 1,
          text: `the resolver posts the message of ${requestName(event.request)} (0x${event.message.toString(16)})`,
          ...this.#cause(`commit ${event.request}`, `start ${event.request}`),
        });
        this.#last.set(`post ${event.request}`, step);
        return;
      }
      case "message-taken": {
        // The environment's own calls: the user event before says it all.
        if (event.message >= FIRST_CALL && event.request === undefined) return;
        const what = event.request === undefined ? messageName(event.message) : `the message of ${requestName(event.request)}`;
        const step = this.#add(logged, {
          kind: "take",
          ...(event.request === undefined ? {} : { request: event.request + 1, ...this.#cause(`post ${event.request}`) }),
          text: `${this.#who(logged)} takes ${what} from the queue`,
        });
        if (event.request !== undefined) this.#last.set(`take ${event.request}`, step);
        return;
      }
      case "dispatched": {
        if (event.request === undefined && !this.#input.everything) return;
        const code = this.#input.image.codeAt(event.procedure);
        const handler = code?.kind === "program" ? code.fn.name : "the window procedure";
        this.#add(logged, {
          kind: "dispatch",
          ...(event.request === undefined ? {} : { request: event.request + 1, ...this.#cause(`take ${event.request}`) }),
          text: `${handler} gets ${event.request === undefined ? messageName(event.message) : `the message of ${requestName(event.request)}`}`,
        });
        return;
      }
      case "call":
        this.#call(logged, event);
        return;
      case "request-cancelled":
        return;
      case "free":
        this.#add(logged, { kind: "free", buffer: event.object, text: `${this.#who(logged)} frees ${event.object} (${event.how})` });
        return;
      case "scope-end":
        this.#add(logged, { kind: "scope-end", buffer: event.object, text: `${event.object} ends: ${event.how}` });
        return;
      case "alloc":
        if (this.#input.everything)
          this.#add(logged, {
            kind: "alloc",
            buffer: event.object,
            text: `${this.#who(logged)} allocates ${event.length} bytes (${event.how})`,
          });
        return;
      case "model":
        if (event.what === "startup failed")
          this.#add(logged, {
            kind: "call",
            call: "WSAStartup",
            text: `${this.#who(logged)} calls WSAStartup: it fails with WSASYSNOTREADY (${event.data.code})`,
          });
        if (event.what === "copy")
          this.#add(logged, {
            kind: "call",
            text: `${this.#who(logged)} copies ${event.data.length} bytes of the result of request ${event.data.request}`,
          });
        return;
      case "entry":
        this.#add(logged, { actor: event.actor, kind: "user-event", text: `the ${event.actor} ${event.name}` });
        return;
      case "deadline":
        this.#add(logged, {
          actor: "timer",
          kind: "timer",
          text:
            event.what === "timer"
              ? `timer ${event.id} is due`
              : `the ${event.what === "sleep" ? "sleep" : "wait"} of thread ${event.thread} is over`,
        });
        return;
      case "print":
      case "debug-print": {
        const text = event.text.trimEnd();
        const before = this.#events.at(-1);
        if (before?.kind === "print" && before.actor === `app:${logged.thread}` && !before.text.endsWith("\\n")) return;
        this.#add(logged, { kind: event.kind, text: `${this.#who(logged)} prints ${JSON.stringify(text)}` });
        return;
      }
      case "fault":
        this.#add(logged, { kind: "fault", text: `${this.#who(logged)} ${event.text}` });
        return;
      case "exit": {
        const text =
          event.how === "returned"
            ? this.#input.environment.whole
              ? `the program returns ${event.code}`
              : `${this.#input.environment.entry.name} has returned and nothing is left to do`
            : event.how === "exited"
              ? `the program exits with ${event.code}`
              : event.how === "hang"
                ? "nothing can happen any more: the program waits for ever"
                : event.how === "cut"
                  ? `the run is cut: ${event.text}`
                  : "the program ends by a fault";
        this.#add(logged, { actor: "system", kind: "exit", text });
        return;
      }
      case "thread-started":
        this.#add(logged, { kind: "call", call: "CreateThread", text: `${this.#who(logged)} starts thread ${event.thread}` });
        return;
      case "window-destroyed":
        this.#add(logged, { kind: "call", call: "DestroyWindow", text: `${this.#who(logged)} destroys the window` });
        return;
      case "observation":
        if (event.what === "buffer-gone" && event.request !== undefined) {
          this.#add(logged, {
            actor: "resolver",
            kind: "fault",
            request: event.request + 1,
            text: `the resolver writes the result of ${requestName(event.request)} into memory that is gone`,
          });
        }
        return;
      default:
        return;
    }
  }

  #commit(logged: LoggedEvent, request: number, to: string): void {
    if (to === "cancelled") return;
    const outcome = this.#outcomes.get(request) ?? "success";
    const buffer = this.#buffer(this.#requests.get(request)?.buffer ?? 0);
    const step = this.#add(logged, {
      actor: "resolver",
      kind: "commit",
      request: request + 1,
      buffer,
      result: outcome,
      text:
        outcome === "success"
          ? `the resolver finishes ${requestName(request)} and fills ${buffer}`
          : `the resolver finishes ${requestName(request)} with ${outcome}`,
      ...this.#cause(`start ${request}`),
    });
    this.#last.set(`commit ${request}`, step);
  }

  #call(logged: LoggedEvent, event: Extract<RunEvent, { kind: "call" }>): void {
    if (logged.thread < 0) return;
    const { call, result } = event;
    if (call.startsWith("WSAAsyncGet") && result !== 0) return;
    if (QUIET.has(call) && !this.#input.everything) return;
    if (call === "DestroyWindow" || call === "CreateThread") return;
    if (call === "PeekMessage") {
      if (result === 0)
        this.#add(logged, { kind: "call", call, result: "0", text: `${this.#who(logged)} looks for a message: PeekMessage finds none` });
      return;
    }
    if (call === "WSACancelAsyncRequest") {
      const handle = Number(event.args[0]);
      const request = [...this.#requests.values()].findLast((started) => started.handle === handle);
      const failed = result !== 0;
      const error = failed ? (codeName(event.lastError) ?? String(event.lastError)) : undefined;
      this.#add(logged, {
        kind: "cancel",
        call,
        args: event.args.map(String),
        result: String(result),
        ...(error ? { lastError: error } : {}),
        ...(request
          ? {
              request: request.request + 1,
              ...this.#cause(`post ${request.request}`, `commit ${request.request}`, `start ${request.request}`),
            }
          : {}),
        text: `${this.#who(logged)} cancels ${request ? requestName(request.request) : handle === 0 ? "the handle 0" : "a handle that stands for no request"}: ${failed ? `it fails with ${error}` : "it succeeds"}`,
      });
      return;
    }
    if (call === "PostMessage" || call === "PostThreadMessage") return;
    const failed = call.startsWith("WSAAsyncGet") || (call.startsWith("WSA") && result !== 0 && call !== "WSAStartup");
    const error = failed ? (codeName(event.lastError) ?? String(event.lastError)) : undefined;
    this.#add(logged, {
      kind: "call",
      call,
      args: event.args.map(String),
      result: String(result),
      ...(error ? { lastError: error } : {}),
      text: `${this.#who(logged)} calls ${call}: ${error ? `it fails with ${error}` : `it answers ${result}`}`,
    });
  }
}

function requestName(request: number | undefined): string {
  return request === undefined ? "a request" : `request ${request + 1}`;
}
