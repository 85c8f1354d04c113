/** What the environment adds to the library models: the pump behind an entry, its window's procedure, destructors one after the other. */
import { WOULD_BLOCK } from "../../emulator/index.ts";
import { takesFirst } from "../../platform/run/messages.ts";
import { type Model, type ModelResult, type Run, type RunValue, WAIT } from "../../platform/run/types.ts";
import { endModels } from "../interpreter/programEnd.ts";

export const PUMP = "environment:pump";
export const WINDOW = "environment:window";
const DESTROY = "environment:destroy";

/** Shape of an entry that deletes its object. */
export const DELETES = 16;
/** Shape of an entry that is called again. */
export const AGAIN = 32;
/** Shape of a function that is told whether the lookup has succeeded. */
export const TOLD = 64;

/** What the environment adds to the library models. */
export const environmentModels: ReadonlyMap<string, Model> = new Map<string, Model>([
  [PUMP, { waits: true, run: pump, resume: pumped }],
  [WINDOW, { run: environmentWindow, resume: deleted }],
  // Destructors one after the other: pairs of function and object.
  [DESTROY, { run: destroyNext, resume: destroyNext }],
  ...endModels,
  ["environment:unwind", { run: unwindNext, resume: unwindNext }],
  ["environment:dispatched", { run: () => 0, resume: dispatched }],
]);

function destroyNext(_run: Run, data: readonly RunValue[]): ModelResult {
  if (data.length < 2) return 0;
  return { callback: Number(data[0]), args: [], self: Number(data[1]), data: data.slice(2) };
}

function dispatched(run: Run, _data: readonly RunValue[], result: RunValue): ModelResult {
  run.winsock.returnFromDispatch(run.thread, run.int(result));
  return 0;
}

function unwindNext(run: Run, data: readonly RunValue[]): ModelResult {
  if (data.length < 2) return run.rethrow();
  return destroyNext(run, data);
}

/** The destructor has run: the object's storage goes. */
function deleted(run: Run, [object]: readonly RunValue[]): ModelResult {
  run.free(run.int(object), "delete");
  return 0;
}

function pump(run: Run): ModelResult {
  const message = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
  const answer = run.attempt(
    () => run.winsock.GetMessage(run.thread, message, 0, 0, 0),
    (result) => result !== WOULD_BLOCK && !takesFirst(run, result, message),
  );
  if (answer === WOULD_BLOCK) return WAIT;
  if (typeof answer === "object") return { callback: answer.procedure, args: answer.args, data: [] };
  if (answer === 0) return message.wParam;
  const dispatched = run.winsock.DispatchMessage(run.thread, message);
  return typeof dispatched === "object" ? { callback: dispatched.procedure, args: dispatched.args, data: [] } : { again: [] };
}

function pumped(run: Run, _data: readonly unknown[], result: Parameters<NonNullable<Model["resume"]>>[2]): ModelResult {
  run.winsock.returnFromDispatch(run.thread, run.isUnknown(result) ? 0 : run.int(result));
  return { again: [] };
}

/** Window procedure of the environment's window: the handler that the message graph names. */
function environmentWindow(run: Run, args: Parameters<Model["run"]>[1]): ModelResult {
  const procedure = run.environment("handler", [run.int(args[1])]);
  if (procedure === 0) {
    const fallback = run.modelAddress("DefWindowProcA");
    return fallback === undefined ? 0 : { callback: fallback, args };
  }
  const shape = run.environment("shape", [run.int(args[1])]);
  const self = run.environment("object", [run.int(args[1])]);
  if (shape === DELETES) {
    const window = run.environment("owned window", [run.int(args[1])]);
    if (window) run.winsock.DestroyWindow(run.thread, window);
    return { callback: procedure, args: [], self, data: [self] };
  }
  if (shape === AGAIN) {
    const count = run.environment("argument count", [run.int(args[1])]);
    const given = Array.from({ length: count }, (_, i) => run.environment("argument", [run.int(args[1]), i]));
    return { callback: procedure, args: given, ...(self ? { self } : {}) };
  }
  if (shape === TOLD) return { callback: procedure, args: [run.int(args[3]) >>> 16 === 0 ? 1 : 0], ...(self ? { self } : {}) };
  const sent = run.environment("message", [run.int(args[1])]);
  if (shape === 1 && sent !== 0) return { callback: procedure, args: [args[0]!, sent, args[2]!, args[3]!] };
  const given = shape === 1 ? args : [...(shape & 2 ? [args[2]!] : []), ...(shape & 4 ? [args[3]!] : [])];
  return { callback: procedure, args: given, ...(self ? { self } : {}) };
}
