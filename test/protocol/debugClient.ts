/** A debug client that speaks the debug adapter protocol over the two notifications of the language server. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { type Client, until } from "./client.ts";

interface DebugNotification {
  readonly session: string;
  readonly message: DebugProtocol.ProtocolMessage;
}

export class Debugger {
  readonly events: DebugProtocol.Event[] = [];
  readonly #waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  #seq = 1;
  #seen = 0;

  constructor(
    private readonly client: Client,
    private readonly session: string,
  ) {
    client.connection.onNotification("winsockAsync/debug", ({ session: of, message }: DebugNotification) => {
      if (of !== session) return;
      if (message.type === "event") this.events.push(message as DebugProtocol.Event);
      else if (message.type === "response") {
        const response = message as DebugProtocol.Response;
        this.#waiting.get(response.request_seq)?.(response);
      }
    });
  }

  /** The whole response, also of a request that failed. */
  ask(command: string, args: object = {}): Promise<DebugProtocol.Response> {
    const seq = this.#seq++;
    const answered = new Promise<DebugProtocol.Response>((resolve) => this.#waiting.set(seq, resolve));
    void this.client.connection.sendNotification("winsockAsync/debug", {
      session: this.session,
      message: { seq, type: "request", command, arguments: args },
    });
    return answered;
  }

  /** The body of the response. */
  async send<T = Record<string, unknown>>(command: string, args: object = {}): Promise<T> {
    const response = await this.ask(command, args);
    if (!response.success) throw new Error(`${command}: ${response.message}`);
    return response.body as T;
  }

  event(name: string): Promise<DebugProtocol.Event> {
    return until(`the event ${name}`, () => this.events.find((event) => event.event === name));
  }

  /** The next stop after what was seen. */
  async stopped(): Promise<DebugProtocol.StoppedEvent["body"]> {
    const at = await until("a stop", () => {
      const found = this.events.findIndex((event, i) => i >= this.#seen && (event.event === "stopped" || event.event === "terminated"));
      return found < 0 ? undefined : { found };
    });
    this.#seen = at.found + 1;
    const event = this.events[at.found];
    if (event?.event === "terminated") throw new Error("the session ended");
    return event?.body as DebugProtocol.StoppedEvent["body"];
  }

  /** Begins a session; `prepare` sets breakpoints. */
  async launch(args: object, prepare: () => Promise<unknown> = async () => undefined): Promise<DebugProtocol.StoppedEvent["body"]> {
    await this.send("initialize", { adapterID: "winsock-async", linesStartAt1: true, columnsStartAt1: true, pathFormat: "path" });
    const launched = this.send("launch", args);
    await Promise.race([this.event("initialized"), launched]);
    await prepare();
    await this.send("configurationDone");
    await launched;
    return this.stopped();
  }

  async move(command: string, threadId = 1): Promise<DebugProtocol.StoppedEvent["body"]> {
    await this.send(command, { threadId });
    return this.stopped();
  }

  async stack(threadId = 1): Promise<DebugProtocol.StackFrame[]> {
    return (await this.send<DebugProtocol.StackTraceResponse["body"]>("stackTrace", { threadId })).stackFrames;
  }

  /** `function:line` of the innermost frame. */
  async at(threadId = 1): Promise<string> {
    const [top] = await this.stack(threadId);
    return `${top?.name}:${top?.line}`;
  }

  /** Names and values of a scope of the innermost frame. */
  async scope(name: string, threadId = 1): Promise<DebugProtocol.Variable[]> {
    const [top] = await this.stack(threadId);
    const { scopes } = await this.send<DebugProtocol.ScopesResponse["body"]>("scopes", { frameId: top?.id });
    const scope = scopes.find((one) => one.name === name);
    if (!scope) throw new Error(`there is no scope ${name} among ${scopes.map((one) => one.name).join(", ")}`);
    return this.variables(scope.variablesReference);
  }

  async variables(variablesReference: number): Promise<DebugProtocol.Variable[]> {
    return (await this.send<DebugProtocol.VariablesResponse["body"]>("variables", { variablesReference })).variables;
  }

  async evaluate(expression: string): Promise<string> {
    const [top] = await this.stack();
    return (await this.send<DebugProtocol.EvaluateResponse["body"]>("evaluate", { expression, frameId: top?.id, context: "hover" })).result;
  }

  end(): Promise<void> {
    return this.client.connection.sendNotification("winsockAsync/debug", { session: this.session, message: null });
  }
}

/** `name = value` lines of variables. */
export const texts = (variables: readonly DebugProtocol.Variable[]): string[] => variables.map(({ name, value }) => `${name} = ${value}`);
