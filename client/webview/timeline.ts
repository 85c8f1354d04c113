/** The page of the timeline panel: choose a run and a schedule, play it, filter it, compare two, export it. */
import { boundText, type Outcome, type SimulationRun, type TraceEvent } from "../../server/src/explorer/trace.ts";
import type { FromPage, SimulateResult, ToPage } from "../../server/src/features/protocol.ts";
import { layoutTimeline, partingRow, type TimelineRow } from "../../server/src/report/timeline.ts";
import { el } from "./dom.ts";
import style from "./style.css";
import { TimelineView } from "./view.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; setState(state: unknown): void; getState(): unknown };

interface PageState {
  result?: SimulateResult;
  run: number;
  schedule: number;
  compare: number;
  filter: string;
  hideUnchanged: boolean;
  rowHeight: number;
  selected: number;
}

interface Choice {
  readonly label: string;
  readonly message: string;
  readonly bad: boolean;
  readonly events: readonly TraceEvent[];
  /** Index of the violation, or -1 for the trace. */
  readonly violation: number;
}

const vscode = acquireVsCodeApi();
const root = document.getElementById("timeline") ?? document.body;
document.head.append(el("style", {}, style));

let state: PageState = { run: 0, schedule: 0, compare: -1, filter: "", hideUnchanged: false, rowHeight: 26, selected: -1 };
let playing: ReturnType<typeof setInterval> | undefined;

const count = (n: number, word: string): string => `${n.toLocaleString()} ${word}${n === 1 ? "" : "s"}`;

/** What can be shown of a run: its violations, and the trace of its first complete schedule. */
function choices(run: SimulationRun): Choice[] {
  const list: Choice[] = run.violations.map((violation, i) => ({
    label: `${violation.rule}: ${violation.message}`,
    message: violation.message,
    bad: true,
    events: violation.events,
    violation: i,
  }));
  if (run.trace)
    list.push({
      label: `order without a mistake (${exit(run.outcomes[0])})`,
      message: "One of the orders.",
      bad: false,
      events: run.trace.events,
      violation: -1,
    });
  return list;
}

const exit = (outcome: Outcome | undefined): string =>
  outcome ? `${outcome.exit.kind}${outcome.exit.code === undefined ? "" : ` ${outcome.exit.code}`}` : "no outcome";

function summary(run: SimulationRun): string {
  const tried = `${run.exhaustive ? "" : "at least "}${count(run.executions, "order")} tried`;
  return run.violations.length === 0 ? `${tried}, none breaks` : `${tried}, ${count(run.violations.length, "mistake")} found`;
}

function visible(rows: readonly TimelineRow[]): TimelineRow[] {
  const words = state.filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (state.hideUnchanged && row.tone === "quiet" && row.changes.length === 0) return false;
    const text = `${row.kind} ${row.text} ${row.changes.join(" ")}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function save(): void {
  vscode.setState(state);
}

function stop(): void {
  clearInterval(playing);
  playing = undefined;
}

function reveal(row: TimelineRow, focus: boolean): void {
  state.selected = row.index;
  save();
  if (row.uri && row.line) vscode.postMessage({ kind: "reveal", uri: row.uri, line: row.line, column: row.column, focus });
}

const first = new TimelineView({ label: "Events", onSelect: reveal });
const second = new TimelineView({ label: "Events of the other schedule", onSelect: reveal });
const header = el("header", {});
const views = el("div", { class: "views" });
const footer = el("footer", {});

function selectBox(label: string, options: readonly string[], value: number, change: (value: number) => void): HTMLElement {
  const select = el("select", { "aria-label": label });
  options.forEach((text, i) => {
    select.append(el("option", { value: i, selected: i === value }, text));
  });
  select.addEventListener("change", () => change(Number(select.value)));
  return el("label", {}, `${label} `, select);
}

function button(text: string, title: string, action: () => void, pressed?: boolean): HTMLButtonElement {
  return el(
    "button",
    { type: "button", title, "aria-pressed": pressed === undefined ? undefined : String(pressed), onclick: action },
    text,
  );
}

function toolbar(result: SimulateResult, list: readonly Choice[]): HTMLElement {
  const run = result.runs[state.run];
  const step = (by: number) => () => {
    stop();
    first.move(by);
  };
  const play = button(playing ? "Pause" : "Play", "Step through the events (Space)", togglePlay);
  play.id = "play";
  const filter = el("input", { type: "search", placeholder: "Filter", "aria-label": "Filter events", value: state.filter });
  filter.addEventListener("input", () => {
    state.filter = filter.value;
    draw();
  });
  const zoom = (by: number) => () => {
    state.rowHeight = Math.max(18, Math.min(60, state.rowHeight + by));
    draw();
  };
  const bar = el("div", { class: "bar", role: "toolbar", "aria-label": "Timeline" });
  if (result.runs.length > 1) {
    bar.append(
      selectBox(
        "Provider",
        result.runs.map((r) => `${r.provider} (${r.violations.length === 0 ? "holds" : "breaks"})`),
        state.run,
        (value) => {
          state = { ...state, run: value, schedule: 0, compare: -1, selected: -1 };
          render();
        },
      ),
    );
  }
  if (list.length > 0) {
    bar.append(
      selectBox(
        "Order",
        list.map((choice) => choice.label),
        state.schedule,
        (value) => {
          state = { ...state, schedule: value, selected: -1 };
          render();
        },
      ),
    );
  }
  if (list.length > 1) {
    bar.append(
      selectBox("Compare with", ["nothing", ...list.map((choice) => choice.label)], state.compare + 1, (value) => {
        state = { ...state, compare: value - 1 };
        render();
      }),
    );
  }
  bar.append(
    button("◀", "Previous event (Up)", step(-1)),
    play,
    button("▶", "Next event (Down)", step(1)),
    button("−", "Smaller rows", zoom(-4)),
    button("+", "Larger rows", zoom(4)),
    filter,
    button(
      "Hide unchanged",
      "Show only events that change something",
      () => {
        state.hideUnchanged = !state.hideUnchanged;
        render();
      },
      state.hideUnchanged,
    ),
    button("Run again", "Read the source again and try every order", () => vscode.postMessage({ kind: "again" })),
  );
  const choice = list[state.schedule];
  if (run && choice) {
    const formats = ["svg", "mermaid", "json", "sarif", "text"] as const;
    const select = el("select", { "aria-label": "Export", title: "Export this order" }, el("option", { value: "" }, "Export …"));
    for (const format of formats) select.append(el("option", { value: format }, format.toUpperCase()));
    select.addEventListener("change", () => {
      const format = formats.find((name) => name === select.value);
      if (format) vscode.postMessage({ kind: "export", run: state.run, violation: choice.violation, format });
      select.value = "";
    });
    bar.append(select);
  }
  return bar;
}

function togglePlay(): void {
  if (playing) stop();
  else {
    playing = setInterval(() => {
      if (!first.move(1)) {
        stop();
        updatePlay();
      }
    }, 900);
  }
  updatePlay();
}

function updatePlay(): void {
  const play = document.getElementById("play");
  if (play) play.textContent = playing ? "Pause" : "Play";
}

/** Draws the views; the header stays, so that the filter keeps the focus. */
function draw(): void {
  save();
  const result = state.result;
  const run = result?.runs[state.run];
  if (!result || !run) return;
  const list = choices(run);
  const shown = list[state.schedule];
  const other = list[state.compare];
  const events = shown?.events ?? [];
  const parting = other ? partingRow(events, other.events) : -1;
  const timeline = layoutTimeline(events);
  first.setRowHeight(state.rowHeight);
  first.set(timeline, visible(timeline.rows), parting);
  if (other) {
    const second_ = layoutTimeline(other.events);
    second.setRowHeight(state.rowHeight);
    second.set(second_, visible(second_.rows), parting);
  }
  views.replaceChildren(first.element, ...(other ? [second.element] : []));
  if (state.selected >= 0) first.select(state.selected, { tell: false });
  vscode.postMessage({ kind: "rendered", events: timeline.rows.length, lanes: timeline.lanes.length });
}

function render(): void {
  const result = state.result;
  const run = result?.runs[state.run];
  if (!result || !run) {
    header.replaceChildren(el("h1", {}, result?.problem ?? "Nothing was simulated."));
    views.replaceChildren();
    footer.replaceChildren();
    root.replaceChildren(header);
    vscode.postMessage({ kind: "rendered", events: 0, lanes: 0 });
    return;
  }
  const list = choices(run);
  const choice = list[state.schedule];
  header.replaceChildren(
    el("h1", {}, result.entry, " ", el("span", { class: "count" }, `${summary(run)} · ${run.provider} · ${run.target}`)),
    el("p", { class: `message ${choice?.bad ? "bad" : ""}`, role: "status" }, choice?.message ?? "No order breaks this function."),
    toolbar(result, list),
  );
  const key = (kind: string, text: string) => el("span", { class: `key ${kind}` }, text);
  footer.replaceChildren(
    el(
      "div",
      {},
      key("pending", "request pending"),
      key("queued", "message in the queue"),
      key("live", "buffer alive"),
      key("freed", "buffer gone"),
    ),
    ...run.assumptions.map((a) => el("div", {}, `Assumed: ${a.text}`)),
    ...run.bounds.map((b) => el("div", {}, `Cut: ${boundText(b)}${b.line ? `, line ${b.line}` : ""}`)),
    el(
      "div",
      {},
      run.exhaustive ? "Every order was tried." : "Not every order was tried.",
      run.shortest && choice?.bad ? " This is a shortest one that breaks." : "",
    ),
  );
  root.replaceChildren(header, views, footer);
  draw();
}

window.addEventListener("message", (event: MessageEvent<ToPage>) => {
  const message = event.data;
  if (message.kind === "result") {
    stop();
    const same = message.restored && state.result?.entry === message.result.entry;
    const broken = message.result.runs.findIndex((run) => run.violations.length > 0);
    state = same
      ? { ...state, result: message.result }
      : { ...state, result: message.result, run: Math.max(0, broken), schedule: 0, compare: -1, selected: -1, filter: "" };
    render();
  } else if (message.kind === "busy") {
    stop();
    root.replaceChildren(
      el(
        "p",
        { class: "busy", role: "status" },
        message.text,
        " ",
        button("Cancel", "Stop the search", () => vscode.postMessage({ kind: "cancel" })),
      ),
    );
  } else if (message.kind === "select") {
    const run = state.result?.runs[state.run];
    const events = run && choices(run)[state.schedule]?.events;
    const row = events?.findIndex((e) => e.uri === message.uri && e.line === message.line) ?? -1;
    if (row >= 0 && events?.[first.selectedIndex]?.line !== message.line) first.select(row, { tell: false });
  }
});

document.addEventListener("keydown", (event) => {
  if (
    event.key !== " " ||
    event.target instanceof HTMLInputElement ||
    event.target instanceof HTMLButtonElement ||
    event.target instanceof HTMLSelectElement
  )
    return;
  event.preventDefault();
  togglePlay();
});

// what the page kept while the panel was closed or hidden
const kept = vscode.getState() as PageState | undefined;
if (kept?.result) {
  state = kept;
  render();
}
vscode.postMessage({ kind: "ready" });
