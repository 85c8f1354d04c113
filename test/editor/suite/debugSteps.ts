/** Steps of a debug session as a person makes them: by the editor's own commands; what is shown is read from the session. */
import * as vscode from "vscode";

interface Stopped {
  readonly reason: string;
  readonly threadId: number;
}

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly body?: unknown;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class DebugSteps {
  private readonly stops: Stopped[] = [];
  private seen = 0;
  private readonly tracker = vscode.debug.registerDebugAdapterTrackerFactory("winsock-async", {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: (message: Message) => {
        if (message.event === "stopped") this.stops.push(message.body as Stopped);
      },
    }),
  });

  /** Ends what still runs: the next step begins without a session. */
  async dispose(): Promise<void> {
    this.tracker.dispose();
    // as with moves: the promise of the workbench may stay open
    void vscode.debug.stopDebugging();
    const end = Date.now() + 20_000;
    while (vscode.debug.activeDebugSession && Date.now() < end) await sleep(50);
  }

  private get session(): vscode.DebugSession {
    const session = vscode.debug.activeDebugSession;
    if (!session) throw new Error("no debug session is active");
    return session;
  }

  /** The next stop; the editor has put its focus on a frame then. */
  async stopped(after = "the start"): Promise<Stopped> {
    const end = Date.now() + 40_000;
    while (this.stops.length <= this.seen) {
      if (Date.now() > end) throw new Error(`time ran out waiting for the stop after ${after}`);
      await sleep(50);
    }
    const stop = this.stops[this.seen++];
    if (!stop) throw new Error("no stop");
    while (!vscode.debug.activeStackItem && Date.now() < end) await sleep(50);
    return stop;
  }

  async move(command: string, reason: string): Promise<void> {
    // the stop is what counts: the workbench's own promise may stay open, as that of a restart
    void vscode.commands.executeCommand(command);
    const stop = await this.stopped(command);
    if (stop.reason !== reason) throw new Error(`${command} stopped by ${stop.reason}, not by ${reason}`);
  }

  private async top(): Promise<{ readonly id: number; readonly line: number }> {
    const threadId = this.stops[this.seen - 1]?.threadId ?? 1;
    const { stackFrames } = (await this.session.customRequest("stackTrace", { threadId })) as {
      stackFrames: { id: number; line: number }[];
    };
    const [frame] = stackFrames;
    if (!frame) throw new Error("the stack is empty");
    return frame;
  }

  /** The rule that is broken where the run stands. */
  async mistake(): Promise<string> {
    const threadId = this.stops[this.seen - 1]?.threadId ?? 1;
    const { exceptionId } = (await this.session.customRequest("exceptionInfo", { threadId })) as { exceptionId: string };
    return exceptionId;
  }

  /** From 1. */
  async line(): Promise<number> {
    return (await this.top()).line;
  }

  /** `name = value` of what stands in a scope of the innermost frame. */
  async scope(name: string): Promise<string[]> {
    const { id } = await this.top();
    const { scopes } = (await this.session.customRequest("scopes", { frameId: id })) as {
      scopes: { name: string; variablesReference: number }[];
    };
    const scope = scopes.find((one) => one.name === name);
    if (!scope) throw new Error(`there is no scope ${name}`);
    const { variables } = (await this.session.customRequest("variables", { variablesReference: scope.variablesReference })) as {
      variables: { name: string; value: string }[];
    };
    return variables.map((variable) => `${variable.name} = ${variable.value}`);
  }
}
