import { expect, test } from "vitest";
import type { TraceEvent } from "../explorer/trace.ts";
import { layoutTimeline, partingRow } from "./timeline.ts";
import { timelineMermaid } from "./timelineMermaid.ts";
import { timelineSvg } from "./timelineSvg.ts";
import { choiceTree } from "./timelineTree.ts";

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

test("arrows go into the queue, out of it to who takes the message, and from a cancel to where it meets its request", () => {
  const timeline = layoutTimeline(events);
  const titles = timeline.arrows.map(
    ({ from, to, fromLane, toLane }) => `${from}-${to} ${timeline.lanes[fromLane]?.title} > ${timeline.lanes[toLane]?.title}`,
  );
  expect(titles).toEqual(["2-2 resolver > message queue", "3-3 program > message queue", "5-5 message queue > program"]);
});

test("a cancel of a pending request points at the resolver, and a cause is joined across lanes only", () => {
  const early: TraceEvent[] = [
    { step: 1, actor: "app:0", thread: 0, kind: "start", request: 1, text: "starts" },
    { step: 2, actor: "app:0", thread: 0, kind: "cancel", request: 1, cause: 1, result: "0", text: "cancels" },
    { step: 3, actor: "resolver", thread: -1, kind: "commit", request: 1, cause: 1, text: "finishes" },
  ];
  const timeline = layoutTimeline(early);
  const titles = timeline.arrows.map(
    ({ from, to, fromLane, toLane }) => `${from}-${to} ${timeline.lanes[fromLane]?.title} > ${timeline.lanes[toLane]?.title}`,
  );
  expect(titles).toEqual(["1-1 program > resolver", "0-2 program > resolver"]);
});

test("schedules share the decisions that they take alike; what nobody took is open", () => {
  const options = ["the program goes on", "the resolver posts"];
  const known = [
    { schedule: "a", label: "a", bad: false, choices: [{ after: 1, options, chosen: 0 }] },
    {
      schedule: "b",
      label: "b",
      bad: true,
      choices: [
        { after: 1, options, chosen: 1 },
        { after: 4, options: ["x", "y", "z"], chosen: 2 },
      ],
    },
  ];
  const root = choiceTree(known);
  expect(root?.options.map(({ schedules }) => schedules)).toEqual([[0], [1]]);
  expect(root?.options[0]?.next).toBeUndefined();
  expect(root?.options[1]?.next).toMatchObject({ decision: 1, after: 4 });
  expect(root?.options[1]?.next?.options.map(({ schedules }) => schedules)).toEqual([[], [], [1]]);
  expect(choiceTree([{ schedule: "c", label: "c", bad: false, choices: [] }])).toBeUndefined();
});

test("two schedules part where their events first differ", () => {
  expect(partingRow(events, events)).toBe(-1);
  expect(partingRow(events, [...events.slice(0, 3), ...events.slice(4)])).toBe(3);
});

test("exports escape what their formats use", () => {
  const timeline = layoutTimeline(events);
  expect(timelineSvg(timeline, "a < b")).toContain("the cancel fails &lt;WSAEALREADY&gt;");
  expect(timelineSvg(timeline, "a < b")).toContain("<title>a &lt; b</title>");
  expect(timelineMermaid(timeline)).toContain("L2->>L1: 3 the completion is posted");
  expect(timelineMermaid(timeline)).not.toContain("handled;");
});

test("an empty trace has no lanes and no rows", () => {
  expect(layoutTimeline([])).toEqual({ lanes: [], rows: [], arrows: [], spans: [] });
  expect(timelineSvg(layoutTimeline([]), "")).toContain("</svg>");
});
