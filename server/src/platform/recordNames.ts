/** Names of structures and of pointers to them, with their member texts; what the members are is records.ts. */
import { structures } from "../winsock/structures.ts";
import { splitList, type Target } from "./ctypes.ts";
import { recordTexts } from "./types/records.ts";

export interface RecordSource {
  readonly tag: string;
  readonly kind: "struct" | "union";
  /** Text of the members; of win64 where it differs. */
  readonly body: string;
  readonly body64?: string;
  readonly pack?: number;
}

const sources = new Map<string, RecordSource>();
const pointees = new Map<string, string>();

/** `kind tag, alias, *pointer alias { members }`, the members separated by `;`. */
function load(): void {
  for (const [head, body, body64] of recordTexts) {
    const [first, ...others] = splitList(head);
    const [kind, tag, ...extra] = first!.split(/\s+/);
    const pack = extra.find((word) => word.startsWith("pack="));
    const source: RecordSource = {
      tag: tag!,
      kind: kind as "struct" | "union",
      body,
      ...(body64 !== undefined && { body64 }),
      ...(pack && { pack: Number(pack.slice(5)) }),
    };
    sources.set(tag!, source);
    for (const name of others) {
      if (name.startsWith("*")) pointees.set(name.slice(1), tag!);
      else sources.set(name, source);
    }
  }
  for (const s of structures) {
    if (sources.has(s.name)) continue;
    const bodyOf = (target: Target) =>
      s.layout[target].fields.map((f) => `${f.type} ${f.name}${f.count === undefined ? "" : `[${f.count}]`}`).join("; ");
    const source: RecordSource = { tag: s.name, kind: "struct", body: bodyOf("win32"), body64: bodyOf("win64") };
    for (const name of [s.name, ...s.aliases]) sources.set(name, source);
    for (const name of s.pointerAliases) pointees.set(name, s.name);
  }
}

function ready(): ReadonlyMap<string, RecordSource> {
  if (sources.size === 0) load();
  return sources;
}

/** `WNDCLASSW` is `WNDCLASS` with wide characters: the name without its last letter, for structures that have characters in them. */
function generic(name: string): string | undefined {
  return /[A-Z_]{3}[AW]$/.test(name) ? name.slice(0, -1) : undefined;
}

function widened(source: RecordSource | undefined): RecordSource | undefined {
  return source && /TCHAR|T?CTSTR|LPTSTR/.test(source.body) ? source : undefined;
}

export function recordSource(name: string): RecordSource | undefined {
  const base = generic(name);
  return ready().get(name) ?? (base === undefined ? undefined : widened(ready().get(base)));
}

export function isRecordName(name: string): boolean {
  return recordSource(name) !== undefined;
}

/** Name of the structure that a pointer typedef (`LPMSG`) points to. */
export function recordPointee(name: string): string | undefined {
  ready();
  const tag = pointees.get(name);
  if (tag) return tag;
  const base = generic(name);
  const target = base === undefined ? undefined : pointees.get(base);
  return target && widened(sources.get(target)) ? base!.replace(/^(?:LP|P)/, "") + name.slice(-1) : undefined;
}
