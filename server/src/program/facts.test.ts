import { expect, it } from "vitest";
import { scanFact, seedHits } from "./facts.ts";

it("counts every naming in a source", () => {
  expect(seedHits("/a.c", 'h = WSAAsyncGetHostByName(w, m, n, b, l); GetProcAddress(d, "WSACancelAsyncRequest");')).toBe(2);
  expect(seedHits("/a.c", "WSAAsyncGetAddrInfo(x); WSAAsyncSelect(s, w, m, e);")).toBe(0);
});

it("passes over prototypes, typedefs and comments in headers", () => {
  expect(
    seedHits(
      "/a.h",
      `HANDLE PASCAL FAR WSAAsyncGetHostByName(HWND w, UINT m);
typedef HANDLE (PASCAL FAR *TWSAAsyncGetHostByName)(HWND w);
extern TWSAAsyncGetHostByName PWSAAsyncGetHostByName;
// WSACancelAsyncRequest(h);
class X { static int WSACancelAsyncRequest(HANDLE h); };`,
    ),
  ).toBe(0);
  expect(seedHits("/a.h", "class X { void f() { m_h = ::WSAAsyncGetHostByName(w, m); WSACancelAsyncRequest(m_h); } };")).toBe(2);
  expect(seedHits("/a.h", "struct H { int f(HANDLE t) { return ORIG_WSACancelAsyncRequest(t); } };")).toBe(1);
  expect(seedHits("/a.h", "#define RESOLVE(w) WSAAsyncGetHostByName(w, WM_X)")).toBe(1);
  expect(seedHits("/a.h", "#define RESOLVE WSAAsyncGetHostByName\n")).toBe(1);
  expect(seedHits("/a.h", "#define WSAAsyncGetHostByName pWSAAsyncGetHostByName\n")).toBe(0);
});

it("counts the overlapped look-up beside OVERLAPPED, or where its call has one", () => {
  expect(seedHits("/a.c", "GetAddrInfoExW(n);")).toBe(0);
  expect(seedHits("/a.c", "GetAddrInfoExW(n, s, 0, 0, f(a, b), &r, 0, NULL, 0, 0);")).toBe(0);
  expect(seedHits("/a.c", "GetAddrInfoExW(n, s, 0, 0, f(a, b), &r, 0, &request->o, done, &h);")).toBe(1);
  expect(seedHits("/a.c", "GetAddrInfoExW(n, s, 0, 0, 0, &r, 0, (LPOVER)0, 0, 0); GetAddrInfoEx(n, s,")).toBe(0);
  expect(seedHits("/a.c", "OVERLAPPED o; GetAddrInfoExW(n, s, 0, 0, 0, &r, 0, &o, cb, &h); GetAddrInfoExCancel(&h);")).toBe(1);
  expect(scanFact("/a.c", '#include "x.h"\n', 7)).toEqual({ uri: "/a.c", size: 7, hits: 0, includes: [{ path: "x.h", angle: false }] });
});
