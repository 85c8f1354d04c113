import { describe, expect, it } from "vitest";
import { scan, scanText } from "./scan.ts";
import { seedNames } from "./seeds.ts";
import { processorTime } from "../../../test/support/processorTime.ts";

describe("scan", () => {
  it.each(seedNames)("finds %s, also in a string and inside a longer name", (name) => {
    expect(scanText(`x = ${name}(a);`).seeds).toEqual(name === "GetAddrInfoExCancel" ? [name, "GetAddrInfoEx"] : [name]);
    expect(scanText(`p = GetProcAddress(h, "${name}");`).seeds).toContain(name);
    expect(scanText(`pfn${name} = 0;`).seeds).toContain(name);
    expect(scanText(name).seeds).toContain(name);
  });

  it("finds several, and each once", () => {
    expect(scanText("WSACancelAsyncRequest(a); WSAAsyncGetHostByName(b); WSAAsyncGetHostByName(c);").seeds).toEqual([
      "WSAAsyncGetHostByName",
      "WSACancelAsyncRequest",
    ]);
  });

  it("takes GetAddrInfoEx for a seed that the text decides on", () => {
    expect(scanText("GetAddrInfoExW(a, 0);").seeds).toEqual(["GetAddrInfoEx"]);
    expect(scanText("OVERLAPPED o; GetAddrInfoExW(a, &o);").seeds).toEqual(["GetAddrInfoEx"]);
    expect(scanText("OVERLAPPED o;").seeds).toEqual([]);
  });

  it("finds none in names that only look like them", () => {
    expect(scanText("WSAAsyncSelect(s); WSAAsyncGetAddrInfo(w); wsaasyncgethostbyname(); WSAAsyncGetHostBy").seeds).toEqual([]);
  });

  it("agrees with a plain search wherever the name stands", () => {
    for (let before = 0; before < 40; before++) {
      const text = `${"x".repeat(before)}WSAAsyncGetProtoByNumber${"yWSAAsyncGet".repeat(before % 3)}`;
      expect(scanText(text).seeds, text).toEqual(["WSAAsyncGetProtoByNumber"]);
    }
  });

  it.each([true, false])("reads UTF-16 (mark: %s)", (mark) => {
    const text = `${mark ? "\ufeff" : ""}#include "a.h"\r\nint f() { return WSACancelAsyncRequest(h); }\r\n`;
    const little = new Uint8Array(new Uint16Array([...text].map((c) => c.charCodeAt(0))).buffer);
    expect(scan(little)).toEqual({ seeds: ["WSACancelAsyncRequest"], includes: [{ path: "a.h", angle: false }] });
    const big = little.map((_, i) => little[i ^ 1] ?? 0);
    expect(scan(big).seeds).toEqual(["WSACancelAsyncRequest"]);
  });

  it("lists includes, not what stands behind other text", () => {
    expect(
      scanText(
        '\ufeff#include <winsock.h>\r\n  # \tinclude "sub\\x.h" // c\rint a; #include "no.h"\n#import <msxml.dll>\n#define include "n"\n#include MACRO\n',
      ).includes,
    ).toEqual([
      { path: "winsock.h", angle: true },
      { path: "sub\\x.h", angle: false },
      { path: "msxml.dll", angle: true },
    ]);
  });

  it("reads at least 100 MB a second", () => {
    const big = new TextEncoder().encode("static int value = some_function(argument, 42); // comment\n".repeat(200_000));
    // The best of some runs: other work on the machine slows single ones.
    const times = Array.from({ length: 8 }, () => {
      const start = processorTime();
      scan(big);
      return processorTime() - start;
    });
    expect(big.length / 1000 / Math.min(...times)).toBeGreaterThan(100);
  });
});
