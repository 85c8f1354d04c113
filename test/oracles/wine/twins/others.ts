/** Twins of the programs about everything around the asynchronous calls. */
import { MAXGETHOSTSTRUCT } from "../../../../server/src/winsock/constants.ts";
import { evaluateMacro, winsockMacro } from "../../../../server/src/winsock/macros.ts";
import { structures } from "../../../../server/src/winsock/structures.ts";
import { type Twin, type TwinBody, WSAENOBUFS } from "../twin.ts";

const HOSTENT = { h_name: 0, h_aliases: 8, h_addrtype: 16, h_length: 18, h_addr_list: 24 };

const hex = (value: number) => "0x" + (value >>> 0).toString(16);

const macro = (name: string, ...args: number[]) => Number(evaluateMacro(winsockMacro(name)!, args.map(BigInt)));
const layout = (name: string) => structures.find((structure) => structure.name === name)!.layout.win64;
const offsets = (name: string, ...fields: string[]) =>
  fields.map((field) => layout(name).fields.find((one) => one.name === field)!.offset).join(" ");

export const others: Readonly<Record<string, TwinBody>> = {
  macros: (p) => {
    const reply = macro("WSAMAKEASYNCREPLY", 70, WSAENOBUFS);
    p.say(`${hex(reply)}: error ${macro("WSAGETASYNCERROR", reply)}, size ${macro("WSAGETASYNCBUFLEN", reply)}`);
    p.say(`max ${MAXGETHOSTSTRUCT}`);
    p.say(`sizes ${layout("hostent").size} ${layout("servent").size} ${layout("protoent").size}`);
    p.say(`hostent ${offsets("hostent", "h_name", "h_aliases", "h_addrtype", "h_length", "h_addr_list")}`);
    p.say(`servent ${offsets("servent", "s_name", "s_aliases", "s_proto", "s_port")}`);
    p.say(`protoent ${offsets("protoent", "p_name", "p_aliases", "p_proto")}`);
  },

  "byte-order": (p) => {
    p.begin();
    const { winsock } = p;
    p.say(`${winsock.htons(80)} ${winsock.htons(443)} ${winsock.ntohs(0xbb01)}`);
    p.say(`${hex(winsock.htonl(0x7f000001))} ${hex(winsock.ntohl(0x0a0200c0))}`);
    for (const text of [
      "192.0.2.10",
      "127.1",
      "1.2.3",
      "16909060",
      "0x7f.0.0.1",
      "010.0.0.1",
      "256.0.0.1",
      "1.2.3.4.5",
      "text",
      "",
      "255.255.255.255",
      "1.2.3.4 ",
    ])
      p.say(`${text}: ${hex(p.main.inet_addr(p.text(text)))}`);
    for (const address of [0x0a0200c0, 0xffffffff]) p.say(p.readText(p.main.inet_ntoa(address)));
    p.end();
  },

  "blocking-calls": (p) => {
    const { main } = p;
    const host = (found: number) => {
      const error = main.WSAGetLastError();
      if (found === 0) return p.say(`no host, error ${error}`);
      const first = p.pointer(p.pointer(found + HOSTENT.h_addr_list));
      return p.say(`host ${p.readText(p.pointer(found))}, ${p.memory.read(first, 4)![3]}`);
    };
    const service = (found: number) => {
      const error = main.WSAGetLastError();
      if (found === 0) return p.say(`no service, error ${error}`);
      return p.say(`service ${p.readText(p.pointer(found))}/${p.readText(p.pointer(found + 16))}`);
    };
    const protocol = (found: number) => {
      const error = main.WSAGetLastError();
      if (found === 0) return p.say(`no protocol, error ${error}`);
      return p.say(`protocol ${p.readText(p.pointer(found))} ${p.short(found + 16)}`);
    };
    const known = p.bytes(192, 0, 2, 11);
    const foreign = p.bytes(192, 0, 2, 99);
    p.begin_without_startup();
    host(main.gethostbyname(p.text("alpha.test")));
    p.begin();
    host(main.gethostbyname(p.text("alpha.test")));
    host(main.gethostbyname(p.text("nx.test")));
    host(main.gethostbyname(p.text("mxonly.test")));
    host(main.gethostbyaddr(known, 4, 2));
    host(main.gethostbyaddr(foreign, 4, 2));
    host(main.gethostbyaddr(known, 4, 99));
    service(main.getservbyname(p.text("http"), p.text("tcp")));
    service(main.getservbyname(p.text("www"), p.text("tcp")));
    service(main.getservbyport(p.winsock.htons(53), 0));
    service(main.getservbyport(p.winsock.htons(443), p.text("tcp")));
    protocol(main.getprotobyname(p.text("UDP")));
    protocol(main.getprotobyname(p.text("nosuch")));
    protocol(main.getprotobynumber(6));
    protocol(main.getprotobynumber(200));
    p.end();
  },

  "blocking-hooks": (p) => {
    p.begin();
    p.main.WSASetLastError(0);
    hooks(p);
    p.main.WSACleanup();
    p.say(`startup: ${p.startup(1, 1)}`);
    p.main.WSASetLastError(0);
    hooks(p);
    p.end();
  },

  "modern-lookup": (p) => {
    p.begin();
    const { main } = p;
    const event = main.CreateEvent(1, 0);
    const overlapped = p.buffer(32);
    const hints = p.buffer(72);
    const found = p.buffer(8);
    const cancel = p.buffer(8);
    for (const [address, size] of [
      [overlapped, 32],
      [hints, 72],
      [found, 8],
      [cancel, 8],
    ] as const)
      p.memory.write(address, new Uint8Array(size));
    p.memory.writePointer(overlapped + 24, event);
    p.memory.write(hints + 4, Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 0));
    const start = (name: string, callback: number) =>
      main.GetAddrInfoExW(p.wideText(name), 0, 12, 0, hints, found, 0, overlapped, callback, callback ? 0 : cancel);
    p.say(`event and callback: ${start("alpha.test", 1)}`);
    const result = start("gated.test", 0);
    p.say(`start: ${result}, cancel handle ${p.pointer(cancel) === 0 ? 0 : 1}`);
    p.say(`result: ${main.GetAddrInfoExOverlappedResult(overlapped)}`);
    p.say(`cancel: ${main.GetAddrInfoExCancel(cancel)}`);
    p.open_gate("gate");
    p.say(`event: ${main.WaitForSingleObject(event, 10_000) === 0 ? 1 : 0}`);
    p.say(`result: ${main.GetAddrInfoExOverlappedResult(overlapped)}`);
    const list = p.pointer(found);
    p.say(`found ${list === 0 ? 0 : 1}`);
    const address = p.pointer(list + 32);
    const next = p.pointer(list + 64);
    p.say(`family ${p.short(list + 4)}, ${p.memory.read(address + 4, 4)!.join(".")}, next ${next === 0 ? 0 : 1}`);
    main.FreeAddrInfoExW(list);
    p.say(`cancel: ${main.GetAddrInfoExCancel(cancel)}`);
    p.say(`no overlapped: ${main.GetAddrInfoExOverlappedResult(0)}`);
    p.end();
  },
};

function hooks(p: Twin): void {
  const before = p.main.WSASetBlockingHook(() => 0);
  p.say(`hook: had one ${before === 0 ? 0 : 1}, error ${before === 0 ? p.main.WSAGetLastError() : 0}`);
  p.say(`blocking: ${p.main.WSAIsBlocking()}`);
  p.answered("unhook", p.main.WSAUnhookBlockingHook());
  p.answered("cancel", p.main.WSACancelBlockingCall());
}
