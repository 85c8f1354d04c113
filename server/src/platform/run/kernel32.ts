/** Threads, waits, events, locks, time and modules. */
import { WOULD_BLOCK } from "../../emulator/index.ts";
import { functions } from "../../winsock/functions.ts";
import { answerOf } from "./winsock.ts";
import type { Model, Models, Run, RunValue } from "./types.ts";

const byOrdinal: ReadonlyMap<number, string> = new Map(
  functions.flatMap(({ name, ordinal }) => (ordinal === undefined ? [] : [[ordinal, name] as const])),
);

/** Shared with other threads of the program, and with nobody else. */
const point = (run: Model["run"]): Model => ({ point: "threads", run });

/** A call whose result says nothing. */
function done(action: (run: Run, args: readonly RunValue[]) => void, result = 0): Model {
  return {
    run(run, args) {
      action(run, args);
      return result;
    },
  };
}

/** A wait that would go on at once is a step others may come before; one that does not is no step. */
function wait(call: (run: Run, args: readonly RunValue[]) => number | typeof WOULD_BLOCK): Model {
  return {
    waits: true,
    run: (run, args) =>
      answerOf(
        run.attempt(
          () => call(run, args),
          (result) => result !== WOULD_BLOCK,
        ),
        [],
      ),
  };
}

const timeout = (run: Run, value: RunValue | undefined): number => run.int(value) >>> 0;

function handles(run: Run, count: RunValue | undefined, at: RunValue | undefined): number[] {
  return Array.from({ length: run.int(count) }, (_, i) => run.readPointer(run.address(at) + i * run.pointerSize));
}

/** _beginthreadex and CreateThread take the same six arguments, _beginthread three. */
function createThread(procedure: number, argument: number, id: number): Model {
  return point((run, args) => {
    const address = run.address(args[procedure]);
    const parameter = args[argument] ?? 0;
    const known = run.isUnknown(parameter) ? 0 : run.int(parameter);
    const handle = run.winsock.CreateThread(run.thread, address, known);
    if (handle === 0) return 0;
    const thread = run.environment("thread of", [handle]);
    run.startThread(thread, address, parameter);
    const to = id >= 0 ? run.address(args[id]) : 0;
    if (to !== 0) run.writeInt(to, 4, run.winsock.GetCurrentThreadId(thread));
    return handle;
  });
}

/** What GetCurrentThread gives. */
const CURRENT_THREAD = -2;
const STILL_ACTIVE = 259;
const ERROR_INVALID_HANDLE = 6;

/** A number where a name could stand. */
const byNumber: Model = { run: (run, [value]) => (run.isUnknown(value) ? value! : run.int(value) & 0xffff) };

const number = (value: number): Model => ({ run: () => value });

/** Time is not a number in a search: a value that is not known, later than those before. */
const clock = (label: string, bits: 32 | 64): Model => ({ run: (run) => run.unknown(label, bits, false) });

function interlocked(change: (before: number, args: readonly number[]) => number, result: "before" | "after"): Model {
  return point((run, [to, ...rest]) => {
    const at = run.address(to);
    const before = run.int(run.readInt(at, 4, true));
    const after =
      change(
        before,
        rest.map((value) => run.int(value)),
      ) | 0;
    run.writeInt(at, 4, after);
    return result === "before" ? before : after;
  });
}

export const kernel32Models: Models = {
  CreateThread: createThread(2, 3, 5),
  _beginthreadex: createThread(2, 3, 5),
  _beginthread: createThread(0, 2, -1),
  ExitThread: point((run, [code]) => {
    run.endThread(run.int(code));
    return 0;
  }),
  _endthreadex: point((run, [code]) => {
    run.endThread(run.int(code));
    return 0;
  }),
  GetExitCodeThread: {
    run(run, [thread, to]) {
      const handle = run.int(thread);
      if (handle !== CURRENT_THREAD && run.environment("thread of", [handle]) < 0) {
        run.winsock.SetLastError(run.thread, ERROR_INVALID_HANDLE);
        return 0;
      }
      // The thread that asks is still there.
      run.writeInt(run.address(to), 4, handle === CURRENT_THREAD ? STILL_ACTIVE : run.environment("exit code", [handle]));
      return 1;
    },
  },
  ResumeThread: number(1),
  SetThreadPriority: number(1),
  GetCurrentThreadId: { run: (run) => run.winsock.GetCurrentThreadId(run.thread) },
  GetCurrentThread: number(CURRENT_THREAD),
  GetCurrentProcess: number(-1),
  GetCurrentProcessId: number(0x100),
  Sleep: wait((run, [time]) => run.winsock.Sleep(run.thread, timeout(run, time))),
  SleepEx: wait((run, [time]) => run.winsock.Sleep(run.thread, timeout(run, time))),
  SwitchToThread: point(() => 0),
  GetTickCount: clock("the time", 32),
  GetTickCount64: clock("the time", 64),
  timeGetTime: clock("the time", 32),
  time: {
    run(run, [to]) {
      const now = run.unknown("the time", 64, true);
      const at = run.address(to);
      if (at !== 0) run.writeInt(at, 8, now);
      return now;
    },
  },
  clock: clock("the processor time", 32),
  QueryPerformanceCounter: {
    run(run, [to]) {
      run.writeInt(run.address(to), 8, run.unknown("the time", 64, true));
      return 1;
    },
  },
  CreateEvent: point((run, [, manual, initial]) => run.winsock.CreateEvent(run.thread, run.int(manual), run.int(initial))),
  CreateEventA: point((run, [, manual, initial]) => run.winsock.CreateEvent(run.thread, run.int(manual), run.int(initial))),
  CreateEventW: point((run, [, manual, initial]) => run.winsock.CreateEvent(run.thread, run.int(manual), run.int(initial))),
  SetEvent: point((run, [event]) => run.winsock.SetEvent(run.thread, run.int(event))),
  ResetEvent: point((run, [event]) => run.winsock.ResetEvent(run.thread, run.int(event))),
  WaitForSingleObject: wait((run, [object, time]) => run.winsock.WaitForSingleObject(run.thread, run.int(object), timeout(run, time))),
  WaitForSingleObjectEx: wait((run, [object, time]) => run.winsock.WaitForSingleObject(run.thread, run.int(object), timeout(run, time))),
  WaitForMultipleObjects: wait((run, [count, at, all, time]) =>
    run.winsock.WaitForMultipleObjects(run.thread, handles(run, count, at), run.int(all), timeout(run, time)),
  ),
  CloseHandle: point((run, [object]) => run.winsock.CloseHandle(run.thread, run.int(object))),
  InitializeCriticalSection: done((run, [cs]) => run.winsock.InitializeCriticalSection(run.thread, run.address(cs))),
  InitializeCriticalSectionAndSpinCount: done((run, [cs]) => run.winsock.InitializeCriticalSection(run.thread, run.address(cs)), 1),
  EnterCriticalSection: wait((run, [cs]) => run.winsock.EnterCriticalSection(run.thread, run.address(cs))),
  TryEnterCriticalSection: point((run, [cs]) => run.winsock.TryEnterCriticalSection(run.thread, run.address(cs))),
  LeaveCriticalSection: { ...done((run, [cs]) => run.winsock.LeaveCriticalSection(run.thread, run.address(cs))), point: "threads" },
  DeleteCriticalSection: done((run, [cs]) => run.winsock.DeleteCriticalSection(run.thread, run.address(cs))),
  GetLastError: { run: (run) => run.winsock.GetLastError(run.thread) },
  SetLastError: done((run, [error]) => run.winsock.SetLastError(run.thread, run.int(error))),
  InterlockedIncrement: interlocked((before) => before + 1, "after"),
  InterlockedDecrement: interlocked((before) => before - 1, "after"),
  InterlockedExchange: interlocked((_before, [value]) => value!, "before"),
  InterlockedExchangeAdd: interlocked((before, [value]) => before + value!, "before"),
  InterlockedCompareExchange: interlocked((before, [value, compared]) => (before === compared ? value! : before), "before"),
  LoadLibraryA: number(0x7100_0000),
  LoadLibrary: number(0x7100_0000),
  LoadLibraryW: number(0x7100_0000),
  FreeLibrary: number(1),
  GetProcAddress: {
    run(run, [, name]) {
      const at = run.address(name);
      // Only the libraries of Winsock 1.1 are asked by number, and they have what programs ask for.
      if (at < 0x10000)
        return run.modelAddress(byOrdinal.get(at) ?? "") ?? run.somewhere(`the function that GetProcAddress gave for ${at}`);
      return run.modelAddress(run.text(at)) ?? run.unknown("a function that GetProcAddress gave", run.pointerSize === 8 ? 64 : 32, false);
    },
  },
  MAKEINTRESOURCE: byNumber,
  MAKEINTRESOURCEA: byNumber,
  MAKEINTRESOURCEW: byNumber,
  GetCommandLineA: number(0),
  IsBadReadPtr: { run: (run, [at, length]) => (run.rest(run.address(at)) >= run.int(length) ? 0 : 1) },
  IsBadWritePtr: { run: (run, [at, length]) => (run.rest(run.address(at)) >= run.int(length) ? 0 : 1) },
  DebugBreak: { run: (run) => run.fault("abort", "breaks into a debugger") },
};
