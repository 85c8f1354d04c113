/** Names of numbers for sentences. */
import { errorName } from "../winsock/index.ts";

/** `WSAEALREADY` for 10037; undefined for a number that is no error of these calls. */
export function codeName(value: number): string | undefined {
  return errorName(value);
}

const MESSAGES: Readonly<Record<number, string>> = {
  2: "WM_DESTROY",
  16: "WM_CLOSE",
  18: "WM_QUIT",
  273: "WM_COMMAND",
  275: "WM_TIMER",
  15: "WM_PAINT",
};

/** `WM_CLOSE` for 16, and the number of others. */
export function messageName(message: number): string {
  return MESSAGES[message] ?? `message 0x${message.toString(16)}`;
}
