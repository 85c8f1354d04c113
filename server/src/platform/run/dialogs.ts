/** Dialogs and message boxes: modal loops of their own. */
import { WOULD_BLOCK } from "../../emulator/index.ts";
import { emptyMessage, key, takesFirst, WM_QUIT } from "./messages.ts";
import { type Model, type ModelResult, type Run, WAIT } from "./types.ts";

const WM_CLOSE = 0x0010;
const WM_INITDIALOG = 0x0110;
const WM_COMMAND = 0x0111;
const IDCANCEL = 2;

/**
 * Dialogs. data: [stage, window, procedure, modal]: 0 WM_INITDIALOG, 1 a message of the modal loop. While the loop waits the model is asked
 * again with [-1, window].
 */
export function dialog(modal: boolean, parameters: { parent: number; procedure: number; init: number }): Model {
  return {
    waits: true,
    run(run, args) {
      if (args[0] === -1) return modalLoop(run, run.int(args[1]));
      run.point();
      const procedure = run.address(args[parameters.procedure]);
      const window = run.modelAddress("DefDlgProcA");
      run.winsock.RegisterClass(run.thread, "#32770", window ?? 0);
      const hwnd = run.winsock.CreateWindowEx(run.thread, "#32770", run.int(args[parameters.parent]));
      if (hwnd === 0) return modal ? -1 : 0;
      run.setState(key(hwnd, 4), procedure);
      run.event("visible", { window: hwnd });
      return { callback: procedure, args: [hwnd, WM_INITDIALOG, 0, args[parameters.init] ?? 0], data: [0, hwnd] };
    },
    resume(run, data, result) {
      const [stage, hwnd] = data.map((value) => run.int(value)) as [number, number];
      if (stage === 0) return modal ? { again: [-1, hwnd] } : hwnd;
      run.winsock.returnFromDispatch(run.thread, run.int(result));
      return { again: [-1, hwnd] };
    },
  };
}

function modalLoop(run: Run, hwnd: number): ModelResult {
  const ended = run.getState(`dialog ${hwnd}`);
  if (ended !== undefined || run.winsock.IsWindow(run.thread, hwnd) === 0) {
    run.point();
    if (run.winsock.IsWindow(run.thread, hwnd) !== 0) run.winsock.DestroyWindow(run.thread, hwnd);
    return ended ?? -1;
  }
  const message = emptyMessage();
  const answer = run.attempt(
    () => run.winsock.GetMessage(run.thread, message, 0, 0, 0),
    (result) => result !== WOULD_BLOCK && !takesFirst(run, result, message),
  );
  if (answer === WOULD_BLOCK) return WAIT;
  if (typeof answer === "object") return { callback: answer.procedure, args: answer.args, data: [1, hwnd] };
  if (answer === 0) {
    run.winsock.PostQuitMessage(run.thread, message.wParam);
    return -1;
  }
  const dispatched = run.winsock.DispatchMessage(run.thread, message);
  return typeof dispatched === "object"
    ? { callback: dispatched.procedure, args: dispatched.args, data: [1, hwnd] }
    : { again: [-1, hwnd] };
}

/** The window procedure of a dialog: asks the dialog procedure, and does what is left. data: [window, message, wParam, lParam]. */
export const defDlgProc: Model = {
  run(run, args) {
    const procedure = run.getState(key(run.int(args[0]), 4));
    return procedure === undefined ? 0 : { callback: run.address(procedure), args, data: args };
  },
  resume(run, data, result) {
    const message = run.int(data[1]);
    if (run.int(result) !== 0) return run.getState(key(run.int(data[0]), 0)) ?? result;
    if (message === WM_CLOSE) run.winsock.PostMessage(run.thread, run.int(data[0]), WM_COMMAND, IDCANCEL, 0);
    return 0;
  },
};

/** A modal box pumps messages of the thread until the user closes it; what is in the queue is handled first. */
export const messageBox: Model = {
  waits: true,
  run(run, args) {
    const message = emptyMessage();
    const answer = run.attempt(
      () => run.winsock.PeekMessage(run.thread, message, 0, 0, 0, 1),
      (result) => result !== 0,
    );
    if (typeof answer === "object") return { callback: answer.procedure, args: answer.args, data: args };
    if (answer === 0) {
      run.point();
      return 1;
    }
    if (message.message === WM_QUIT) {
      run.winsock.PostQuitMessage(run.thread, message.wParam);
      return 1;
    }
    const dispatched = run.winsock.DispatchMessage(run.thread, message);
    return typeof dispatched === "object" ? { callback: dispatched.procedure, args: dispatched.args, data: args } : { again: args };
  },
  resume(run, data, result) {
    run.winsock.returnFromDispatch(run.thread, run.int(result));
    return { again: data };
  },
};
