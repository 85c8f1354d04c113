/** What a program does wrong has a documented result; nothing throws out of the emulator, whatever the numbers are. */
import { describe, expect, it } from "vitest";
import {
  DatabaseError,
  parseScripted,
  type ProfileName,
  readTables,
  recordingDatabase,
  scriptedDatabase,
  systemRecords,
  type Winsock,
} from "../../server/src/emulator/index.ts";
import { htons, newMsg, Scene, WM_X } from "./scene.ts";

const all: readonly ProfileName[] = ["documented", "reactos", "wine", "winsock11"];
const wild = [0, -1, 1, 3, 0x7fffffff, -0x80000000, 0xffffffff, 0x10000, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER];

/** Every call that takes plain numbers. Those that may end the thread or answer with a wait are among them. */
const calls: readonly (keyof Winsock)[] = [
  "WSAStartup",
  "WSACleanup",
  "WSAGetLastError",
  "WSASetLastError",
  "WSAAsyncGetHostByName",
  "WSAAsyncGetHostByAddr",
  "WSAAsyncGetServByName",
  "WSAAsyncGetServByPort",
  "WSAAsyncGetProtoByName",
  "WSAAsyncGetProtoByNumber",
  "WSACancelAsyncRequest",
  "gethostbyname",
  "gethostbyaddr",
  "getservbyname",
  "getservbyport",
  "getprotobyname",
  "getprotobynumber",
  "WSAIsBlocking",
  "WSACancelBlockingCall",
  "WSASetBlockingHook",
  "WSAUnhookBlockingHook",
  "socket",
  "closesocket",
  "WSAAsyncSelect",
  "gethostname",
  "inet_addr",
  "inet_ntoa",
  "GetAddrInfoExW",
  "GetAddrInfoExCancel",
  "GetAddrInfoExOverlappedResult",
  "FreeAddrInfoExW",
  "GetNameInfoW",
  "DestroyWindow",
  "IsWindow",
  "GetParent",
  "GetMessage",
  "PeekMessage",
  "DispatchMessage",
  "PostMessage",
  "PostThreadMessage",
  "SendMessage",
  "PostQuitMessage",
  "SetTimer",
  "KillTimer",
  "GetQueueStatus",
  "WaitMessage",
  "CreateEvent",
  "SetEvent",
  "ResetEvent",
  "WaitForSingleObject",
  "CloseHandle",
  "InitializeCriticalSection",
  "EnterCriticalSection",
  "TryEnterCriticalSection",
  "LeaveCriticalSection",
  "DeleteCriticalSection",
  "GetTickCount",
  "GetCurrentThreadId",
];

describe("wild numbers", () => {
  it.each(all)("never make a call throw: %s", (profile) => {
    for (const started of [true, false])
      for (const call of calls) {
        for (let n = 0; n < wild.length; n++) {
          const s = new Scene({ profile, startup: started ? undefined : false });
          const args = Array.from({ length: 11 }, (_, index) => wild[(n + index * 3) % wild.length]!);
          const method = s.winsock[call] as (...numbers: number[]) => unknown;
          const result = method.call(s.winsock, s.U, ...args);
          expect(["number", "string", "undefined", "object"]).toContain(typeof result);
          // and what it left behind can run to its end
          for (let count = 0; count < 50; count++) {
            const step = s.winsock.enabledSteps("fine")[0];
            if (!step) break;
            s.winsock.perform(step);
          }
        }
      }
  });
});

describe("documented results", () => {
  it("a window of a dead thread: the message is lost", () => {
    const s = new Scene();
    const T = s.thread();
    s.winsock.RegisterClass(T, "Other", 0x1000);
    const hWnd = s.winsock.CreateWindowEx(T, "Other");
    s.winsock.ExitThread(T, 0);
    expect(s.hostByName("alpha.test", s.b, 1024, hWnd)).not.toBe(0);
    s.winsock.run();
    expect(s.state()).toBe("lost");
  });

  it("a thread that ends takes its queue with it", () => {
    const s = new Scene();
    const T = s.thread();
    s.winsock.RegisterClass(T, "Other", 0x1000);
    const hWnd = s.winsock.CreateWindowEx(T, "Other");
    const h = s.hostByName("alpha.test", s.b, 1024, hWnd);
    s.winsock.run();
    s.winsock.ExitThread(T, 0);
    expect(s.state()).toBe("lost");
    expect(s.cancel(h)).toEqual([-1, 10037]);
  });

  it("foreign handles: sockets, events, windows are no task handles", () => {
    const s = new Scene();
    const foreign = [s.winsock.socket(s.U, 2, 1, 0), s.winsock.CreateEvent(s.U, 1, 0), s.w, -1, 0xffffffff];
    for (const handle of foreign) expect(s.cancel(handle)).toEqual([-1, 10022]);
  });

  it("a thread that does not exist is the host's mistake, and the only thing that throws", () => {
    const s = new Scene();
    expect(() => s.winsock.WSAGetLastError(99)).toThrow(TypeError);
    const T = s.thread();
    s.winsock.ExitThread(T, 0);
    expect(() => s.winsock.WSAGetLastError(T)).toThrow(TypeError);
  });

  it("a buffer that is not there: the message says success, the observer is told", () => {
    const s = new Scene();
    s.hostByName("alpha.test", 0, 1024);
    expect(s.pump()).toMatchObject([{ error: 0 }]);
    expect(s.observed("buffer-gone")).toBe(true);
  });

  it("a record larger than 64 KiB fits a buffer that is large enough", () => {
    const aliases = Array.from({ length: 3000 }, (_, n) => `alias-number-${n}-of-many`);
    const s = new Scene({ names: scriptedDatabase({ services: [{ name: "big", aliases, port: 7, protocol: "tcp" }] }) });
    const large = s.buffer(200_000);
    s.servByPort(htons(7), "tcp", large, 200_000);
    expect(s.pump()[0]!.error).toBe(0);
    expect(s.observed("size-wrapped")).toBe(true);
  });

  it("65,536 requests pending at once are all answered", () => {
    const s = new Scene({ knobs: { queueLimit: 0 } });
    s.winsock.onEvent = undefined;
    for (let n = 0; n < 65_536; n++) expect(s.protoByNumber(6)).not.toBe(0);
    const handles = new Set<number>();
    const msg = newMsg();
    while (s.winsock.run(6000) > 0) while (s.winsock.PeekMessage(s.U, msg, 0, WM_X, WM_X, 1) === 1) handles.add(msg.wParam);
    expect(handles.size).toBe(65_536);
  });
});

describe("malformed databases", () => {
  it("each fault of scripted records is named with its place", () => {
    const problems = (json: string) => {
      try {
        parseScripted(json, "names.json");
      } catch (error) {
        if (error instanceof DatabaseError) return error.problems.map((p) => `${p.where}: ${p.reason}`);
        throw error;
      }
      return [];
    };
    expect(problems("{\n  hosts")[0]).toMatch(/^names\.json:\d+: not JSON/);
    expect(problems('{\n  "hosts": [\n')[0]).toMatch(/^names\.json:2: not JSON/);
    expect(problems("[]")).toEqual(["names.json:1 $: an object is expected"]);
    expect(problems('{"host": []}')[0]).toContain("$.host: unknown member");
    const hosts = '{\n"delay": 1, "hosts": [{"name": "a\\n\\"[{", "aliases": [],\n\n"addresses": ["192.0.2.1",\n"1.2.3"]},\n5, {}]}';
    expect(problems(hosts)).toEqual([
      "names.json:5 $.hosts[0].addresses[1]: an IPv4 address such as 192.0.2.10 is expected",
      "names.json:6 $.hosts[1]: an object is expected",
      "names.json:6 $.hosts[2].name: a text is expected",
      "names.json:6 $.hosts[2].addresses: a list of IPv4 addresses is expected",
    ]);
    // however deep a file nests
    const deep = `{\n"x": ${"[".repeat(20_000)}1${"]".repeat(20_000)},\n"delay": -1}`;
    expect(problems(deep).map((one) => one.split(":")[1])).toEqual(["2 $.x", "3 $.delay"]);
    expect(problems('{"services": [{"name": "a", "port": 65536, "protocol": "tcp", "aliases": [1]}]}')).toHaveLength(2);
    expect(problems('{"hostErrors": [{"name": "a", "error": "WSAEWHAT"}], "delay": -1}')).toHaveLength(2);
    expect(problems('{"protocols": [{"name": "\\u0100", "number": 1.5}]}')).toHaveLength(2);
    expect(problems('{"hosts": [{"name": "a", "addresses": ["192.0.2.1"], "delay": 5}], "otherHosts": "WSATRY_AGAIN"}')).toEqual([]);
    expect(() => scriptedDatabase({ hosts: 3 } as never)).toThrow("$.hosts: a list is expected");
  });

  it("each line of a table that cannot be read is named with file, line and reason; the others count", () => {
    const { records, problems } = readTables({
      hosts: "127.0.0.1 localhost # loopback\n\n::1 localhost\nnonsense here\n192.0.2.1\n192.0.2.2 a b\r\n192.0.2.3 a c\n",
      services: "http 80/tcp www\nhttps 443\nbad 70000/tcp\nfine 9/udp",
      protocol: "tcp 6 TCP\nudp x\n",
    });
    expect(problems.map((p) => p.where)).toEqual(["hosts:4", "hosts:5", "services:2", "services:3", "protocol:2"]);
    expect(problems.every((p) => p.reason.length > 10)).toBe(true);
    expect(records.hosts).toEqual([
      { name: "localhost", aliases: [], addresses: ["127.0.0.1"] },
      { name: "a", aliases: ["b", "c"], addresses: ["192.0.2.2", "192.0.2.3"] },
    ]);
    expect(records.services!.map((r) => [r.name, r.port, r.protocol])).toEqual([
      ["http", 80, "tcp"],
      ["fine", 9, "udp"],
    ]);
    expect(records.protocols).toEqual([{ name: "tcp", number: 6, aliases: ["TCP"] }]);
    expect(scriptedDatabase(records).lookup({ kind: "hostByName", name: "C" }).host?.name).toBe("a");
  });
});

describe("answers of the system, written down before a run", () => {
  it("become scripted records with the error that Winsock reports", () => {
    const records = systemRecords(
      [
        { name: "www.test", addresses: ["192.0.2.7"], canonicalName: "host.test" },
        { name: "none.test", code: "ENOTFOUND" },
        { name: "later.test", code: "EAI_AGAIN" },
        { name: "refused.test", code: "EREFUSED" },
        { name: "v6.test", addresses: [] },
        { name: "odd.test", code: "EWHAT" },
      ],
      { protocols: [{ name: "tcp", number: 6 }] },
    );
    const names = recordingDatabase(scriptedDatabase(JSON.parse(JSON.stringify(records))));
    const error = (name: string) => names.lookup({ kind: "hostByName", name }).error;
    expect(["host.test", "www.test", "none.test", "later.test", "refused.test", "v6.test", "odd.test", "other.test"].map(error)).toEqual([
      0, 0, 11001, 11002, 11003, 11004, 11003, 11001,
    ]);
    expect(names.lookup({ kind: "protoByNumber", number: 6 }).protocol?.name).toBe("tcp");
    expect(names.asked).toHaveLength(9);
  });
});
