import { seedNames } from "../winsock/functions.ts";

/** Starts an overlapped request if the file also says OVERLAPPED; without that word it is an ordinary, blocking call. */
export const OVERLAPPED_START = "GetAddrInfoEx";
export const OVERLAPPED_WORD = "OVERLAPPED";

export { seedNames };

/** Also inside longer names: pointers to these functions are called `pfnWSAAsyncGetHostByName`, `ORIG_WSAAsync…`. */
const CALL = new RegExp([...seedNames, OVERLAPPED_START].join("|"), "g");

/** How often the text names a seed, comments included. */
export function countCalls(text: string): number {
  return text.match(CALL)?.length ?? 0;
}
