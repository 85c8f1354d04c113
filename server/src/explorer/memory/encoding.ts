/** Scalars as little-endian bytes. */
import { fromBig, type Int, type Scalar, wrap } from "../values.ts";

const float = new DataView(new ArrayBuffer(8));

export function decode(bytes: Uint8Array, at: number, type: Scalar): Int {
  if (type.kind === "float") {
    for (let i = 0; i < type.size; i++) float.setUint8(i, bytes[at + i]!);
    return type.size === 4 ? float.getFloat32(0, true) : float.getFloat64(0, true);
  }
  switch (type.size) {
    case 1:
      return type.signed ? (bytes[at]! << 24) >> 24 : bytes[at]!;
    case 2: {
      const value = bytes[at]! | (bytes[at + 1]! << 8);
      return type.signed ? (value << 16) >> 16 : value;
    }
    case 4: {
      const value = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      return type.signed ? value : value >>> 0;
    }
    default: {
      const low = (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
      const high = (bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24)) >>> 0;
      if (high < 0x20_0000) return low + high * 4294967296;
      return wrap(fromBig((BigInt(high) << 32n) | BigInt(low)), 8, type.signed);
    }
  }
}

export function encode(bytes: Uint8Array, at: number, value: Int, type: Scalar): void {
  if (type.kind === "float") {
    if (type.size === 4) float.setFloat32(0, Number(value), true);
    else float.setFloat64(0, Number(value), true);
    for (let i = 0; i < type.size; i++) bytes[at + i] = float.getUint8(i);
    return;
  }
  if (type.size <= 4) {
    const number = Number(wrap(value, 4, true));
    for (let i = 0; i < type.size; i++) bytes[at + i] = (number >> (8 * i)) & 255;
    return;
  }
  if (typeof value === "number" && value >= 0) {
    const low = (value % 4294967296) | 0;
    const high = Math.floor(value / 4294967296);
    for (let i = 0; i < 4; i++) bytes[at + i] = (low >> (8 * i)) & 255;
    for (let i = 0; i < 4; i++) bytes[at + 4 + i] = (high >> (8 * i)) & 255;
    return;
  }
  float.setBigInt64(0, BigInt.asIntN(64, BigInt(value)), true);
  for (let i = 0; i < 8; i++) bytes[at + i] = float.getUint8(i);
}
