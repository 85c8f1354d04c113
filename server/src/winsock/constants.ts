/** Constants of the Windows headers that belong to these calls. Wider sets (window messages, widths, waits) are in platform/. */

export const MAXGETHOSTSTRUCT = 1024;
export const SOCKET_ERROR = -1;
/** All bits set; 4 bytes on win32, 8 on win64. */
export const INVALID_SOCKET = -1;
export const WM_USER = 0x0400;
export const WM_APP = 0x8000;
export const AF_UNSPEC = 0;
export const AF_INET = 2;
export const PF_INET = 2;
export const AF_INET6 = 23;
export const IPPROTO_IP = 0;
export const IPPROTO_ICMP = 1;
export const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;
export const PM_NOREMOVE = 0;
export const PM_REMOVE = 1;
export const PM_NOYIELD = 2;
export const NS_ALL = 0;
export const NS_DNS = 12;
export const NI_MAXHOST = 1025;
export const NI_MAXSERV = 32;
export const WSADESCRIPTION_LEN = 256;
export const WSASYS_STATUS_LEN = 128;
/** The low word of a completion cannot describe a larger result. */
export const MAX_REPORTED_SIZE = 0xffff;

export type ConstantGroup = "size" | "result" | "message" | "family" | "protocol" | "peek" | "namespace" | "flag" | "select" | "startup";

export interface WinsockConstant {
  readonly name: string;
  readonly value: number;
  readonly group: ConstantGroup;
}

const table: Readonly<Record<ConstantGroup, Readonly<Record<string, number>>>> = {
  size: { MAXGETHOSTSTRUCT, NI_MAXHOST, NI_MAXSERV },
  startup: { WSADESCRIPTION_LEN, WSASYS_STATUS_LEN, WINSOCK_VERSION: 0x0202 },
  result: { SOCKET_ERROR, INVALID_SOCKET, NO_ERROR: 0 },
  message: { WM_USER, WM_APP },
  family: { AF_UNSPEC, AF_INET, AF_INET6, PF_UNSPEC: AF_UNSPEC, PF_INET, PF_INET6: AF_INET6 },
  protocol: {
    IPPROTO_IP,
    IPPROTO_ICMP,
    IPPROTO_IGMP: 2,
    IPPROTO_GGP: 3,
    IPPROTO_IPV4: 4,
    IPPROTO_TCP,
    IPPROTO_EGP: 8,
    IPPROTO_PUP: 12,
    IPPROTO_UDP,
    IPPROTO_IDP: 22,
    IPPROTO_IPV6: 41,
    IPPROTO_ICMPV6: 58,
    IPPROTO_RAW: 255,
    SOCK_STREAM: 1,
    SOCK_DGRAM: 2,
    SOCK_RAW: 3,
  },
  peek: { PM_NOREMOVE, PM_REMOVE, PM_NOYIELD },
  namespace: { NS_ALL, NS_DNS, NS_NETBT: 13, NS_WINS: 14 },
  flag: {
    AI_PASSIVE: 1,
    AI_CANONNAME: 2,
    AI_NUMERICHOST: 4,
    AI_NUMERICSERV: 8,
    AI_ADDRCONFIG: 0x400,
    AI_V4MAPPED: 0x800,
    NI_NOFQDN: 1,
    NI_NUMERICHOST: 2,
    NI_NAMEREQD: 4,
    NI_NUMERICSERV: 8,
    NI_DGRAM: 16,
  },
  select: { FD_READ: 1, FD_WRITE: 2, FD_OOB: 4, FD_ACCEPT: 8, FD_CONNECT: 16, FD_CLOSE: 32 },
};

export const constants: readonly WinsockConstant[] = Object.entries(table).flatMap(([group, entries]) =>
  Object.entries(entries).map(([name, value]) => ({ name, value, group: group as ConstantGroup })),
);

const byName = new Map(constants.map((c) => [c.name, c]));

export function winsockConstant(name: string): WinsockConstant | undefined {
  return byName.get(name);
}
