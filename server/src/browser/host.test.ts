import type { Connection } from "vscode-languageserver";
import { expect, test } from "vitest";
import type { BrowserStart, ReadFilesParams } from "../features/protocol.ts";
import { browserHost } from "./host.ts";

function host(): { read: ReturnType<typeof browserHost>["read"]; asked: string[][] } {
  const asked: string[][] = [];
  const connection = {
    sendRequest: async (_: string, params: ReadFilesParams) => {
      asked.push([...params.uris]);
      return params.uris.map((uri) => (uri.endsWith("gone") ? null : btoa(uri)));
    },
  };
  return { read: browserHost({} as BrowserStart, connection as unknown as Connection, async () => []).read, asked };
}
const names = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `memfs:/${from + i}`);
const decode = (list: readonly (Uint8Array | undefined)[]) => list.map((bytes) => bytes && new TextDecoder().decode(bytes));

test("200 distinct files are read, and these again at any time", async () => {
  const { read, asked } = host();
  for (let i = 0; i < 5; i++) await read(names(0, 150));
  expect(decode(await read(names(140, 210)))).toEqual([...names(140, 200), ...names(200, 210).map(() => undefined)]);
  expect(decode(await read(["memfs:/new", "memfs:/199", "memfs:/3"]))).toEqual([undefined, "memfs:/199", "memfs:/3"]);
  expect(asked.at(-1)).toEqual(["memfs:/199", "memfs:/3"]);
  const { length } = asked;
  expect(await read(["memfs:/new"])).toEqual([undefined]);
  expect(asked.length).toBe(length);
});

test("a file that cannot be read has no bytes and shifts no other", async () => {
  const { read } = host();
  expect(decode(await read(["memfs:/a", "memfs:/gone", "memfs:/b"]))).toEqual(["memfs:/a", undefined, "memfs:/b"]);
});
