/** Statements that neither call nor branch: loads, stores, arithmetic, new objects. */
import type { Statement } from "../ir/types.ts";
import { binary, narrow, unary } from "./arithmetic.ts";
import type { Frame, Place } from "./events.ts";
import type { Machine } from "./machine.ts";
import type { State } from "./state.ts";
import { rootOf } from "./terms.ts";

type Simple = Exclude<Statement, { kind: "call" | "delete" }>;
type Of<K extends Simple["kind"]> = Extract<Simple, { kind: K }>;

export function step(machine: Machine, frame: Frame, state: State, s: Simple): void {
  const { terms, storage } = machine;
  switch (s.kind) {
    case "load":
      load(machine, frame, state, s);
      return;
    case "store":
      store(machine, frame, state, s);
      return;
    case "addressOf":
      state.temps.set(s.target, terms.address(storage.path(frame, state, s.place)));
      return;
    case "unary":
      state.temps.set(s.target, unary(terms, s.op, storage.value(state, s.operand)));
      return;
    case "binary":
      operation(machine, frame, state, s);
      return;
    case "cast": {
      const operand = storage.value(state, s.operand);
      state.temps.set(s.target, s.type.kind === "int" ? narrow(terms, operand, s.type.bits, s.type.signed, storage.bits(s.from)) : operand);
      return;
    }
    case "new":
      state.temps.set(
        s.target,
        s.placement ? storage.value(state, s.placement) : machine.effects.fresh(state, s, s.count ? "new[]" : "new"),
      );
      return;
    case "declare": {
      const path = storage.local(frame, s.local);
      if (path.kind === "local" && !path.isStatic) state.forget(path);
      return;
    }
    case "scopeEnd":
      return;
    case "zero": {
      const path = storage.path(frame, state, s.place);
      state.forget(path);
      state.set(path, terms.int(0));
      return;
    }
    case "unknown":
      unreadable(machine, frame, state, s);
      return;
  }
}

function placeOf(frame: Frame, s: Statement): Place {
  return { function: frame.function, range: s.range, statement: s };
}

function load(machine: Machine, frame: Frame, state: State, s: Of<"load">): void {
  const path = machine.storage.path(frame, state, s.place);
  const value = machine.storage.load(state, path, s.type);
  state.temps.set(s.target, value);
  const root = rootOf(path).kind;
  if (root === "deref" || root === "global") machine.trail.emit(state, frame, placeOf(frame, s), { kind: "read", path, value });
}

function store(machine: Machine, frame: Frame, state: State, s: Of<"store">): void {
  const { joins, storage, trail } = machine;
  const path = storage.path(frame, state, s.place);
  const value = storage.value(state, s.value);
  const old = state.get(path);
  const root = rootOf(path);
  if (root.kind !== "local" || root.isStatic || joins.isInteresting(value)) {
    if (joins.isSlot(path)) trail.remember(state, `s${path.key}:${joins.isInteresting(value) || value.kind === "int" ? value.id : "?"}`);
    trail.emit(state, frame, placeOf(frame, s), { kind: "store", path, value, old });
  }
  state.forget(path);
  state.set(path, value);
}

function operation(machine: Machine, frame: Frame, state: State, s: Of<"binary">): void {
  const { joins, storage, terms, trail } = machine;
  const left = storage.value(state, s.left);
  const right = storage.value(state, s.right);
  const result = binary(terms, s.op, left, right);
  state.temps.set(s.target, result);
  if (s.macro !== undefined && /^WSAGET/.test(s.macro) && result.kind === "op" && (result.op === "hi16" || result.op === "lo16"))
    trail.emit(state, frame, placeOf(frame, s), { kind: "macro", name: s.macro, argument: left, result });
  if (joins.isInteresting(left) || joins.isInteresting(right))
    trail.emit(state, frame, placeOf(frame, s), { kind: "compare", op: s.op, left, right, result });
}

/** Whatever the text mentions may have changed. */
function unreadable(machine: Machine, frame: Frame, state: State, s: Of<"unknown">): void {
  const { terms } = machine;
  if (s.target !== undefined) state.temps.set(s.target, terms.unknown(`text ${terms.number(s)}`));
  state.crossUnreadable(s.mentions, s.reason === "error-node");
  machine.trail.emit(state, frame, placeOf(frame, s), { kind: "unknown", text: s.text });
}
