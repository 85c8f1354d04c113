/** Fields of Winsock structures in memory, by name, with their real layouts. */
import { structures } from "../../winsock/structures.ts";
import { type Address, littleEndian, type Memory } from "../memory.ts";
import { integerBytes } from "./msg.ts";

type Name = "addrinfoexW" | "OVERLAPPED" | "sockaddr_in";

const layouts = new Map(structures.map((s) => [s.name, s.layout]));

export function sizeOf(memory: Memory, name: Name): number {
  return layouts.get(name)![memory.size === 8 ? "win64" : "win32"].size;
}

function field(memory: Memory, name: Name, member: string): { offset: number; size: number; type: string } {
  return layouts.get(name)![memory.size === 8 ? "win64" : "win32"].fields.find((f) => f.name === member)!;
}

/** Value of a member, unsigned, or undefined if it cannot be read. */
export function getField(memory: Memory, name: Name, address: Address, member: string): number | undefined {
  const { offset, size } = field(memory, name, member);
  const bytes = memory.read(address + offset, size);
  return bytes && littleEndian(bytes);
}

export function setField(memory: Memory, name: Name, address: Address, member: string, value: number): boolean {
  const { offset, size, type } = field(memory, name, member);
  if (type.endsWith("*")) return memory.writePointer(address + offset, value);
  return memory.write(address + offset, integerBytes(value, size));
}
