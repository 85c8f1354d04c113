/** The server's part of debug sessions: messages go between the client and a worker for each session; the program's texts are the server's. */
import type { DapMessage, DebugWorker, DebugWorkerListener, ProgramAnswer, ProgramQuery } from "./messages.ts";

export interface RelayHost {
  /** Starts a worker for one session. */
  worker(listener: DebugWorkerListener): DebugWorker;
  program(query: ProgramQuery): Promise<ProgramAnswer>;
  /** To the client. */
  send(session: string, message: DapMessage): void;
  log(text: string): void;
}

export class DebugRelay {
  readonly #workers = new Map<string, DebugWorker>();

  constructor(private readonly host: RelayHost) {}

  /** A message of the client; null ends the session. */
  receive(session: string, message: DapMessage | null): void {
    if (message === null) {
      this.#end(session);
      return;
    }
    let worker = this.#workers.get(session);
    if (!worker) {
      worker = this.#start(session);
      this.#workers.set(session, worker);
    }
    worker.post({ kind: "debug", message });
  }

  #start(session: string): DebugWorker {
    const worker = this.host.worker({
      receive: (message) => {
        if (message.kind === "debug") this.host.send(session, message.message);
        else
          this.host.program(message.query).then(
            (answer) => worker.post({ kind: "debug-program", id: message.id, answer }),
            (error: unknown) => {
              const text = error instanceof Error ? error.message : String(error);
              worker.post({ kind: "debug-program", id: message.id, answer: { kind: "problem", text } });
            },
          );
      },
      failed: (error) => {
        this.host.log(`the debug session failed: ${error.message}`);
        if (!this.#workers.delete(session)) return;
        // the client ends a session only when it is told so
        const ended = { type: "event", event: "terminated", seq: 0 };
        this.host.send(session, ended);
      },
    });
    return worker;
  }

  #end(session: string): void {
    this.#workers.get(session)?.end();
    this.#workers.delete(session);
  }

  dispose(): void {
    for (const session of [...this.#workers.keys()]) this.#end(session);
  }
}
