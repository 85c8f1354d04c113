/** Message crackers of windowsx.h: the handler is called with what wParam and lParam hold. */
import { crackedParameters } from "../crackers.ts";
import type { Model, Models, Run, RunValue } from "./types.ts";

/** What a handler's result means for the message; of all others it is void. */
const RESULTS: Readonly<Record<string, (result: number) => number>> = {
  WM_CREATE: (result) => (result ? 0 : -1),
  WM_INITDIALOG: (result) => (result ? 1 : 0),
  WM_QUERYENDSESSION: (result) => (result ? 1 : 0),
};

/** `LOWORD(lParam)`: halves of lParam are signed there, those of wParam are not. */
function part(run: Run, from: string, wParam: RunValue, lParam: RunValue): RunValue {
  const isLong = from.includes("lParam");
  const value = isLong ? lParam : wParam;
  const half = /^(LO|HI)WORD/.exec(from)?.[1];
  if (half === undefined) return value;
  const bits = (run.int(value) >>> (half === "HI" ? 16 : 0)) & 0xffff;
  return isLong ? (bits << 16) >> 16 : bits;
}

function cracker(message: string): Model {
  const parameters = crackedParameters[message]!;
  return {
    run: (run, [window, wParam, lParam, handler]) => ({
      callback: run.address(handler),
      args: [window!, ...parameters.map(({ from }) => part(run, from, wParam!, lParam!))],
      data: [],
    }),
    resume: (run, _data, result) => (message in RESULTS ? RESULTS[message]!(run.int(result)) : 0),
  };
}

export const crackerModels: Models = Object.fromEntries(
  Object.keys(crackedParameters).map((message) => [`HANDLE_${message}`, cracker(message)]),
);
