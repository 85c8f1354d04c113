/** Twins of the programs that look up one thing after the other: results, layouts, sizes and errors. */
import { AF_INET, type Twin, type TwinBody, WM_X } from "../twin.ts";

const AF_INET6 = 23;

const htons = (port: number) => ((port & 0xff) << 8) | (port >> 8);
const htonl = (value: number) => ((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
const signedShort = (value: number) => (value << 16) >> 16;

const host = (p: Twin, label: string, name: string, size = 1024, buffer = p.a) => {
  p.started(label, p.main.WSAAsyncGetHostByName(p.window, WM_X, p.text(name), buffer, size));
  p.take();
};
const address = (p: Twin, label: string, bytes: number, length: number, type: number, size = 1024) => {
  p.started(label, p.main.WSAAsyncGetHostByAddr(p.window, WM_X, bytes, length, type, p.a, size));
  p.take();
};
const service = (p: Twin, label: string, name: string, protocol: string | null, size = 1024, buffer = p.a) => {
  const proto = protocol === null ? 0 : p.text(protocol);
  p.started(label, p.main.WSAAsyncGetServByName(p.window, WM_X, p.text(name), proto, buffer, size));
  p.take();
};
const port = (p: Twin, label: string, number: number, protocol: string | null, size = 1024, buffer = p.a) => {
  const proto = protocol === null ? 0 : p.text(protocol);
  p.started(label, p.main.WSAAsyncGetServByPort(p.window, WM_X, number, proto, buffer, size));
  p.take();
};
const protocol = (p: Twin, label: string, name: string | number, size = 1024, buffer = p.a) => {
  const at = typeof name === "string" ? p.text(name) : name;
  p.started(label, p.main.WSAAsyncGetProtoByName(p.window, WM_X, at, buffer, size));
  p.take();
};
const protocolNumber = (p: Twin, label: string, number: number, size = 1024) => {
  p.started(label, p.main.WSAAsyncGetProtoByNumber(p.window, WM_X, number, p.a, size));
  p.take();
};

/** The body of a program that begins, does `work` and ends. */
const program =
  (work: TwinBody): TwinBody =>
  (p) => {
    p.begin();
    work(p);
    p.end();
  };

export const lookups: Readonly<Record<string, TwinBody>> = {
  "host-by-name": program((p) => {
    host(p, "a", "alpha.test");
    p.print_host(p.a);
    p.print_written("a", p.a, 1024);
    p.silence();
  }),

  "host-by-name-lists": program((p) => {
    host(p, "multi.test", "multi.test");
    p.print_host(p.a);
    p.print_written("a", p.a, 1024);
    for (const name of ["m2.test", "MULTI.Test"]) {
      host(p, name, name);
      p.print_host(p.a);
    }
  }),

  "host-by-address": program((p) => {
    address(p, "a", p.bytes(192, 0, 2, 10), 4, AF_INET);
    p.print_host(p.a);
  }),

  "host-by-address-errors": program((p) => {
    const known = p.bytes(192, 0, 2, 10);
    address(p, "nobody", p.bytes(192, 0, 2, 99), 4, AF_INET);
    address(p, "host order", p.bytes(10, 2, 0, 192), 4, AF_INET);
    address(p, "text", p.text("192.0.2.10"), 10, AF_INET);
    address(p, "length 3", known, 3, AF_INET);
    address(p, "length 0", known, 0, AF_INET);
    address(p, "family 99", known, 4, 99);
    address(p, "family 0", known, 4, 0);
    address(p, "swapped", known, AF_INET, 4);
    p.print_written("a", p.a, 1024);
  }),

  "host-by-address-six": program((p) => {
    address(p, "six", p.bytes(0x20, 0x01, 0x0d, 0xb8, ...Array<number>(12).fill(0)), 16, AF_INET6);
  }),

  "host-errors": program((p) => {
    for (const name of ["nx.test", "soft.test", "broken.test", "mxonly.test"]) host(p, name, name);
    p.print_written("a", p.a, 1024);
  }),

  "service-by-name": program((p) => {
    for (const [name, proto] of [
      ["http", "tcp"],
      ["domain", "udp"],
      ["domain", "tcp"],
      ["ntp", "udp"],
      ["HTTP", "TCP"],
    ] as const) {
      p.unused(p.a, 1024);
      service(p, name, name, proto);
      p.print_service(p.a);
      p.print_written("a", p.a, 1024);
    }
  }),

  "service-by-port": program((p) => {
    for (const [label, number, proto] of [
      ["80 tcp", 80, "tcp"],
      ["53 udp", 53, "udp"],
      ["53 TCP", 53, "TCP"],
      ["123", 123, null],
    ] as const) {
      port(p, label, htons(number), proto);
      p.print_service(p.a);
    }
  }),

  "service-without-protocol": program((p) => {
    service(p, "name", "domain", null);
    p.print_service(p.a);
    port(p, "port", htons(53), null, 1024, p.b);
    p.print_service(p.b);
    service(p, "empty", "domain", "", 1024, p.c);
  }),

  "service-errors": program((p) => {
    service(p, "gopher", "gopher", "tcp");
    service(p, "www", "www", "tcp");
    service(p, "80", "80", "tcp");
    service(p, "http/tcp", "http/tcp", null);
    service(p, "http", "http", "udp");
    service(p, "", "", "tcp");
    port(p, "host order", 80, "tcp");
    port(p, "long order", htonl(80), "tcp");
    port(p, "wrong protocol", htons(80), "udp");
    port(p, "unknown", htons(4321), "tcp");
    p.print_written("a", p.a, 1024);
  }),

  "service-port-sign": program((p) => {
    port(p, "unsigned", htons(443), "tcp");
    p.print_written("a", p.a, 1024);
    port(p, "signed", signedShort(htons(443)), "tcp", 1024, p.b);
    p.print_service(p.b);
  }),

  "protocol-by-name": program((p) => {
    for (const name of ["tcp", "UDP", "bare"]) {
      p.unused(p.a, 1024);
      protocol(p, name, name);
      p.print_protocol(p.a);
      p.print_written("a", p.a, 1024);
    }
  }),

  "protocol-by-number": program((p) => {
    for (const number of [6, 17, 0, 99]) {
      protocolNumber(p, String(number), number);
      p.print_protocol(p.a);
    }
  }),

  "protocol-errors": program((p) => {
    protocol(p, "unknown", "nosuch");
    protocol(p, "empty", "");
    protocol(p, "wide", p.wideText("tcp"));
    protocol(p, "number", "6");
    protocolNumber(p, "network order", htons(6));
    protocolNumber(p, "unknown number", 200);
    protocolNumber(p, "negative", -1);
    p.print_written("a", p.a, 1024);
  }),

  "too-small": program((p) => {
    host(p, "host by name", "multi.test", 4);
    address(p, "host by address", p.bytes(192, 0, 2, 10), 4, AF_INET, 4);
    service(p, "service by name", "ntp", "udp", 4);
    port(p, "service by port", htons(80), "tcp", 4);
    protocol(p, "protocol by name", "tcp", 4);
    protocolNumber(p, "protocol by number", 17, 4);
    host(p, "struct size", "alpha.test", 32);
    p.print_written("a", p.a, 1024);
  }),

  "exact-fit": program((p) => {
    const tried = (look: () => void) => {
      p.unused(p.a, 1024);
      look();
      p.print_written("a", p.a, 1024);
    };
    for (const size of [72, 71, 70]) tried(() => host(p, "host", "alpha.test", size));
    for (const size of [48, 47]) tried(() => protocol(p, "protocol", "tcp", size));
    for (const size of [61, 60]) tried(() => service(p, "service", "http", "tcp", size));
  }),

  "negative-length": program((p) => {
    host(p, "host", "alpha.test", -1);
    service(p, "service", "http", "tcp", -1024);
    protocolNumber(p, "protocol", 6, -0x80000000);
    p.print_written("a", p.a, 1024);
  }),

  "no-buffer": program((p) => {
    port(p, "service by port", htons(80), null, 0, 0);
    service(p, "service by name", "", null, 0, 0);
    host(p, "host", "alpha.test", 0, 0);
    protocol(p, "protocol", "nosuch", 0, 0);
  }),

  "large-record": program((p) => {
    const large = p.buffer(80_000);
    service(p, "small buffer", "large", "tcp");
    p.print_written("a", p.a, 1024);
    service(p, "large buffer", "large", "tcp", 80_000, large);
    p.print_written("large", large, 80_000);
    service(p, "told size", "large", "tcp", 4524, large);
  }),

  "no-database": program((p) => {
    host(p, "host by name", "alpha.test");
    address(p, "host by address", p.bytes(192, 0, 2, 10), 4, AF_INET);
    service(p, "service by name", "http", "tcp");
    port(p, "service by port", htons(80), null);
    protocol(p, "protocol by name", "tcp");
    protocolNumber(p, "protocol by number", 6);
    p.print_written("a", p.a, 1024);
  }),

  "start-without-startup": (p) => {
    p.begin_without_startup();
    host(p, "host by name", "alpha.test");
    address(p, "host by address", p.bytes(192, 0, 2, 10), 4, AF_INET);
    service(p, "service by name", "http", "tcp");
    p.print_service(p.a);
    port(p, "service by port", htons(80), "tcp");
    protocol(p, "protocol by name", "tcp");
    p.print_protocol(p.a);
    protocolNumber(p, "protocol by number", 17);
    p.answered("cleanup", p.main.WSACleanup());
  },

  "inputs-copied": program((p) => {
    const name = p.text("gated.test");
    const [serviceName, protocolName] = [p.text("http\0\0\0"), p.text("tcp\0\0\0")];
    const bytes = p.bytes(192, 0, 2, 10);
    const overwrite = (at: number, text: string) =>
      p.memory.write(
        at,
        Uint8Array.from(text + "\0", (c) => c.charCodeAt(0)),
      );
    p.started("a", p.main.WSAAsyncGetHostByName(p.window, WM_X, name, p.a, 1024));
    overwrite(name, "nx.test");
    p.open_gate("gate");
    p.take();
    p.print_host(p.a);
    p.started("b", p.main.WSAAsyncGetServByName(p.window, WM_X, serviceName, protocolName, p.b, 1024));
    overwrite(serviceName, "ntp");
    overwrite(protocolName, "udp");
    p.take();
    p.print_service(p.b);
    p.started("c", p.main.WSAAsyncGetHostByAddr(p.window, WM_X, bytes, 4, AF_INET, p.c, 1024));
    p.memory.write(bytes, new Uint8Array(4));
    p.take();
    p.print_host(p.c);
  }),

  "last-error-kept": program((p) => {
    p.main.WSASetLastError(4242);
    host(p, "bad", "nx.test");
    p.say(`last error ${p.main.WSAGetLastError()}`);
    service(p, "good", "http", "tcp");
    p.say(`last error ${p.main.WSAGetLastError()}`);
    protocol(p, "small", "tcp", 1);
    p.say(`last error ${p.main.WSAGetLastError()}, of Windows ${p.main.GetLastError()}`);
  }),
};
