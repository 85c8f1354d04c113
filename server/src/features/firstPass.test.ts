import { expect, test } from "vitest";
import { detector } from "../source/decode.ts";
import { firstPass } from "./firstPass.ts";

const pass = (text: string, words?: readonly string[]) => firstPass(detector, "file:///a.c", new TextEncoder().encode(text), words);

test("a file that only names a function of the program's own counts where the settings declare it", () => {
  const text = "void f(void)\n{\n    h = net_lookup(w, n);\n}\n";
  expect(pass(text)).toMatchObject({ fact: { hits: 0 } });
  expect(pass(text).text).toBeUndefined();
  expect(pass(text, ["net_lookup"])).toMatchObject({ fact: { hits: 1 }, text });
  expect(pass(text, ["net_look"])).toMatchObject({ fact: { hits: 0 } });
});

test("declared names stand beside the calls of Winsock", () => {
  const text = "void f(void)\n{\n    h = net_lookup(w, n);\n    WSACancelAsyncRequest(h);\n}\n";
  expect(pass(text)).toMatchObject({ fact: { hits: 1 } });
  expect(pass(text, ["stop", "net_lookup"])).toMatchObject({ fact: { hits: 2 } });
});
