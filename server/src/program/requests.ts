/** Requests as people see them: handle, buffer, window, handlers and cancels of each start. */
import { argumentIndex } from "../winsock/functions.ts";
import { bufferArgument } from "./buffers.ts";
import type { ProgramContext } from "./context.ts";
import { flowOf, isLookedAt, type Storage, sourcesOf } from "./flow.ts";
import { type MessageGraph, takes } from "./handlers.ts";
import { matchKind } from "./matching.ts";
import { messageText, sameMessage } from "./messages.ts";
import type { CancelSite, MatchKind, Request, StartSite } from "./types.ts";

export function describeRequests(
  context: ProgramContext,
  graph: MessageGraph,
  starts: readonly StartSite[],
  cancels: readonly CancelSite[],
): Request[] {
  const cancelled = cancels.map((cancel) => {
    const { site } = cancel;
    const argument = site.statement.args[0];
    return {
      cancel,
      keys: new Set((argument ? sourcesOf(context, site.function, argument) : []).flatMap((s) => (s.key === undefined ? [] : [s.key]))),
      tested: isLookedAt(context, site.function, site.statement),
    };
  });

  return starts.map((start): Request => {
    const { site, call } = start;
    const fn = site.function;
    const flow = flowOf(context, fn, site.statement.target);
    const storages = outward(context, start, flow.storages);
    const main = storages[0]!;
    const keys = storages.flatMap((s) => (s.key === undefined ? [] : [s.key]));
    const bufIndex = argumentIndex(call, "buf") ?? -1;
    const buf = site.statement.args[bufIndex];
    const textOf = (index: number) => {
      const range = site.statement.argRanges[index];
      return range ? context.sourceText(fn, range.start, range.end) : "";
    };
    const window = site.statement.argRanges[argumentIndex(call, "hWnd") ?? 0];
    const buffer = buf
      ? bufferArgument(context, fn, buf, textOf(bufIndex), textOf(argumentIndex(call, "buflen") ?? -1))
      : { path: "?", storage: "unknown" as const };
    const others = starts.filter((s) => s !== start && s.messages.some((m) => start.messages.some((n) => sameMessage(m, n))));
    return {
      start,
      handle: { path: main.text, kind: main.kind },
      buffer: { path: buffer.path, storage: buffer.storage, ...(buffer.size === undefined ? {} : { size: buffer.size }) },
      ...(window === undefined ? {} : { window: messageText(context.sourceText(fn, window.start, window.end)) }),
      handlers: start.handlers.map((handler): { handler: typeof handler; match: MatchKind } => ({
        handler,
        match: matchKind(context, handler, others.length === 0 && start.messages.some((m) => takes(handler, m))),
      })),
      cancels: cancelled.filter((c) => [...c.keys].some((key) => keys.includes(key))).map(({ cancel, tested }) => ({ cancel, tested })),
      unresolved: [...start.unresolved, ...(graph.procedures.unresolved.length > 0 ? graph.procedures.unresolved : [])],
    };
  });
}

/** A wrapper's result lives where its callers keep it. */
function outward(context: ProgramContext, start: StartSite, storages: readonly Storage[]): readonly Storage[] {
  if (storages[0]?.kind !== "returned") return storages;
  const further = context
    .callers(start.site.function)
    .flatMap((caller) => flowOf(context, caller.function, caller.statement.target, 1).storages);
  const kept = further.filter((s) => s.kind !== "discarded");
  return kept.length > 0 ? [...kept, ...storages] : storages;
}
