/** MSG in memory, with its real layout. */
import { structures, type StructureField } from "../../winsock/structures.ts";
import type { Msg } from "../api.ts";
import { type Address, littleEndian, type Memory, pointerBytes } from "../memory.ts";

const layout = structures.find((s) => s.name === "tagMSG")!.layout;

function fields(memory: Memory): { size: number; fields: readonly StructureField[] } {
  return layout[memory.size === 8 ? "win64" : "win32"];
}

const members: readonly (keyof Msg)[] = ["hwnd", "message", "wParam", "lParam", "time"];

/** `value` as `size` little-endian bytes; negative values in two's complement, of which a JavaScript number keeps 53 bits. */
export function integerBytes(value: number, size: number): Uint8Array {
  if (value >= 0) return pointerBytes(value, 8).slice(0, size);
  const bytes = pointerBytes(-value - 1, 8).slice(0, size);
  return bytes.map((byte) => ~byte & 255);
}

export function writeMsg(memory: Memory, address: Address, msg: Msg): boolean {
  const { size, fields: all } = fields(memory);
  const bytes = new Uint8Array(size);
  for (const name of members) {
    const field = all.find((f) => f.name === name)!;
    bytes.set(integerBytes(msg[name], field.size), field.offset);
  }
  return memory.write(address, bytes);
}

export function readMsg(memory: Memory, address: Address): Msg | undefined {
  const { size, fields: all } = fields(memory);
  const bytes = memory.read(address, size);
  if (!bytes) return undefined;
  const msg: Msg = { hwnd: 0, message: 0, wParam: 0, lParam: 0, time: 0 };
  for (const name of members) {
    const field = all.find((f) => f.name === name)!;
    const part = bytes.subarray(field.offset, field.offset + field.size);
    msg[name] = name === "lParam" || part.length === 8 ? signed(part) : littleEndian(part);
  }
  return msg;
}

/** Two's complement: a 64-bit value with its top bit set (INVALID_HANDLE_VALUE) stays exact as a negative number. */
function signed(bytes: Uint8Array): number {
  if (bytes.at(-1)! < 0x80) return littleEndian(bytes);
  return -littleEndian(bytes.map((byte) => ~byte & 255)) - 1;
}
