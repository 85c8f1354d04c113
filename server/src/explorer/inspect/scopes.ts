/** What a person asks about a stopped run beside its variables: requests, message queues, Winsock, and who can act next. */
import { windowMessageName } from "../../platform/constants.ts";
import { codeName } from "../names.ts";
import { optionText } from "../optionText.ts";
import type { Stepper } from "../stepper.ts";
import { hex, line, requestState, type Inspector, type Ref, type Shown } from "./values.ts";

/** `WM_COMMAND`, or as the program writes it: `WM_APP + 1 (WM_LOOKUP_DONE)`. */
export function messageText(stepper: Stepper, message: number): string {
  const own = stepper.unit.starts.find((start) => start.message?.value === message)?.message?.text;
  return own && /^[A-Za-z_]\w*$/.test(own) ? `${own} (${hex(message)})` : (windowMessageName(message) ?? hex(message));
}

export function requestsScope(stepper: Stepper, inspector: Inspector): readonly Shown[] {
  const { ledger, space } = inspector.world;
  return ledger.requests.map((record) => {
    const object = record.buffer === 0 ? undefined : space.at(record.buffer);
    const buffer =
      record.buffer === 0
        ? "none"
        : `${hex(record.buffer)}: ${object?.label ?? "no memory"}${record.bufferGone === "freed" ? ", freed" : record.bufferGone === "ended" ? ", its scope has ended" : ""}`;
    const cancel =
      record.cancel === "none"
        ? "not tried"
        : record.cancel === "succeeded"
          ? "succeeded"
          : `failed with ${codeName(record.cancel) ?? record.cancel}`;
    const { request, length } = record;
    const bytes = object ? Math.max(1, Math.min(length, object.size - (record.buffer - object.base))) : 0;
    const shown = line(`request ${request + 1}`, `${record.call}: ${requestState(record)}`, [
      line("handle", hex(record.handle)),
      { ...line("state", requestState(record)), request },
      { ...line("buffer", buffer), ...(bytes > 0 ? { ref: bytesAt(record.buffer, bytes) } : {}) },
      line("length", String(record.length)),
      line("window", hex(record.hWnd)),
      line("message", messageText(stepper, record.wMsg)),
      line("cancel", cancel),
    ]);
    return { ...shown, request };
  });
}

/** A piece of memory of which no type is known. */
function bytesAt(address: number, length: number): Ref {
  return { address, type: { kind: "array", of: { kind: "int", bits: 8, signed: false }, length } };
}

/** Messages in the queue of a thread, the next one first. */
export function queueScope(stepper: Stepper, inspector: Inspector, thread: number): readonly Shown[] {
  const { world } = inspector;
  const { winsock } = world.sim;
  const id = world.threads[thread]?.id;
  if (id === undefined) return [];
  const found = winsock.queued(id).map((message, i) => {
    const request = message.request === undefined ? undefined : message.request + 1;
    const error = (Number(message.lParam) >>> 16) & 0xffff;
    const outcome =
      request === undefined ? "" : `: completion of request ${request}, ${error === 0 ? "success" : (codeName(error) ?? `error ${error}`)}`;
    return line(`[${i}]`, `${messageText(stepper, message.message)}${outcome}`, [
      line("window", hex(message.hWnd)),
      line("message", messageText(stepper, message.message)),
      line("wParam", hex(message.wParam)),
      line("lParam", hex(message.lParam)),
    ]);
  });
  if (winsock.quitWaits(id)) found.push(line(`[${found.length}]`, "WM_QUIT"));
  return found.length > 0 ? found : [line("(empty)", "")];
}

export function winsockScope(stepper: Stepper, inspector: Inspector, thread: number): readonly Shown[] {
  const { world } = inspector;
  const { winsock } = world.sim;
  const id = world.threads[thread]?.id ?? winsock.mainThread;
  const error = winsock.lastError(id);
  const startups = winsock.startups();
  const assumptions = [...world.assumptions.keys()].map((text, i) => line(`[${i}]`, text));
  return [
    line("last error", error === 0 ? "0" : `${error}${codeName(error) ? ` (${codeName(error)})` : ""}`),
    line("startup count", String(startups)),
    line("provider", stepper.prepared.profile.name),
    ...(winsock.waitsIn(id) ? [line("waits in", winsock.waitsIn(id)!)] : []),
    ...(world.output ? [line("output", JSON.stringify(world.output))] : []),
    ...(assumptions.length > 0 ? [line("assumed so far", String(assumptions.length), assumptions)] : []),
  ];
}

/** Who can act at the next decision; the one that will is marked. */
export function nextScope(stepper: Stepper): readonly Shown[] {
  const { options, chosen } = stepper.next();
  if (options.length === 0) return [line("(nobody has a choice)", "")];
  return options.map((option, i) => line(`[${i}]`, `${optionText(stepper.world, option)}${i === chosen ? " (goes next)" : ""}`));
}

/** Variables with static storage that the functions reached so far use, by name. */
export function globalsScope(inspector: Inspector): readonly Shown[] {
  const { image } = inspector.world.sim;
  const found = new Map<string, Shown>();
  for (const { name, place } of image.globalNames) {
    if (place.type) found.set(name, inspector.show(name, { type: place.type, address: place.address, path: name }));
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
