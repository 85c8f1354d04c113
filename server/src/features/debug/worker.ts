/** One debug session in a worker of its own; the same in Node and in the browser. */
import { SimulationError } from "../../explorer/simulateTypes.ts";
import type { Parser } from "../../source/syntax.ts";
import { searchedEntry, searchedUnit } from "../searchedUnit.ts";
import type { DapMessage, FromDebug, ProgramAnswer, ProgramQuery, ToDebug, Wasm } from "./messages.ts";
import type { DebuggedProgram } from "./program.ts";
import { WinsockDebugSession } from "./session.ts";

export interface DebugLoopHost {
  post(message: FromDebug): void;
  parser(wasm: Wasm | undefined): Promise<Parser>;
  /** Milliseconds, monotone. */
  now(): number;
  /** Calls back when waiting messages have been delivered. */
  later(action: () => void): void;
}

export class DebugLoop {
  readonly #session: WinsockDebugSession;
  readonly #asked = new Map<number, (answer: ProgramAnswer) => void>();
  #next = 1;
  #wasm: Wasm | undefined;

  constructor(private readonly host: DebugLoopHost) {
    this.#session = new WinsockDebugSession({
      now: () => host.now(),
      later: (action) => host.later(action),
      program: (query) => this.#program(query),
    });
    this.#session.onDidSendMessage((message) => host.post({ kind: "debug", message: message as DapMessage }));
  }

  receive(message: ToDebug): void {
    switch (message.kind) {
      case "debug-start":
        this.#wasm = message.wasm;
        return;
      case "debug":
        this.#session.handleMessage(message.message);
        return;
      case "debug-program":
        this.#asked.get(message.id)?.(message.answer);
        this.#asked.delete(message.id);
        return;
    }
  }

  async #program(query: ProgramQuery): Promise<DebuggedProgram> {
    const id = this.#next++;
    const [answer, parser] = await Promise.all([
      new Promise<ProgramAnswer>((resolve) => {
        this.#asked.set(id, resolve);
        this.host.post({ kind: "debug-wants", id, query });
      }),
      this.host.parser(this.#wasm),
    ]);
    if (answer.kind === "problem") throw new SimulationError(answer.text);
    const { request } = answer;
    const provider = request.providers[0] as "documented" | undefined;
    const unit = searchedUnit(parser, request);
    return {
      unit,
      entry: searchedEntry(unit, request),
      options: { ...request.scenario?.options, ...(provider ? { provider } : {}), schedule: request.schedule },
    };
  }
}
