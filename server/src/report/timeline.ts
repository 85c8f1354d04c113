/**
 * Layout of a trace: lanes, rows, arrows and spans as plain data. The panel, the SVG export and the tests draw or read this;
 * nothing here knows pixels. Rows are the events in order, time runs downwards.
 */
import type { TraceEvent } from "../explorer/trace.ts";

export type LaneKind = "user" | "thread" | "queue" | "resolver" | "timer" | "system" | "buffer";

export interface TimelineLane {
  readonly id: string;
  readonly title: string;
  readonly kind: LaneKind;
}

export type Tone = "normal" | "bad" | "strong" | "quiet";

export interface TimelineRow {
  /** Index among the rows, and the event's step. */
  readonly index: number;
  readonly step: number;
  readonly lane: number;
  readonly kind: string;
  readonly tone: Tone;
  readonly text: string;
  readonly changes: readonly string[];
  readonly request?: number;
  readonly uri?: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * From a cause to its effect, by row and lane: from the resolver into the queue, out of the queue to who takes the message, from a start to
 * the resolver; from a cancel to where it meets its request, in one row.
 */
export interface TimelineArrow {
  readonly from: number;
  readonly to: number;
  readonly fromLane: number;
  readonly toLane: number;
}

/** Something that lasts: a buffer's life, a request that is pending, a message in the queue. Rows inclusive. */
export interface TimelineSpan {
  readonly lane: number;
  readonly from: number;
  readonly to: number;
  readonly kind: "live" | "freed" | "pending" | "queued";
  readonly title: string;
}

export interface Timeline {
  readonly lanes: readonly TimelineLane[];
  readonly rows: readonly TimelineRow[];
  readonly arrows: readonly TimelineArrow[];
  readonly spans: readonly TimelineSpan[];
}

const ORDER: readonly LaneKind[] = ["user", "thread", "queue", "resolver", "timer", "system", "buffer"];

function laneOf(actor: string): TimelineLane {
  const [head = "", rest = ""] = actor.split(":");
  switch (head) {
    case "app":
      return { id: actor, title: rest === "1" || rest === "0" ? "program" : `thread ${rest}`, kind: "thread" };
    case "queue":
      return { id: actor, title: rest === "1" || rest === "0" ? "message queue" : `queue of thread ${rest}`, kind: "queue" };
    case "resolver":
      return { id: "resolver", title: "resolver", kind: "resolver" };
    case "timer":
      return { id: "timer", title: "timers", kind: "timer" };
    case "user":
      return { id: "user", title: "user", kind: "user" };
    default:
      return { id: actor, title: actor, kind: "system" };
  }
}

const STRONG = new Set(["start", "cancel", "post", "take", "dispatch", "free", "user-event", "exit", "scope-end"]);

function toneOf(event: TraceEvent): Tone {
  if (event.kind === "violation" || event.kind === "fault") return "bad";
  if (STRONG.has(event.kind)) return "strong";
  return event.changes?.length || event.call ? "normal" : "quiet";
}

/** Buffers get a lane each, from the event that makes them to the one that ends them; after that they are `freed`. */
function bufferSpans(events: readonly TraceEvent[], lanes: readonly TimelineLane[]): TimelineSpan[] {
  const spans: TimelineSpan[] = [];
  const rows = new Map<string, number[]>();
  events.forEach(({ buffer }, row) => {
    if (buffer === undefined) return;
    const own = rows.get(`buffer:${buffer}`);
    if (own) own.push(row);
    else rows.set(`buffer:${buffer}`, [row]);
  });
  lanes.forEach((lane, index) => {
    if (lane.kind !== "buffer") return;
    const own = rows.get(lane.id) ?? [];
    const first = own[0] ?? 0;
    const ends = own.find((row) => events[row]?.kind === "free" || events[row]?.kind === "scope-end");
    const last = events.length - 1;
    spans.push({ lane: index, from: first, to: ends ?? last, kind: "live", title: `${lane.title} is alive` });
    if (ends !== undefined && ends < last) spans.push({ lane: index, from: ends, to: last, kind: "freed", title: `${lane.title} is gone` });
  });
  return spans;
}

const OVER = new Set(["dispatch", "cancel", "take"]);

/** Rows of each request, in order. */
function rowsByRequest(events: readonly TraceEvent[]): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  events.forEach(({ request }, row) => {
    if (request === undefined) return;
    const rows = found.get(request);
    if (rows) rows.push(row);
    else found.set(request, [row]);
  });
  return found;
}

/** A request is pending from its start until its message is handed out or its cancel succeeds; its message is queued in between. */
function requestSpans(events: readonly TraceEvent[], laneIndex: (actor: string) => number): TimelineSpan[] {
  const spans: TimelineSpan[] = [];
  for (const [request, rows] of rowsByRequest(events)) {
    const start = rows.find((row) => events[row]?.kind === "start") ?? rows[0] ?? 0;
    const post = rows.find((row) => events[row]?.kind === "post");
    const over = rows.find((row) => {
      const event = events[row];
      return row > start && event !== undefined && OVER.has(event.kind) && (event.kind !== "cancel" || event.result === "0");
    });
    const end = over ?? events.length - 1;
    const resolver = laneIndex("resolver");
    if (resolver >= 0)
      spans.push({ lane: resolver, from: start, to: Math.min(post ?? end, end), kind: "pending", title: `request ${request} is pending` });
    const poster = post === undefined ? undefined : events[post];
    const queue = poster ? laneIndex(poster.actor.startsWith("queue") ? poster.actor : `queue:${poster.thread}`) : -1;
    if (post !== undefined && queue >= 0)
      spans.push({ lane: queue, from: post, to: end, kind: "queued", title: `completion of request ${request} is in the queue` });
  }
  return spans;
}

/** Lays out the events of one schedule. */
export function layoutTimeline(events: readonly TraceEvent[]): Timeline {
  const lanes = new Map<string, TimelineLane>();
  for (const event of events) {
    const lane = laneOf(event.actor);
    lanes.set(lane.id, lane);
    if (event.kind === "post" || event.kind === "take") {
      const queue = laneOf(`queue:${event.thread}`);
      lanes.set(queue.id, queue);
    }
    if (event.kind === "start") lanes.set("resolver", laneOf("resolver"));
    if (event.buffer !== undefined)
      lanes.set(`buffer:${event.buffer}`, { id: `buffer:${event.buffer}`, title: event.buffer, kind: "buffer" });
  }
  const sorted = [...lanes.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const indexes = new Map(sorted.map((lane, i) => [lane.id, i]));
  const laneIndex = (actor: string): number => indexes.get(actor) ?? indexes.get(laneOf(actor).id) ?? -1;
  const rowOfStep = new Map(events.map((event, row) => [event.step, row]));
  const rows = events.map((event, index): TimelineRow => {
    const { step, kind, text, request, uri, line, column } = event;
    return {
      index,
      step,
      lane: laneIndex(event.actor),
      kind,
      tone: toneOf(event),
      text,
      changes: event.changes ?? [],
      request,
      uri,
      line,
      column,
    };
  });
  const spans = [...bufferSpans(events, sorted), ...requestSpans(events, laneIndex)];
  /** Row of the post of each message that waits, by its queue's lane. */
  const waiting = new Map<number, { readonly lane: number; readonly row: number }>();
  const arrows = events.flatMap((event, row): TimelineArrow[] => {
    const own = rows[row]?.lane ?? -1;
    const { request } = event;
    if (event.kind === "post") {
      const lane = laneIndex(event.actor.startsWith("queue") ? event.actor : `queue:${event.thread}`);
      if (request !== undefined) waiting.set(request, { lane, row });
      return lane >= 0 && lane !== own ? [{ from: row, to: row, fromLane: own, toLane: lane }] : [];
    }
    const queued = request === undefined ? undefined : waiting.get(request);
    if (queued && event.kind === "cancel") return [{ from: row, to: row, fromLane: own, toLane: queued.lane }];
    if (queued && (event.kind === "take" || event.kind === "dispatch")) {
      waiting.delete(request ?? -1);
      return [{ from: row, to: row, fromLane: queued.lane, toLane: own }];
    }
    const from = event.cause === undefined ? undefined : rowOfStep.get(event.cause);
    const cause = from === undefined ? undefined : rows[from];
    // a cancel acts on its request where that is now
    if (event.kind === "cancel" && cause) return [{ from: row, to: row, fromLane: own, toLane: laneIndex("resolver") }];
    if (!cause || cause.lane === own) return [];
    return [{ from: cause.index, to: row, fromLane: cause.lane, toLane: own }];
  });
  return { lanes: sorted, rows, arrows: arrows.filter((arrow) => arrow.fromLane >= 0 && arrow.toLane >= 0), spans };
}

/** Index of the first row at which two schedules of the same entry part; -1 if one is the beginning of the other. */
export function partingRow(a: readonly TraceEvent[], b: readonly TraceEvent[]): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    if (a[i]?.actor !== b[i]?.actor || a[i]?.kind !== b[i]?.kind || a[i]?.text !== b[i]?.text) return i;
  }
  return -1;
}
