/** The debug adapter: one session over one run. Speaks the debug adapter protocol; knows nothing of workers and editors. */
import { DebugSession } from "@vscode/debugadapter/lib/debugSession.js";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { evaluateExpression, ExpressionError } from "../../explorer/inspect/expression.ts";
import { framesOf, type ShownFrame } from "../../explorer/inspect/frames.ts";
import { globalsScope, nextScope, queueScope, requestsScope, winsockScope } from "../../explorer/inspect/scopes.ts";
import { Inspector, type Shown } from "../../explorer/inspect/values.ts";
import type { CodeFrame } from "../../explorer/interpreter/frame.ts";
import { optionText, threadName } from "../../explorer/optionText.ts";
import { SimulationError } from "../../explorer/simulate.ts";
import type { SourceStatement } from "../../explorer/statements.ts";
import { Stepper } from "../../explorer/stepper.ts";
import { sourceOf, uriOfPath } from "./places.ts";
import { Breakpoints } from "./breakpoints.ts";
import { handleValues } from "./inlineValues.ts";
import type { ProgramQuery } from "./messages.ts";
import type { DebuggedProgram } from "./program.ts";
import { endText, EXCEPTION_FILTERS, type ExceptionFilter, Runner, type RunnerHost, type Stop, type Watch } from "./runner.ts";

export interface LaunchArguments extends DebugProtocol.LaunchRequestArguments {
  /** URI or path of the file. */
  readonly program?: string;
  readonly entry?: string;
  readonly line?: number;
  readonly provider?: string;
  readonly schedule?: string;
  /** Default true. */
  readonly stopOnEntry?: boolean;
}

export interface SessionHost extends RunnerHost {
  /** @throws SimulationError with a sentence for the person. */
  program(query: ProgramQuery): Promise<DebuggedProgram>;
}

interface Launched {
  readonly program: DebuggedProgram;
  readonly stepper: Stepper;
  readonly breakpoints: Breakpoints;
  readonly runner: Runner;
}

interface FrameHandle {
  readonly thread: number;
  /** Undefined: the pseudo frame of a run that is over. */
  readonly frame: ShownFrame | undefined;
}

const FILTERS: readonly DebugProtocol.ExceptionBreakpointsFilter[] = [
  { filter: "violation", label: "Mistakes", description: "Stops where a rule is broken", default: true },
  { filter: "cancel", label: "A cancel fails", description: "Stops behind a WSACancelAsyncRequest that fails", default: false },
  {
    filter: "completion",
    label: "A completion is posted",
    description: "Stops when the message of a request gets into the queue",
    default: false,
  },
];

/** Threads are counted from 1 in the protocol. */
const idOf = (thread: number): number => thread + 1;

export class WinsockDebugSession extends DebugSession implements Watch {
  readonly filters = new Set<ExceptionFilter>();
  #launched: Launched | undefined;
  #frames: FrameHandle[] = [];
  #variables: ((start?: number, count?: number) => readonly Shown[])[] = [];
  #last: Stop | undefined;
  #configured: () => void = () => undefined;
  readonly #configuration = new Promise<void>((resolve) => {
    this.#configured = resolve;
  });

  constructor(private readonly host: SessionHost) {
    super();
  }

  get #run(): Launched {
    if (!this.#launched) throw new Error("nothing was launched");
    return this.#launched;
  }

  // ------------------------------------------------------------------------------------------------------------- beginning

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const { command } = request;
    // what the protocol leaves out for paths of the machine
    if (command === "initialize") request.arguments = { pathFormat: "path", ...request.arguments };
    // while the program runs, only these are answered from the state that is there
    if (
      this.#launched?.runner.running &&
      /^(?:stackTrace|scopes|variables|evaluate|exceptionInfo|next|stepIn|stepOut|stepBack|reverseContinue|continue|nextActors|chooseNext|inlineValues|schedule)$/.test(
        command,
      )
    ) {
      this.sendErrorResponse({ request_seq: request.seq, success: false, command, seq: 0, type: "response" }, 1, "the program runs");
      return;
    }
    super.dispatchRequest(request);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = {
      supportsConfigurationDoneRequest: true,
      supportsFunctionBreakpoints: true,
      supportsConditionalBreakpoints: true,
      supportsLogPoints: true,
      supportsEvaluateForHovers: true,
      supportsStepBack: true,
      supportsBreakpointLocationsRequest: true,
      supportsExceptionInfoRequest: true,
      supportsTerminateRequest: true,
      supportsDelayedStackTraceLoading: false,
      exceptionBreakpointFilters: [...FILTERS],
    };
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, args: LaunchArguments): void {
    this.#launch(args).then(
      () => this.sendResponse(response),
      (error: unknown) => {
        const known = error instanceof SimulationError;
        this.sendErrorResponse(response, {
          id: 1,
          format: known ? error.message : `The program could not be started: ${error}`,
          showUser: true,
        });
      },
    );
  }

  async #launch(args: LaunchArguments): Promise<void> {
    const { program: uri, entry, line, provider, schedule } = args;
    if (!uri) throw new SimulationError("no program was named");
    const program = await this.host.program({ uri, entry, line, provider, schedule });
    const stepper = new Stepper(program.unit, program.entry, program.options);
    stepper.onEvent = ({ event, position }) => {
      if (event.kind === "print" || event.kind === "debug-print")
        this.#say(event.text, event.kind === "print" ? "stdout" : "console", position && { fn: position.fn, start: position.start });
    };
    const runner = new Runner(
      stepper,
      this,
      this.host,
      (stop) => this.#stopped(stop),
      (error) => this.#say(`The debugger failed: ${error instanceof Error ? error.message : String(error)}\n`, "stderr"),
    );
    this.#launched = { program, stepper, runner, breakpoints: new Breakpoints(stepper) };
    this.#event("initialized");
    await this.#configuration;
    if (args.noDebug) {
      this.filters.clear();
      this.#launched.breakpoints.setFunctions([]);
      this.#noDebug = true;
    }
    if (args.stopOnEntry === false || args.noDebug) runner.goOn();
    else runner.toEntry();
  }
  #noDebug = false;

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.sendResponse(response);
    this.#configured();
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.#launched?.runner.end();
    this.sendResponse(response);
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.#launched?.runner.end();
    this.sendResponse(response);
    this.#event("terminated");
  }

  // ---------------------------------------------------------------------------------------------------------------- events

  #event(event: string, body?: object): void {
    this.sendEvent({ event, body, seq: 0, type: "event" } as DebugProtocol.Event);
  }

  #say(output: string, category: "stdout" | "stderr" | "console", at?: { fn: SourceStatement["fn"]; start: number }): void {
    const file = at && this.#launched?.stepper.unit.files.get(at.fn.uri);
    const place = file && at ? { source: sourceOf(at.fn.uri), line: file.source.lines.position(at.start).line + 1 } : {};
    this.#event("output", { category, output, ...place });
  }

  #stopped(stop: Stop): void {
    const { stepper } = this.#run;
    if (this.#noDebug) {
      this.#say(`${endText(stepper)}.\n`, "console");
      this.#event("terminated");
      return;
    }
    this.#frames = [];
    this.#variables = [];
    this.#last = stop;
    this.#event("stopped", {
      reason: stop.reason,
      description: stop.description,
      text: stop.text ?? stop.description,
      threadId: idOf(stop.thread),
      allThreadsStopped: true,
      ...(stop.breakpoints ? { hitBreakpointIds: stop.breakpoints } : {}),
    });
  }

  // ----------------------------------------------------------------------------------------------------------- breakpoints

  breakpoints(statement: SourceStatement, thread: number, present: boolean): readonly number[] {
    const { breakpoints, stepper, runner } = this.#run;
    const here = breakpoints.at(statement);
    if (here.length === 0) return [];
    const frame = stepper.world.threads[thread]?.frames.at(-1);
    const code = frame?.kind === "code" ? frame : undefined;
    const value = (text: string): string => {
      const inspector = new Inspector(stepper.world);
      return inspector.show("", evaluateExpression(inspector, code, text, statement.fn.uri)).value;
    };
    return here.flatMap(({ id, condition, logMessage }) => {
      if (logMessage !== undefined) {
        if (present && runner.running) {
          const text = logMessage.replace(/\{([^{}]+)\}/g, (_whole, inner: string) => {
            try {
              return value(inner);
            } catch {
              return "?";
            }
          });
          this.#say(`${text}\n`, "console", { fn: statement.fn, start: statement.start });
        }
        return [];
      }
      if (condition === undefined || !present) return [id];
      try {
        return /^(?:0|false|NULL|unknown.*|not set yet)$/.test(value(condition)) ? [] : [id];
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        this.#say(`The condition ${condition} has no value: ${error.message}\n`, "stderr", { fn: statement.fn, start: statement.start });
        return [id];
      }
    });
  }

  functionBreakpoint(statement: SourceStatement): boolean {
    return this.#run.breakpoints.entersFunction(statement);
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    args: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const { breakpoints, stepper } = this.#run;
    const uri = uriOfPath(args.source.path ?? "", stepper.unit.files.keys());
    response.body = { breakpoints: breakpoints.set(uri, args.breakpoints ?? [], args.source) };
    this.sendResponse(response);
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    args: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    response.body = { breakpoints: this.#run.breakpoints.setFunctions(args.breakpoints.map((one) => one.name)) };
    this.sendResponse(response);
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    args: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.filters.clear();
    for (const filter of EXCEPTION_FILTERS) if (args.filters.includes(filter)) this.filters.add(filter);
    this.sendResponse(response);
  }

  protected override breakpointLocationsRequest(
    response: DebugProtocol.BreakpointLocationsResponse,
    args: DebugProtocol.BreakpointLocationsArguments,
  ): void {
    const { breakpoints, stepper } = this.#run;
    const uri = uriOfPath(args.source.path ?? "", stepper.unit.files.keys());
    const last = args.endLine ?? args.line;
    const lines = new Set(breakpoints.statements(uri).flatMap(({ line }) => (line >= args.line && line <= last ? [line] : [])));
    response.body = { breakpoints: [...lines].map((line) => ({ line })) };
    this.sendResponse(response);
  }

  protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
    const text = this.#last?.text ?? "";
    const [, rule, message] = /^([\w-]+): ([\s\S]*)$/.exec(text) ?? [];
    response.body = { exceptionId: rule ?? this.#last?.description ?? "", description: message ?? text, breakMode: "always" };
    this.sendResponse(response);
  }

  // ----------------------------------------------------------------------------------------------------------------- moves

  /** A forward move; at the end of the run it ends the session. */
  #forwards(response: DebugProtocol.Response, threadId: number, move: (runner: Runner) => void): void {
    const { runner, stepper } = this.#run;
    this.sendResponse(response);
    if (stepper.ended) {
      this.#event("terminated");
      return;
    }
    this.#turnTo(threadId);
    move(runner);
  }

  #turnTo(threadId: number): void {
    const { runner, stepper } = this.#run;
    if (stepper.world.threads[threadId - 1]) runner.thread = threadId - 1;
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse, { threadId }: DebugProtocol.ContinueArguments): void {
    response.body = { allThreadsContinued: true };
    this.#forwards(response, threadId, (runner) => runner.goOn());
  }
  protected override nextRequest(response: DebugProtocol.NextResponse, { threadId }: DebugProtocol.NextArguments): void {
    this.#forwards(response, threadId, (runner) => runner.stepOver());
  }
  protected override stepInRequest(response: DebugProtocol.StepInResponse, { threadId }: DebugProtocol.StepInArguments): void {
    this.#forwards(response, threadId, (runner) => runner.stepIn());
  }
  protected override stepOutRequest(response: DebugProtocol.StepOutResponse, { threadId }: DebugProtocol.StepOutArguments): void {
    this.#forwards(response, threadId, (runner) => runner.stepOut());
  }
  protected override stepBackRequest(response: DebugProtocol.StepBackResponse, { threadId }: DebugProtocol.StepBackArguments): void {
    this.sendResponse(response);
    this.#turnTo(threadId);
    this.#run.runner.stepBack();
  }
  protected override reverseContinueRequest(
    response: DebugProtocol.ReverseContinueResponse,
    { threadId }: DebugProtocol.ReverseContinueArguments,
  ): void {
    this.sendResponse(response);
    this.#turnTo(threadId);
    this.#run.runner.reverse();
  }
  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.sendResponse(response);
    this.#run.runner.pause();
  }

  // ---------------------------------------------------------------------------------------------------- threads and frames

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    const world = this.#launched?.stepper.world;
    const live = (world?.threads ?? []).flatMap((thread, i) =>
      !thread.ended || i === 0 ? [{ id: idOf(i), name: world ? threadName(world, i) : "" }] : [],
    );
    response.body = { threads: live.length > 0 ? live : [{ id: 1, name: "main thread" }] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(response: DebugProtocol.StackTraceResponse, args: DebugProtocol.StackTraceArguments): void {
    const { stepper } = this.#run;
    const thread = args.threadId - 1;
    const frames = framesOf(stepper, thread);
    const all: DebugProtocol.StackFrame[] = frames.map((frame) => ({
      id: this.#frames.push({ thread, frame }),
      name: frame.name,
      ...(frame.uri ? { source: sourceOf(frame.uri) } : {}),
      line: frame.place?.line ?? 0,
      column: frame.place?.column ?? 0,
      endLine: frame.place?.endLine,
      endColumn: frame.place?.endColumn,
      ...(frame.code ? {} : { presentationHint: "subtle" as const }),
    }));
    if (all.length === 0) {
      const name = stepper.ended ? endText(stepper) : "(not running)";
      all.push({ id: this.#frames.push({ thread, frame: undefined }), name, line: 0, column: 0, presentationHint: "label" });
    }
    const start = args.startFrame ?? 0;
    response.body = { stackFrames: all.slice(start, args.levels ? start + args.levels : undefined), totalFrames: all.length };
    this.sendResponse(response);
  }

  #frame(id: number | undefined): { thread: number; code: CodeFrame | undefined; uri: string } {
    const { program, runner } = this.#run;
    const handle = id === undefined ? undefined : this.#frames[id - 1];
    return { thread: handle?.thread ?? runner.thread, code: handle?.frame?.code, uri: handle?.frame?.uri ?? program.entry.uri };
  }

  // ------------------------------------------------------------------------------------------------------------- variables

  #reference(parts: (start?: number, count?: number) => readonly Shown[]): number {
    return this.#variables.push(parts);
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse, args: DebugProtocol.ScopesArguments): void {
    const { stepper } = this.#run;
    const { thread, code } = this.#frame(args.frameId);
    const inspector = new Inspector(stepper.world);
    const scope = (name: string, parts: () => readonly Shown[], hint?: string): DebugProtocol.Scope => ({
      name,
      variablesReference: this.#reference(parts),
      expensive: false,
      ...(hint ? { presentationHint: hint } : {}),
    });
    response.body = {
      scopes: [
        ...(code ? [scope("Locals", () => inspector.variables(code).map(({ name, ref }) => inspector.show(name, ref)), "locals")] : []),
        scope("Requests", () => requestsScope(stepper, inspector)),
        scope("Message queue", () => queueScope(stepper, inspector, thread)),
        scope("Winsock", () => winsockScope(stepper, inspector, thread)),
        scope("Next actors", () => nextScope(stepper)),
        scope("Globals", () => globalsScope(inspector), "globals"),
      ],
    };
    this.sendResponse(response);
  }

  #variable(shown: Shown): DebugProtocol.Variable {
    return {
      name: shown.name,
      value: shown.value,
      type: shown.type || undefined,
      variablesReference: shown.expandable ? this.#reference((start, count) => shown.parts(start, count)) : 0,
      ...(shown.indexed === undefined ? {} : { indexedVariables: shown.indexed }),
      ...(shown.path === undefined ? {} : { evaluateName: shown.path }),
      presentationHint: { attributes: ["readOnly"] },
    };
  }

  protected override variablesRequest(response: DebugProtocol.VariablesResponse, args: DebugProtocol.VariablesArguments): void {
    const parts = this.#variables[args.variablesReference - 1];
    response.body = { variables: (parts?.(args.start, args.count) ?? []).map((shown) => this.#variable(shown)) };
    this.sendResponse(response);
  }

  protected override evaluateRequest(response: DebugProtocol.EvaluateResponse, args: DebugProtocol.EvaluateArguments): void {
    const { stepper } = this.#run;
    const { code, uri } = this.#frame(args.frameId);
    const inspector = new Inspector(stepper.world);
    try {
      const shown = inspector.show(args.expression, evaluateExpression(inspector, code, args.expression, uri));
      const { variablesReference, type, indexedVariables } = this.#variable(shown);
      response.body = { result: shown.value, type, variablesReference, indexedVariables };
      this.sendResponse(response);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.sendErrorResponse(response, 2, error.message);
    }
  }

  // -------------------------------------------------------------------------------------------------------------- own words

  protected override customRequest(command: string, response: DebugProtocol.Response, args: Record<string, unknown> | undefined): void {
    const { stepper, runner } = this.#run;
    const { frameId, option } = args ?? {};
    switch (command) {
      case "nextActors": {
        const { options, chosen } = stepper.next();
        response.body = {
          options: options.map((one, index) => ({ index, text: optionText(stepper.world, one), goesNext: index === chosen })),
        };
        break;
      }
      case "chooseNext": {
        const { options } = stepper.next();
        const chosen = typeof option === "number" ? options[option] : undefined;
        if (!chosen || typeof option !== "number") {
          this.sendErrorResponse(response, 3, "that cannot happen here");
          return;
        }
        const text = optionText(stepper.world, chosen);
        this.sendResponse(response);
        runner.choose(option, text.charAt(0).toUpperCase() + text.slice(1));
        return;
      }
      case "inlineValues": {
        const { code } = this.#frame(typeof frameId === "number" ? frameId : undefined);
        response.body = { values: code ? handleValues(stepper, code) : [] };
        break;
      }
      case "schedule":
        response.body = { schedule: stepper.schedule() };
        break;
      default:
        super.customRequest(command, response, args);
        return;
    }
    this.sendResponse(response);
  }
}
