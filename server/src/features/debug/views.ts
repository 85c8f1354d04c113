/** What a stopped run shows: threads, frames, scopes, variables and expressions, with the numbers the protocol gives to them. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { assignment, isSettable } from "../../explorer/inspect/assign.ts";
import { completionsOf } from "../../explorer/inspect/completions.ts";
import { evaluateExpression, ExpressionError } from "../../explorer/inspect/expression.ts";
import { framesOf, type ShownFrame } from "../../explorer/inspect/frames.ts";
import { globalsScope, nextScope, queueScope, requestsScope, winsockScope } from "../../explorer/inspect/scopes.ts";
import { Inspector, type Ref, type Shown } from "../../explorer/inspect/values.ts";
import type { CodeFrame } from "../../explorer/interpreter/frame.ts";
import { threadName } from "../../explorer/optionText.ts";
import type { Stepper } from "../../explorer/stepper.ts";
import type { DataBreakpoints } from "./dataBreakpoints.ts";
import { sourceOf } from "./places.ts";
import { endText } from "./runner.ts";

interface FrameHandle {
  readonly thread: number;
  /** Undefined: the pseudo frame of a run that is over. */
  readonly frame: ShownFrame | undefined;
}

interface Container {
  readonly parts: (start?: number, count?: number) => readonly Shown[];
  /** Of the locals of a frame. */
  readonly frame?: FrameHandle;
}

/** Threads are counted from 1 in the protocol. */
export const idOf = (thread: number): number => thread + 1;

export class Views {
  #frames: FrameHandle[] = [];
  #containers: Container[] = [];

  /** @param current the thread that is looked at. */
  constructor(
    private readonly stepper: Stepper,
    private readonly entryUri: string,
    private readonly current: () => number,
  ) {}

  /** The run has moved: nothing that was shown holds any more. */
  clear(): void {
    this.#frames = [];
    this.#containers = [];
  }

  threads(): DebugProtocol.Thread[] {
    const { world } = this.stepper;
    const live = world.threads.flatMap((thread, i) => (!thread.ended || i === 0 ? [{ id: idOf(i), name: threadName(world, i) }] : []));
    return live.length > 0 ? live : [{ id: 1, name: "main thread" }];
  }

  stack({ threadId, startFrame = 0, levels }: DebugProtocol.StackTraceArguments): DebugProtocol.StackTraceResponse["body"] {
    const { stepper } = this;
    const thread = threadId - 1;
    const all: DebugProtocol.StackFrame[] = framesOf(stepper, thread).map((frame) => ({
      id: this.#frames.push({ thread, frame }),
      name: frame.name,
      ...(frame.uri ? { source: sourceOf(frame.uri) } : {}),
      line: frame.place?.line ?? 0,
      column: frame.place?.column ?? 0,
      endLine: frame.place?.endLine,
      endColumn: frame.place?.endColumn,
      canRestart: frame.code !== undefined,
      ...(frame.code ? {} : { presentationHint: "subtle" as const }),
    }));
    if (all.length === 0) {
      const name = stepper.ended ? endText(stepper) : "(not running)";
      all.push({ id: this.#frames.push({ thread, frame: undefined }), name, line: 0, column: 0, presentationHint: "label" });
    }
    return { stackFrames: all.slice(startFrame, levels ? startFrame + levels : undefined), totalFrames: all.length };
  }

  frame(id: number | undefined): { thread: number; code: CodeFrame | undefined; uri: string; handle: FrameHandle | undefined } {
    const handle = id === undefined ? undefined : this.#frames[id - 1];
    // A frame that changes is another object from then on.
    const now = handle?.frame?.code && this.stepper.world.threads[handle.thread]?.frames[handle.frame.index];
    return {
      thread: handle?.thread ?? this.current(),
      code: now?.kind === "code" ? now : handle?.frame?.code,
      uri: handle?.frame?.uri ?? this.entryUri,
      handle,
    };
  }

  /** Depth of a frame among the functions of the program, from 1. */
  depthOf(handle: FrameHandle): number {
    const frames = this.stepper.world.threads[handle.thread]?.frames ?? [];
    return frames.slice(0, (handle.frame?.index ?? -1) + 1).filter((frame) => frame.kind === "code").length;
  }

  // ------------------------------------------------------------------------------------------------------------- variables

  #reference(container: Container): number {
    return this.#containers.push(container);
  }

  scopes({ frameId }: DebugProtocol.ScopesArguments): DebugProtocol.Scope[] {
    const { stepper } = this;
    const { thread, code, handle } = this.frame(frameId);
    const inspector = new Inspector(stepper.world);
    const scope = (name: string, parts: () => readonly Shown[], hint?: string): DebugProtocol.Scope => ({
      name,
      variablesReference: this.#reference({ parts, ...(handle ? { frame: handle } : {}) }),
      expensive: false,
      ...(hint ? { presentationHint: hint } : {}),
    });
    return [
      ...(code ? [scope("Locals", () => this.#locals(inspector, frameId), "locals")] : []),
      scope("Requests", () => requestsScope(stepper, inspector)),
      scope("Message queue", () => queueScope(stepper, inspector, thread)),
      scope("Winsock", () => winsockScope(stepper, inspector, thread)),
      scope("Next actors", () => nextScope(stepper)),
      scope("Globals", () => globalsScope(inspector), "globals"),
    ];
  }

  #locals(inspector: Inspector, frameId: number): readonly Shown[] {
    const { code } = this.frame(frameId);
    return code ? inspector.variables(code).map(({ name, ref }) => inspector.show(name, ref)) : [];
  }

  #variable(shown: Shown): DebugProtocol.Variable {
    return {
      name: shown.name,
      value: shown.value,
      type: shown.type || undefined,
      variablesReference: shown.expandable ? this.#reference({ parts: (start, count) => shown.parts(start, count) }) : 0,
      ...(shown.indexed === undefined ? {} : { indexedVariables: shown.indexed }),
      ...(shown.path === undefined ? {} : { evaluateName: shown.path }),
      ...(isSettable(shown.ref) ? {} : { presentationHint: { attributes: ["readOnly"] } }),
    };
  }

  variables({ variablesReference, start, count }: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] {
    return (this.#containers[variablesReference - 1]?.parts(start, count) ?? []).map((shown) => this.#variable(shown));
  }

  /** @throws ExpressionError with a sentence for the person. */
  evaluate({ expression, frameId }: DebugProtocol.EvaluateArguments): DebugProtocol.EvaluateResponse["body"] {
    const { code, uri } = this.frame(frameId);
    const inspector = new Inspector(this.stepper.world);
    const shown = inspector.show(expression, evaluateExpression(inspector, code, expression, uri));
    const { variablesReference, type, indexedVariables } = this.#variable(shown);
    return { result: shown.value, type, variablesReference, indexedVariables };
  }

  /** @throws ExpressionError with a sentence for the person. */
  setVariable({ variablesReference, name, value }: DebugProtocol.SetVariableArguments): DebugProtocol.SetVariableResponse["body"] {
    const container = this.#containers[variablesReference - 1];
    const find = (): Shown | undefined => container?.parts().find((one) => one.name === name);
    const shown = find();
    if (!shown?.ref) throw new ExpressionError(`${name} cannot be set`);
    this.#set(shown.ref, container?.frame, value);
    const { value: text, type, variablesReference: below, indexedVariables } = this.#variable(find() ?? shown);
    return { value: text, type, variablesReference: below, indexedVariables };
  }

  /** @throws ExpressionError with a sentence for the person. */
  setExpression({ expression, value, frameId }: DebugProtocol.SetExpressionArguments): DebugProtocol.SetExpressionResponse["body"] {
    const find = (): Shown => {
      const inspector = new Inspector(this.stepper.world);
      const { code, uri } = this.frame(frameId);
      return inspector.show(expression, evaluateExpression(inspector, code, expression, uri));
    };
    this.#set(find().ref!, this.frame(frameId).handle, value);
    const { value: text, type, variablesReference, indexedVariables } = this.#variable(find());
    return { value: text, type, variablesReference, indexedVariables };
  }

  #set(target: Ref, handle: FrameHandle | undefined, text: string): void {
    const inspector = new Inspector(this.stepper.world);
    const place = handle?.frame ? { thread: handle.thread, index: handle.frame.index } : undefined;
    const id = handle === undefined ? -1 : this.#frames.indexOf(handle);
    const { code, uri } = this.frame(id < 0 ? undefined : id + 1);
    this.stepper.assign(assignment(inspector, target, place, evaluateExpression(inspector, code, text, uri)));
  }

  completions({ text, column, frameId, line = 1 }: DebugProtocol.CompletionsArguments): DebugProtocol.CompletionItem[] {
    const { code, uri } = this.frame(frameId);
    const written = (text.split("\n")[line - 1] ?? "").slice(0, column - 1);
    const { typed, items } = completionsOf(new Inspector(this.stepper.world), code, written, uri);
    return items.map(({ label, kind, detail }) => ({ label, type: kind, detail, start: column - 1 - typed, length: typed }));
  }

  dataBreakpoint(
    { name, variablesReference, frameId, asAddress, bytes }: DebugProtocol.DataBreakpointInfoArguments,
    data: DataBreakpoints,
  ): DebugProtocol.DataBreakpointInfoResponse["body"] {
    if (asAddress) return data.memory(Number(name), bytes ?? 8);
    const container = variablesReference === undefined ? undefined : this.#containers[variablesReference - 1];
    const handle = container?.frame ?? this.frame(frameId).handle;
    const code = handle?.frame?.code;
    const place = handle?.frame && code ? { thread: handle.thread, index: handle.frame.index, fn: code.fn.index } : undefined;
    try {
      const inspector = new Inspector(this.stepper.world);
      const shown = container
        ? container.parts().find((one) => one.name === name)
        : inspector.show(name, evaluateExpression(inspector, code, name, this.frame(frameId).uri));
      return data.info(shown, place);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return { dataId: null, description: error.message };
    }
  }
}
