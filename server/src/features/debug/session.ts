/** The debug adapter: one session over one run. Speaks the debug adapter protocol; knows nothing of workers and editors. */
import { DebugSession } from "@vscode/debugadapter/lib/debugSession.js";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { ExpressionError } from "../../explorer/inspect/expression.ts";
import { SimulationError } from "../../explorer/simulate.ts";
import { Stepper } from "../../explorer/stepper.ts";
import { Breakpoints } from "./breakpoints.ts";
import { CAPABILITIES } from "./capabilities.ts";
import type { DataBreakpoints } from "./dataBreakpoints.ts";
import { ExceptionBreakpoints } from "./exceptions.ts";
import type { ProgramQuery } from "./messages.ts";
import { ownRequest } from "./ownRequests.ts";
import { sourceOf, uriOfPath } from "./places.ts";
import type { DebuggedProgram } from "./program.ts";
import { endText, Runner, type RunnerHost, type Stop } from "./runner.ts";
import { idOf, Views } from "./views.ts";
import { type Say, Watcher } from "./watcher.ts";

export interface LaunchArguments extends DebugProtocol.LaunchRequestArguments {
  /** URI or path of the file. */
  readonly program?: string;
  readonly entry?: string;
  readonly line?: number;
  readonly provider?: string;
  readonly schedule?: string;
  /** Whether a scenario beside the program holds; default true. */
  readonly scenario?: boolean;
  /** Default true. */
  readonly stopOnEntry?: boolean;
}

export interface SessionHost extends RunnerHost {
  /** @throws SimulationError with a sentence for the person. */
  program(query: ProgramQuery): Promise<DebuggedProgram>;
}

interface Launched {
  readonly stepper: Stepper;
  readonly breakpoints: Breakpoints;
  readonly data: DataBreakpoints;
  readonly runner: Runner;
  readonly views: Views;
}

/** Requests that read the state of a run that stands still, or move it. */
const STANDING = new Set([
  "stackTrace",
  "scopes",
  "variables",
  "setVariable",
  "setExpression",
  "evaluate",
  "completions",
  "dataBreakpointInfo",
  "exceptionInfo",
  "next",
  "stepIn",
  "stepOut",
  "stepBack",
  "reverseContinue",
  "continue",
  "restartFrame",
  "nextActors",
  "chooseNext",
  "inlineValues",
  "schedule",
]);

/** `x = 1`, `x += 1`, `x++`, but no comparison. */
const ASSIGNMENT = /(?:[^=!<>]|<<|>>)=(?!=)|\+\+|--/;

/** `x = 1`: what is to be set, and to what. */
const SIMPLE_ASSIGNMENT = /^([^=!<>]*[^=!<>+\-*/%&|^\s])\s*=(?!=)([^=]+)$/;

const NOT_SET = "Nothing is assigned here: 'x = 1' in the console, or 'Set Value' of a variable, gives it another value.";

export class WinsockDebugSession extends DebugSession {
  readonly #exceptions = new ExceptionBreakpoints();
  #launched: Launched | undefined;
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
    // while the program runs nothing of its state is told
    if (this.#launched?.runner.running && STANDING.has(command)) {
      this.sendErrorResponse({ request_seq: request.seq, success: false, command, seq: 0, type: "response" }, 1, "the program runs");
      return;
    }
    super.dispatchRequest(request);
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = CAPABILITIES;
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
    const { program: uri, entry, line, provider, schedule, scenario } = args;
    if (!uri) throw new SimulationError("no program was named");
    const program = await this.host.program({ uri, entry, line, provider, schedule, scenario });
    const stepper = new Stepper(program.unit, program.entry, program.options);
    stepper.onEvent = ({ event, position }) => {
      if (event.kind === "print" || event.kind === "debug-print")
        this.#say(event.text, event.kind === "print" ? "stdout" : "console", position && { fn: position.fn, start: position.start });
    };
    const breakpoints = new Breakpoints(stepper);
    const watcher = new Watcher(
      stepper,
      program.entry.uri,
      breakpoints,
      this.#exceptions,
      () => runner,
      (...said) => this.#say(...said),
    );
    const runner: Runner = new Runner(
      stepper,
      watcher,
      this.host,
      (stop) => this.#stopped(stop),
      (error) => this.#say(`The debugger failed: ${error instanceof Error ? error.message : String(error)}\n`, "stderr"),
    );
    this.#launched = {
      stepper,
      runner,
      breakpoints,
      data: watcher.data,
      views: new Views(stepper, program.entry.uri, () => runner.thread),
    };
    this.#event("initialized");
    await this.#configuration;
    if (args.noDebug) {
      this.#exceptions.clear();
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

  #say(...[output, category, at]: Parameters<Say>): void {
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
    this.#run.views.clear();
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
    response.body = { breakpoints: this.#exceptions.set(args) };
    this.sendResponse(response);
  }

  protected override dataBreakpointInfoRequest(
    response: DebugProtocol.DataBreakpointInfoResponse,
    args: DebugProtocol.DataBreakpointInfoArguments,
  ): void {
    const { views, data } = this.#run;
    response.body = views.dataBreakpoint(args, data);
    this.sendResponse(response);
  }

  protected override setDataBreakpointsRequest(
    response: DebugProtocol.SetDataBreakpointsResponse,
    args: DebugProtocol.SetDataBreakpointsArguments,
  ): void {
    response.body = { breakpoints: this.#run.data.set(args.breakpoints) };
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
  protected override restartFrameRequest(response: DebugProtocol.RestartFrameResponse, args: DebugProtocol.RestartFrameArguments): void {
    const { runner, views } = this.#run;
    const { handle, thread } = views.frame(args.frameId);
    if (!handle?.frame?.code) {
      this.sendErrorResponse(response, 5, "There is no function of the program to begin again.");
      return;
    }
    this.sendResponse(response);
    runner.restartFrame(thread, views.depthOf(handle));
  }
  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.sendResponse(response);
    this.#run.runner.pause();
  }

  // ---------------------------------------------------------------------------------------------------- threads and frames

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: this.#launched?.views.threads() ?? [{ id: 1, name: "main thread" }] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(response: DebugProtocol.StackTraceResponse, args: DebugProtocol.StackTraceArguments): void {
    response.body = this.#run.views.stack(args);
    this.sendResponse(response);
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse, args: DebugProtocol.ScopesArguments): void {
    response.body = { scopes: this.#run.views.scopes(args) };
    this.sendResponse(response);
  }

  protected override variablesRequest(response: DebugProtocol.VariablesResponse, args: DebugProtocol.VariablesArguments): void {
    response.body = { variables: this.#run.views.variables(args) };
    this.sendResponse(response);
  }

  protected override setVariableRequest(response: DebugProtocol.SetVariableResponse, args: DebugProtocol.SetVariableArguments): void {
    this.#set(response, (views) => {
      response.body = views.setVariable(args);
    });
  }

  protected override setExpressionRequest(response: DebugProtocol.SetExpressionResponse, args: DebugProtocol.SetExpressionArguments): void {
    this.#set(response, (views) => {
      response.body = views.setExpression(args);
    });
  }

  /** Sets something, or says why not; what stands beside it is shown anew. */
  #set(response: DebugProtocol.Response, work: (views: Views) => void): void {
    try {
      work(this.#run.views);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.sendErrorResponse(response, { id: 4, format: error.message, showUser: true });
      return;
    }
    this.sendResponse(response);
    this.#event("invalidated", { areas: ["variables"] });
  }

  protected override completionsRequest(response: DebugProtocol.CompletionsResponse, args: DebugProtocol.CompletionsArguments): void {
    response.body = { targets: this.#run.views.completions(args) };
    this.sendResponse(response);
  }

  protected override evaluateRequest(response: DebugProtocol.EvaluateResponse, args: DebugProtocol.EvaluateArguments): void {
    try {
      const [, target, value] = SIMPLE_ASSIGNMENT.exec(args.expression) ?? [];
      if (target !== undefined && value !== undefined && args.context === "repl") {
        const { value: result, ...rest } = this.#run.views.setExpression({ expression: target.trim(), value, frameId: args.frameId });
        response.body = { variablesReference: 0, ...rest, result };
        this.sendResponse(response);
        this.#event("invalidated", { areas: ["variables"] });
        return;
      }
      if (ASSIGNMENT.test(args.expression)) throw new ExpressionError(NOT_SET);
      response.body = this.#run.views.evaluate(args);
      this.sendResponse(response);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.sendErrorResponse(response, 2, error.message);
    }
  }

  // -------------------------------------------------------------------------------------------------------------- own words

  protected override customRequest(command: string, response: DebugProtocol.Response, args: Record<string, unknown> | undefined): void {
    const answer = ownRequest(this.#run, command, args ?? {});
    if (answer === undefined) {
      super.customRequest(command, response, args);
      return;
    }
    if ("problem" in answer) {
      this.sendErrorResponse(response, 3, answer.problem);
      return;
    }
    response.body = answer.body;
    this.sendResponse(response);
    answer.after?.();
  }
}
