import { beforeAll, expect, test } from "vitest";
import { openTestParser, type TestParser } from "../../../test/support/parser.ts";
import { unitOfTexts } from "../program/fromTexts.ts";
import { hoverAt } from "./hover.ts";

const URI = "file:///a.c";
const TEXT = `#include <winsock2.h>
HANDLE start(HWND w, char *b) {
  puts("WSAEALREADY");
  return WSAAsyncGetServByName(w, 0x8001, "http\\n", L"tcp", b, 'x' + MAXGETHOSTSTRUCT);
}
`;

let parser: TestParser;
beforeAll(async () => {
  parser = await openTestParser();
});

test("an argument has its card also where it is a literal; what stands in a literal is no name", () => {
  const source = unitOfTexts(parser, { [URI]: TEXT }, { target: "win64" }).files.get(URI)?.source;
  if (!source) throw new Error("no source");
  const first = (needle: string, shift = 0): string | undefined => hoverAt(source, TEXT.indexOf(needle) + shift)?.markdown.split("\n")[1];
  expect(first('"http')).toBe("const char *name");
  expect(first('"http', 3)).toBe("const char *name");
  expect(first("\\n")).toBe("const char *name");
  expect(first('L"tcp"', 3)).toBe("const char *proto");
  expect(first("'x'", 1)).toBe("int buflen");
  expect(first("MAXGETHOSTSTRUCT", 2)).toMatch(/^#define MAXGETHOSTSTRUCT/);
  expect(first("WSAEALREADY", 2)).toBeUndefined();
  expect(first("winsock2", 2)).toBeUndefined();
});
