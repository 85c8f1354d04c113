import { expect, test } from "vitest";
import type { TraceEvent } from "../explorer/trace.ts";
import { layoutTimeline, partingRow } from "./timeline.ts";
import { timelineMermaid } from "./timelineMermaid.ts";
import { timelineSvg } from "./timelineSvg.ts";

const events: TraceEvent[] = [
  { step: 1, actor: "app:1", thread: 1, kind: "alloc", buffer: "b", text: "`b` is allocated", uri: "file:///a.c", line: 3 },
  { step: 2, actor: "app:1", thread: 1, kind: "start", request: 1, buffer: "b", text: "request 1 starts" },
  { step: 3, actor: "resolver", thread: 1, kind: "post", request: 1, cause: 2, text: "the completion is posted" },
  { step: 4, actor: "app:1", thread: 1, kind: "cancel", request: 1, result: "-1", text: "the cancel fails <WSAEALREADY>" },
  { step: 5, actor: "app:1", thread: 1, kind: "free", buffer: "b", text: "`b` is freed" },
  { step: 6, actor: "app:1", thread: 1, kind: "dispatch", request: 1, cause: 3, text: "the stale completion is handled; too late" },
  { step: 7, actor: "app:1", thread: 1, kind: "violation", text: "reads freed memory" },
];

test("lanes stand in the order user, threads, queues, resolver, buffers", () => {
  expect(layoutTimeline(events).lanes.map((lane) => lane.id)).toEqual(["app:1", "queue:1", "resolver", "buffer:b"]);
});

test("a freed buffer's span ends at the free and goes on as gone", () => {
  const { spans, lanes } = layoutTimeline(events);
  const buffer = lanes.findIndex((lane) => lane.kind === "buffer");
  expect(spans.filter((span) => span.lane === buffer)).toEqual([
    { lane: buffer, from: 0, to: 4, kind: "live", title: "b is alive" },
    { lane: buffer, from: 4, to: 6, kind: "freed", title: "b is gone" },
  ]);
});

test("a failed cancel does not end a request; its message stays queued until it is dispatched", () => {
  const { spans } = layoutTimeline(events);
  expect(spans.find((span) => span.kind === "queued")).toMatchObject({ from: 2, to: 5 });
  expect(spans.find((span) => span.kind === "pending")).toMatchObject({ from: 1, to: 2 });
});

test("arrows join a cause with its effect across lanes only", () => {
  expect(layoutTimeline(events).arrows).toEqual([
    { from: 1, to: 2, fromLane: 0, toLane: 2 },
    { from: 2, to: 5, fromLane: 2, toLane: 0 },
  ]);
});

test("two schedules part where their events first differ", () => {
  expect(partingRow(events, events)).toBe(-1);
  expect(partingRow(events, [...events.slice(0, 3), ...events.slice(4)])).toBe(3);
});

test("exports escape what their formats use", () => {
  const timeline = layoutTimeline(events);
  expect(timelineSvg(timeline, "a < b")).toContain("the cancel fails &lt;WSAEALREADY&gt;");
  expect(timelineSvg(timeline, "a < b")).toContain("<title>a &lt; b</title>");
  expect(timelineMermaid(timeline)).toContain("L0->>L2: 3 the completion is posted");
  expect(timelineMermaid(timeline)).not.toContain("handled;");
});

test("an empty trace has no lanes and no rows", () => {
  expect(layoutTimeline([])).toEqual({ lanes: [], rows: [], arrows: [], spans: [] });
  expect(timelineSvg(layoutTimeline([]), "")).toContain("</svg>");
});
