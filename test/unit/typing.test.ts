/** No text on the way from one to another shows a finding that neither has. More programs: test/fuzz/typing.test.ts. */
import { expect, test } from "vitest";
import { flickers, typingFlickers } from "../support/typing.ts";

const PROGRAM = `#include <winsock.h>
static HANDLE task;
static char buffer[MAXGETHOSTSTRUCT];
void start(HWND w)
{
    task = WSAAsyncGetHostByName(w, 0x8001, "a", buffer, sizeof buffer);
    if (task == 0)
        return;
}
void stop(void)
{
    if (WSACancelAsyncRequest(task) != 0)
        task = 0;
}
`;

test("typing a program shows nothing that the program does not show", async () => {
  expect(await typingFlickers(PROGRAM, "program.c")).toEqual([]);
}, 240_000);

test("this can tell: what is wrong on the way alone is found", async () => {
  // the argument is complete after its first character
  const before = PROGRAM.replace('"a", buffer', ", buffer");
  const at = before.indexOf(", buffer");
  expect(await flickers(before.replace(", buffer", "buffer"), at, "0, buffer + ")).not.toEqual([]);
}, 60_000);
