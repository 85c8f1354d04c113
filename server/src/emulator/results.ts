/** hostent, servent and protoent as bytes: sizes, order of the parts and inner pointers, by provider and target. */
import { partOrder, type ResultPart } from "../winsock/resultSizes.ts";
import { structures, type StructureLayout } from "../winsock/structures.ts";
import { type Address, latin1, type Memory, pointerBytes } from "./memory.ts";
import type { Answer } from "./names.ts";
import type { ProviderProfile } from "./profile.ts";

type ResultName = "hostent" | "servent" | "protoent";

/** As real Windows is believed to order a hostent since XP; services and protocols likewise, names last. A choice: no page says. */
const documentedOrder: Readonly<Record<ResultName, readonly ResultPart[]>> = {
  hostent: ["struct", "aliasPointers", "addressPointers", "addresses", "aliasStrings", "name"],
  servent: ["struct", "aliasPointers", "aliasStrings", "protocol", "name"],
  protoent: ["struct", "aliasPointers", "aliasStrings", "name"],
};

export interface ResultImage {
  /** The size that the provider reports as needed, before it is cut to 16 bits. */
  readonly size: number;
  /** All bytes; pointers among them already hold `base` + offset. */
  readonly bytes: Uint8Array;
  /** Offsets and values of the pointers, for memories that keep more than bytes. */
  readonly pointers: readonly (readonly [offset: number, value: Address])[];
  /** Ends of the parts in order, for a provider that writes as many as fit. */
  readonly ends: readonly number[];
}

function layoutOf(name: ResultName, size: 4 | 8): StructureLayout {
  return structures.find((s) => s.name === name)!.layout[size === 8 ? "win64" : "win32"];
}

const offsetsByKey = new Map<string, { size: number; at: ReadonlyMap<string, number> }>();

function offsets(name: ResultName, size: 4 | 8): { size: number; at: ReadonlyMap<string, number> } {
  const key = name + size;
  let found = offsetsByKey.get(key);
  if (!found) {
    const layout = layoutOf(name, size);
    offsetsByKey.set(key, (found = { size: layout.size, at: new Map(layout.fields.map((f) => [f.name, f.offset])) }));
  }
  return found;
}

function addressBytes(address: string): number[] {
  return address.split(".").map(Number);
}

/** Images for a buffer at address 0, by answer: a search asks for the same ones again and again. */
const templates = new WeakMap<Answer, Map<ProviderProfile, readonly [ResultImage | undefined, ResultImage | undefined]>>();

/** Images do not depend on the address but for their pointers. Never write into its bytes. */
export function resultTemplate(answer: Answer, pointerSize: 4 | 8, profile: ProviderProfile): ResultImage {
  let byProfile = templates.get(answer);
  if (!byProfile) templates.set(answer, (byProfile = new Map()));
  const known = byProfile.get(profile) ?? [undefined, undefined];
  const found = known[pointerSize === 4 ? 0 : 1];
  if (found) return found;
  const image = makeImage(answer, pointerSize, profile);
  byProfile.set(profile, pointerSize === 4 ? [image, known[1]] : [known[0], image]);
  return image;
}

/** The image of a found record for a buffer at `base`. `answer.error` must be 0. */
export function resultImage(answer: Answer, base: Address, pointerSize: 4 | 8, profile: ProviderProfile): ResultImage {
  const { size, bytes, pointers, ends } = resultTemplate(answer, pointerSize, profile);
  const moved = bytes.slice();
  const placed = pointers.map(([offset, value]) => {
    moved.set(pointerBytes(base + value, pointerSize), offset);
    return [offset, base + value] as const;
  });
  return { size, bytes: moved, pointers: placed, ends };
}

function makeImage(answer: Answer, pointerSize: 4 | 8, profile: ProviderProfile): ResultImage {
  const name: ResultName = answer.host ? "hostent" : answer.service ? "servent" : "protoent";
  const record = (answer.host ?? answer.service ?? answer.protocol)!;
  const aliases = record.aliases ?? [];
  const addresses = answer.host?.addresses ?? [];
  const struct = offsets(name, pointerSize);
  const order = profile.layout === "documented" ? documentedOrder[name] : partOrder[profile.layout][name];

  const protocol = answer.service?.protocol ?? "";
  const sizes: Record<ResultPart, number> = {
    struct: struct.size,
    name: record.name.length + 1,
    protocol: protocol.length + 1,
    aliasPointers: (aliases.length + 1) * pointerSize,
    aliasStrings: aliases.reduce((sum, alias) => sum + alias.length + 1, 0),
    addressPointers: (addresses.length + 1) * pointerSize,
    addresses: addresses.length * 4,
  };
  const at: Partial<Record<ResultPart, number>> = {};
  const ends: number[] = [];
  let total = 0;
  for (const part of order) {
    at[part] = total;
    total += sizes[part];
    ends.push(total);
  }
  const bytes = new Uint8Array(total);
  const pointers: [number, Address][] = [];
  const point = (offset: number, to: number) => {
    pointers.push([offset, to]);
  };
  const put16 = (field: string, value: number) => {
    const offset = struct.at.get(field)!;
    bytes[offset] = value & 255;
    bytes[offset + 1] = (value >> 8) & 255;
  };
  const initial = name[0]!;
  bytes.set(latin1(record.name), at.name!);
  point(struct.at.get(`${initial}_name`)!, at.name!);
  point(struct.at.get(`${initial}_aliases`)!, at.aliasPointers!);
  let text = at.aliasStrings!;
  aliases.forEach((alias, index) => {
    bytes.set(latin1(alias), text);
    point(at.aliasPointers! + index * pointerSize, text);
    text += alias.length + 1;
  });
  if (answer.host) {
    put16("h_addrtype", 2);
    put16("h_length", 4);
    point(struct.at.get("h_addr_list")!, at.addressPointers!);
    addresses.forEach((address, index) => {
      bytes.set(addressBytes(address), at.addresses! + index * 4);
      point(at.addressPointers! + index * pointerSize, at.addresses! + index * 4);
    });
  } else if (answer.service) {
    const port = answer.service.port;
    put16("s_port", ((port & 255) << 8) | (port >> 8));
    if (profile.setsServiceProtocol && at.protocol !== undefined) {
      bytes.set(latin1(protocol), at.protocol);
      point(struct.at.get("s_proto")!, at.protocol);
    }
  } else put16("p_proto", answer.protocol!.number);

  return { size: reportedSize(name, total, sizes, pointerSize, profile), bytes, pointers, ends };
}

function reportedSize(
  name: ResultName,
  total: number,
  sizes: Record<ResultPart, number>,
  pointerSize: 4 | 8,
  profile: ProviderProfile,
): number {
  if (profile.layout !== "reactos") return total;
  if (name === "hostent") return Math.ceil(total / 8) * 8;
  // The protocol text is counted though never copied; a protocol is reckoned with the size of a servent.
  if (name === "servent") return total + sizes.protocol;
  return total - sizes.struct + offsets("servent", pointerSize).size;
}

/**
 * Writes an image, or the parts of it that fit into `room` bytes. `fill`: bytes up to the needed size that no part covers are zeroed.
 * False if the memory refused.
 */
export function writeImage(memory: Memory, base: Address, image: ResultImage, room: number, fill: boolean): boolean {
  const end = room >= image.bytes.length ? image.bytes.length : (image.ends.filter((e) => e <= room).at(-1) ?? 0);
  // All of it, as nearly always: the bytes hold the pointers already.
  if (memory.plainPointers && end === image.bytes.length && (!fill || end >= Math.min(room, image.size)))
    return memory.write(base, image.bytes);
  const bytes = new Uint8Array(fill ? Math.min(room, image.size) : end);
  bytes.set(image.bytes.subarray(0, end));
  const inside = image.pointers.filter(([offset]) => offset + memory.size <= end);
  // A part that was left out must not be pointed to.
  for (const [offset, value] of inside) if (value - base >= end) bytes.fill(0, offset, offset + memory.size);
  if (!memory.write(base, bytes)) return false;
  if (memory.plainPointers) return true;
  return inside.every(([offset, value]) => value - base >= end || memory.writePointer(base + offset, value));
}
