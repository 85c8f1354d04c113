/** A view of `Names` that notes what was asked, with a hash of each answer: the dependencies of a lowering. */
import type { CType } from "./ctype.ts";
import { hashText } from "./specifiers.ts";
import type { Names } from "./types.ts";

export interface RecordingNames {
  readonly names: Names;
  /** Key of the question (`type:HWND`, `field:CFoo.m_h`, with `@CFoo` behind it when asked from inside a class) to a hash of the answer. */
  readonly asked: ReadonlyMap<string, string>;
}

const hashes = new WeakMap<object, string>();

/** Hash of what an answer says; where a declaration stands does not count. */
export function answerHash(answer: unknown): string {
  if (answer === undefined || answer === null) return "-";
  const isObject = typeof answer === "object";
  const known = isObject ? hashes.get(answer) : undefined;
  if (known !== undefined) return known;
  const text = JSON.stringify(answer, (key, value: unknown) =>
    key === "offset" || key === "end" || key === "item" ? undefined : typeof value === "bigint" ? `${value}n` : value,
  );
  const hash = hashText(text);
  if (isObject) hashes.set(answer, hash);
  return hash;
}

export function recordingNames(inner: Names): RecordingNames {
  const asked = new Map<string, string>();
  const note = <T>(key: string, from: string | undefined, answer: T): T => {
    const full = from === undefined ? key : `${key}@${from}`;
    if (!asked.has(full)) asked.set(full, answerHash(answer));
    return answer;
  };
  const names: Names = {
    target: inner.target,
    type: (name, from) => note(`type:${name}`, from, inner.type(name, from)),
    resolve: (type: CType, from) => {
      const answer = inner.resolve(type, from);
      if (answer !== type) note(`resolve:${JSON.stringify(type)}`, from, answer);
      else if (type.kind === "unknown") note(`type:${type.text}`, from, undefined);
      return answer;
    },
    macro: (name) => note(`macro:${name}`, undefined, inner.macro(name)),
    record: (name) => note(`record:${name}`, undefined, inner.record(name)),
    field: (record, member) => note(`field:${record}.${member}`, undefined, inner.field(record, member)),
    variable: (name, from) => note(`variable:${name}`, from, inner.variable(name, from)),
    functions: (name, from) => note(`functions:${name}`, from, inner.functions(name, from)),
    constant: (name, from) => note(`constant:${name}`, from, inner.constant(name, from)),
  };
  return { names, asked };
}

/** True if every question would get the same answer from `names` now. */
export function stillHolds(asked: ReadonlyMap<string, string>, names: Names): boolean {
  for (const [key, hash] of asked) {
    if (answerHash(ask(key, names)) !== hash) return false;
  }
  return true;
}

function ask(key: string, names: Names): unknown {
  const colon = key.indexOf(":");
  const kind = key.slice(0, colon);
  const rest = key.slice(colon + 1);
  const at = rest.lastIndexOf("@");
  const name = at < 0 ? rest : rest.slice(0, at);
  const from = at < 0 ? undefined : rest.slice(at + 1);
  switch (kind) {
    case "type":
      return names.type(name, from);
    case "resolve":
      return names.resolve(JSON.parse(name) as CType, from);
    case "macro":
      return names.macro(name);
    case "record":
      return names.record(name);
    case "field": {
      const dot = name.lastIndexOf(".");
      return names.field(name.slice(0, dot), name.slice(dot + 1));
    }
    case "variable":
      return names.variable(name, from);
    case "functions":
      return names.functions(name, from);
    case "constant":
      return names.constant(name, from);
    default:
      return undefined;
  }
}
