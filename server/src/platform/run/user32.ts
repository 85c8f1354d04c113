/** Windows, messages, timers and dialogs on the emulator. What only draws does nothing. */
import { WOULD_BLOCK } from "../../emulator/index.ts";
import { defDlgProc, dialog, messageBox } from "./dialogs.ts";
import { emptyMessage, key, readMessage, takesFirst, writeMessage } from "./messages.ts";
import { answerOf } from "./winsock.ts";
import { type Model, type ModelResult, type Models, type Run, type RunValue, WAIT } from "./types.ts";

const WM_CREATE = 0x0001;
const WM_DESTROY = 0x0002;
const WM_CLOSE = 0x0010;
const WM_NCCREATE = 0x0081;
const WM_NCDESTROY = 0x0082;

/** Classes that Windows brings along. */
const SYSTEM_CLASSES =
  /^(static|button|edit|listbox|combobox|scrollbar|message|mdiclient|#32770|msctls_\w+|syslistview32|systreeview32|systabcontrol32|richedit\w*)$/i;

interface Size {
  readonly wide: boolean;
}

const classText = (run: Run, value: RunValue | undefined, { wide }: Size): string => {
  const address = run.address(value);
  if (address < 0x10000) return `#${address}`;
  return wide ? run.wideText(address) : run.text(address);
};

function registerClass(extended: boolean, size: Size): Model {
  return {
    run(run, [structure]) {
      const at = run.address(structure) + (extended ? 4 : 0);
      const p = run.pointerSize;
      // style (4), [padding], procedure, two ints, five handles, menu name, class name; WNDCLASSEX has cbSize in front.
      const base = extended ? (p === 8 ? at + 4 : at + 4) : p === 8 ? at + 8 : at + 4;
      const procedure = run.readPointer(base);
      const name = classText(run, run.readPointer(base + p + 8 + 4 * p + p), size);
      return run.winsock.RegisterClass(run.thread, name, procedure);
    },
  };
}

function sent(run: Run, hwnd: number, message: number, wParam: RunValue, lParam: RunValue, data: readonly RunValue[]): ModelResult {
  const answer = run.winsock.SendMessage(run.thread, hwnd, message, run.int(wParam), run.address(lParam));
  return answerOf(answer, data);
}

/** data: [stage, window, CREATESTRUCT]. */
function createWindow(args: { class: number; style: number; parent: number; menu: number; param: number }, size: Size): Model {
  return {
    point: "threads",
    run(run, values) {
      const name = classText(run, values[args.class], size);
      const parent = run.int(values[args.parent]);
      if (SYSTEM_CLASSES.test(name)) {
        const procedure = run.modelAddress("DefWindowProcA");
        if (procedure !== undefined) run.winsock.RegisterClass(run.thread, name, procedure);
      }
      const hwnd = run.winsock.CreateWindowEx(run.thread, name, parent);
      if (hwnd === 0) return 0;
      // Any top-level window can be closed: by its frame, by the task list, at the end of the session.
      if (parent === 0) run.event("visible", { window: hwnd });
      if (values[args.menu] !== undefined) run.setState(key(hwnd, -12), values[args.menu]!);
      const structure = run.scratch(20 * run.pointerSize);
      run.writePointer(structure, values[args.param] ?? 0);
      return creating(run, 0, hwnd, structure);
    },
    resume(run, data, result) {
      const [stage, hwnd, structure] = data.map((value) => run.int(value)) as [number, number, number];
      run.winsock.returnFromDispatch(run.thread, run.int(result));
      const refused = stage === 0 ? run.int(result) === 0 : run.int(result) === -1;
      if (refused) {
        run.drop(structure);
        run.winsock.DestroyWindow(run.thread, hwnd);
        return 0;
      }
      return creating(run, stage + 1, hwnd, structure);
    },
  };
}

function creating(run: Run, stage: number, hwnd: number, structure: number): ModelResult {
  for (let at = stage; at < 2; at++) {
    const answer = run.winsock.SendMessage(run.thread, hwnd, at === 0 ? WM_NCCREATE : WM_CREATE, 0, structure);
    if (typeof answer === "object") return { callback: answer.procedure, args: answer.args, data: [at, hwnd, structure] };
  }
  run.drop(structure);
  return hwnd;
}

/** data: [stage, window]. */
const destroyWindow: Model = {
  point: true,
  run(run, [window]) {
    const hwnd = run.int(window);
    if (run.winsock.IsWindow(run.thread, hwnd) === 0) return run.winsock.DestroyWindow(run.thread, hwnd);
    return destroying(run, 0, hwnd);
  },
  resume(run, data, result) {
    run.winsock.returnFromDispatch(run.thread, run.int(result));
    return destroying(run, run.int(data[0]) + 1, run.int(data[1]));
  },
};

function destroying(run: Run, stage: number, hwnd: number): ModelResult {
  for (let at = stage; at < 2; at++) {
    if (run.winsock.IsWindow(run.thread, hwnd) === 0) return 1;
    const answer = run.winsock.SendMessage(run.thread, hwnd, at === 0 ? WM_DESTROY : WM_NCDESTROY, 0, 0);
    if (typeof answer === "object") return { callback: answer.procedure, args: answer.args, data: [at, hwnd] };
  }
  return run.winsock.DestroyWindow(run.thread, hwnd);
}

const defWindowProc: Model = {
  run(run, [window, message]) {
    const hwnd = run.int(window);
    switch (run.int(message)) {
      case WM_CLOSE:
        return destroying(run, 0, hwnd);
      case WM_NCCREATE:
        return 1;
      default:
        return 0;
    }
  },
  resume: destroyWindow.resume!,
};

/** A message is there or the thread waits: only taking one is a step that others may come before. */
const getMessage: Model = {
  waits: true,
  run(run, args) {
    const [to, window, low, high] = args;
    const at = run.address(to);
    const message = emptyMessage();
    const answer = run.attempt(
      () => run.winsock.GetMessage(run.thread, message, run.int(window), run.int(low), run.int(high)),
      (result) => result !== WOULD_BLOCK && !takesFirst(run, result, message),
    );
    if (answer === WOULD_BLOCK) return WAIT;
    if (typeof answer === "object") return { callback: answer.procedure, args: answer.args, data: args };
    if (answer !== -1) writeMessage(run, at, message);
    return answer;
  },
  resume(run, data, result) {
    run.winsock.returnFromDispatch(run.thread, run.int(result));
    return { again: data };
  },
};

const peekMessage: Model = {
  run(run, args) {
    const [to, window, low, high, flags] = args;
    const at = run.address(to);
    const message = emptyMessage();
    const answer = run.attempt(
      () => run.winsock.PeekMessage(run.thread, message, run.int(window), run.int(low), run.int(high), run.int(flags)),
      (result) => !takesFirst(run, result, message),
    );
    if (typeof answer === "object") return { callback: answer.procedure, args: answer.args, data: args };
    if (answer !== 0) writeMessage(run, at, message);
    return answer;
  },
  resume: getMessage.resume!,
};

const dispatchMessage: Model = {
  run(run, [from]) {
    const message = readMessage(run, run.address(from));
    const answer = run.winsock.DispatchMessage(run.thread, message);
    return typeof answer === "object" ? { callback: answer.procedure, args: answer.args, data: [] } : answer;
  },
  resume(run, _data, result) {
    run.winsock.returnFromDispatch(run.thread, run.int(result));
    return result;
  },
};

const sendMessage: Model = {
  point: true,
  run: (run, [window, message, wParam, lParam]) => sent(run, run.int(window), run.int(message), wParam ?? 0, lParam ?? 0, []),
  resume: dispatchMessage.resume!,
};

/** A window procedure called with explicit arguments; data are those arguments. */
const callWindowProc: Model = {
  run: (run, [procedure, ...args]) => ({ callback: run.address(procedure), args }),
};

/** GWL_WNDPROC and DWL_DLGPROC are procedures; the rest is storage of the window. */
function setWindowLong(bits: 32 | 64): Model {
  return {
    run(run, [window, index, value]) {
      const hwnd = run.int(window);
      const at = run.int(index) | 0;
      if (at === -4) return run.winsock.SetWindowProcedure(run.thread, hwnd, run.address(value));
      const before = run.getState(key(hwnd, at)) ?? 0;
      run.setState(key(hwnd, at), value!);
      void bits;
      return before;
    },
  };
}

const getWindowLong: Model = {
  run(run, [window, index]) {
    const at = run.int(index) | 0;
    if (at === -4) return run.environment("procedure", [run.int(window)]);
    const hwnd = run.int(window);
    const kept = run.getState(key(hwnd, at));
    if (kept !== undefined) return kept;
    // What an earlier part of the program, or a hook that it has set, keeps with a window is not known.
    if (run.environment("had a past", [hwnd]) === 0) return 0;
    const value = run.unknown("what the window keeps", run.pointerSize === 8 ? 64 : 32, false);
    run.setState(key(hwnd, at), value);
    return value;
  },
};

const number = (value: number): Model => ({ run: () => value });

const twins = (models: Record<string, Model>): Models =>
  Object.fromEntries(
    Object.entries(models).flatMap(([name, model]) => [name, `${name}A`, `${name}W`].map((each) => [each, model] as const)),
  );

const point = (run: Model["run"]): Model => ({ point: true, run });

export const user32Models: Models = {
  RegisterClass: registerClass(false, { wide: false }),
  RegisterClassA: registerClass(false, { wide: false }),
  RegisterClassW: registerClass(false, { wide: true }),
  RegisterClassEx: registerClass(true, { wide: false }),
  RegisterClassExA: registerClass(true, { wide: false }),
  RegisterClassExW: registerClass(true, { wide: true }),
  UnregisterClassA: number(1),
  UnregisterClass: number(1),
  CreateWindow: createWindow({ class: 0, style: 2, parent: 7, menu: 8, param: 10 }, { wide: false }),
  CreateWindowA: createWindow({ class: 0, style: 2, parent: 7, menu: 8, param: 10 }, { wide: false }),
  CreateWindowW: createWindow({ class: 0, style: 2, parent: 7, menu: 8, param: 10 }, { wide: true }),
  CreateWindowEx: createWindow({ class: 1, style: 3, parent: 8, menu: 9, param: 11 }, { wide: false }),
  CreateWindowExA: createWindow({ class: 1, style: 3, parent: 8, menu: 9, param: 11 }, { wide: false }),
  CreateWindowExW: createWindow({ class: 1, style: 3, parent: 8, menu: 9, param: 11 }, { wide: true }),
  DestroyWindow: destroyWindow,
  IsWindow: { run: (run, [hwnd]) => run.winsock.IsWindow(run.thread, run.int(hwnd)) },
  GetParent: { run: (run, [hwnd]) => run.winsock.GetParent(run.thread, run.int(hwnd)) },
  GetWindowThreadProcessId: { run: (run, [hwnd]) => run.winsock.GetWindowThreadProcessId(run.thread, run.int(hwnd)) },
  ...twins({
    DefWindowProc: defWindowProc,
    DefDlgProc: defDlgProc,
    GetMessage: getMessage,
    PeekMessage: peekMessage,
    DispatchMessage: dispatchMessage,
    SendMessage: sendMessage,
    CallWindowProc: callWindowProc,
    PostMessage: point((run, [hwnd, message, wParam, lParam]) =>
      run.winsock.PostMessage(run.thread, run.int(hwnd), run.int(message), run.int(wParam), run.int(lParam)),
    ),
    PostThreadMessage: point((run, [thread, message, wParam, lParam]) =>
      run.winsock.PostThreadMessage(run.thread, run.int(thread), run.int(message), run.int(wParam), run.int(lParam)),
    ),
    SetWindowLongPtr: setWindowLong(64),
    SetWindowLong: setWindowLong(32),
    GetWindowLongPtr: getWindowLong,
    GetWindowLong: getWindowLong,
    DialogBoxParam: dialog(true, { parent: 2, procedure: 3, init: 4 }),
    DialogBox: dialog(true, { parent: 2, procedure: 3, init: 4 }),
    CreateDialogParam: dialog(false, { parent: 2, procedure: 3, init: 4 }),
    CreateDialog: dialog(false, { parent: 2, procedure: 3, init: 4 }),
    IsDialogMessage: number(0),
    MessageBox: messageBox,
    TranslateAccelerator: number(0),
    SetWindowText: number(1),
    SetDlgItemText: number(1),
    LoadIcon: number(0x2001),
    LoadCursor: number(0x2002),
    LoadMenu: number(0x2003),
    LoadAccelerators: number(0x2004),
    GetModuleHandle: number(0x400000),
  }),
  TranslateMessage: number(0),
  EndDialog: {
    run(run, [hwnd, result]) {
      run.setState(`dialog ${run.int(hwnd)}`, result!);
      return 1;
    },
  },
  PostQuitMessage: point((run, [code]) => {
    run.winsock.PostQuitMessage(run.thread, run.int(code));
    return 0;
  }),
  SetTimer: point((run, [hwnd, id, elapse, procedure]) =>
    run.winsock.SetTimer(run.thread, run.int(hwnd), run.int(id), run.int(elapse), run.address(procedure)),
  ),
  KillTimer: point((run, [hwnd, id]) => run.winsock.KillTimer(run.thread, run.int(hwnd), run.int(id))),
  GetQueueStatus: point((run, [flags]) => run.winsock.GetQueueStatus(run.thread, run.int(flags))),
  WaitMessage: {
    waits: true,
    run: (run) =>
      answerOf(
        run.attempt(
          () => run.winsock.WaitMessage(run.thread),
          (result) => result !== WOULD_BLOCK,
        ),
        [],
      ),
  },
  MsgWaitForMultipleObjects: {
    waits: true,
    run(run, [count, handles, all, time, mask]) {
      const list = Array.from({ length: run.int(count) }, (_, i) => run.readPointer(run.address(handles) + i * run.pointerSize));
      return answerOf(
        run.attempt(
          () => run.winsock.MsgWaitForMultipleObjects(run.thread, list, run.int(all), run.int(time) >>> 0, run.int(mask)),
          (result) => result !== WOULD_BLOCK,
        ),
        [],
      );
    },
  },
  ShowWindow: {
    run(run, [hwnd, how]) {
      if (run.isUnknown(how) || run.int(how) !== 0) run.event("visible", { window: run.int(hwnd) });
      return 1;
    },
  },
  UpdateWindow: number(1),
  EnableWindow: number(0),
  SetFocus: number(0),
  InvalidateRect: number(1),
  BeginPaint: number(0x3001),
  EndPaint: number(1),
  GetDC: number(0x3002),
  ReleaseDC: number(1),
  GetDlgItem: { run: (run, [hwnd, id]) => run.int(hwnd) * 4096 + run.int(id) },
  SetForegroundWindow: number(1),
  GetDesktopWindow: number(0x10010),
};
