/** WSADATA in memory, with its real layout. */
import { structures } from "../../winsock/structures.ts";
import { type Address, latin1, type Memory } from "../memory.ts";

const layout = structures.find((s) => s.name === "WSAData")!.layout;

/** Versions are major * 256 + minor; in the structure the minor is the high byte. False if the memory refused. */
export function writeWsaData(memory: Memory, address: Address, version: number, highest: number): boolean {
  const { size, fields } = layout[memory.size === 8 ? "win64" : "win32"];
  const bytes = new Uint8Array(size);
  const at = (name: string) => fields.find((f) => f.name === name)!.offset;
  bytes.set([version >> 8, version & 255], at("wVersion"));
  bytes.set([highest >> 8, highest & 255], at("wHighVersion"));
  bytes.set(latin1("WinSock 2.0"), at("szDescription"));
  bytes.set(latin1("Running"), at("szSystemStatus"));
  // Limits that only 1.1 programs look at.
  if (version < 0x200) {
    bytes.set([0xff, 0x7f], at("iMaxSockets"));
    bytes.set([0xe8, 0xff], at("iMaxUdpDg"));
  }
  return memory.write(address, bytes);
}
