/** Names of numbers for sentences. */
import { errorName } from "../winsock/index.ts";

/** `WSAEALREADY` for 10037; undefined for a number that is no error of these calls. */
export function codeName(value: number): string | undefined {
  return errorName(value);
}
