/** The page of the timeline panel: choose a run and an order, play it, filter it, compare two, walk the tree of choices, export. */
import { boundText, type SimulationRun } from "../../server/src/explorer/trace.ts";
import type { FromPage, Replay, SimulateResult, ToPage } from "../../server/src/features/protocol.ts";
import { layoutTimeline, partingRow, type TimelineRow } from "../../server/src/report/timeline.ts";
import { choiceTree } from "../../server/src/report/timelineTree.ts";
import { el, keepingFocus, named, nameOf } from "./dom.ts";
import { FIRST, type Order, orders, type PageState, Replays } from "./model.ts";
import style from "./style.css";
import { treeElement } from "./tree.ts";
import { button, selectBox } from "./widgets.ts";
import { TimelineView } from "./view.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; setState(state: unknown): void; getState(): unknown };

const vscode = acquireVsCodeApi();
const root = document.getElementById("timeline") ?? document.body;
document.head.append(el("style", {}, style));

let state: PageState = FIRST;
let playing: ReturnType<typeof setInterval> | undefined;
let problem = "";
const replays = new Replays();

const count = (n: number, word: string): string => `${n.toLocaleString()} ${word}${n === 1 ? "" : "s"}`;

function summary(run: SimulationRun): string {
  const tried = `${run.exhaustive ? "" : "at least "}${count(run.executions, "order")} tried`;
  return run.violations.length === 0 ? `${tried}, none breaks` : `${tried}, ${count(run.violations.length, "mistake")} found`;
}

function visible(rows: readonly TimelineRow[]): readonly TimelineRow[] {
  const words = state.filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && !state.hideUnchanged) return rows;
  return rows.filter((row) => {
    if (state.hideUnchanged && row.changes.length === 0 && row.tone !== "bad") return false;
    const text = `${row.kind} ${row.text} ${row.changes.join(" ")}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

let saving: ReturnType<typeof setTimeout> | undefined;
/** Kept by the page while the window lives, and by the panel's owner when the panel is closed. */
function set(change: Partial<PageState>): void {
  state = { ...state, ...change };
  clearTimeout(saving);
  saving = setTimeout(() => {
    vscode.setState(state);
    const { result: _, ...view } = state;
    vscode.postMessage({ kind: "state", state: view });
  }, 150);
}

function stop(): void {
  clearInterval(playing);
  playing = undefined;
}

function reveal(row: TimelineRow, focus: boolean): void {
  set({ selected: row.index });
  spoken.textContent = `${row.step}: ${row.text}`;
  if (row.uri && row.line) vscode.postMessage({ kind: "reveal", uri: row.uri, line: row.line, column: row.column, focus });
}

const first = new TimelineView({ label: "Events", onSelect: reveal });
const second = new TimelineView({ label: "Events of the other order", onSelect: reveal });
const header = el("header", {});
const views = el("div", { class: "views" });
const footer = el("footer", {});
/** Tells a screen reader what is selected while the timeline plays. */
const spoken = el("div", { class: "spoken", "aria-live": "polite" });

const currentRun = (): SimulationRun | undefined => state.result?.runs[state.run];
function currentOrders(): Order[] {
  const run = currentRun();
  return run ? orders(run, state.run, replays) : [];
}
const chosen = (list: readonly Order[], key: string): Order | undefined => list.find((order) => order.key === key);

/** Asks for what is not known yet; the answer draws again. */
function replay(wanted: readonly Replay[]): void {
  const missing = replays.missing(state.run, wanted);
  if (missing.length > 0) vscode.postMessage({ kind: "replay", run: state.run, replays: missing });
}

function show(key: string): void {
  stop();
  set({ shown: key, selected: -1 });
  render();
}

function toolbar(result: SimulateResult, list: readonly Order[]): HTMLElement {
  const step = (by: number) => () => {
    stop();
    first.move(by);
  };
  const play = button(playing ? "Pause" : "Play", "Step through the events (Space)", togglePlay);
  play.id = "play";
  const filter = el("input", { type: "search", placeholder: "Filter", "aria-label": "Filter events", value: state.filter });
  filter.addEventListener("input", () => {
    set({ filter: filter.value });
    draw();
  });
  const zoom = (by: number) => () => {
    set({ rowHeight: Math.max(18, Math.min(60, state.rowHeight + by)) });
    draw();
  };
  const bar = el("div", { class: "bar", role: "group", "aria-label": "Timeline" });
  if (result.runs.length > 1) {
    const names = result.runs.map((r) => `${r.provider} (${r.violations.length === 0 ? "holds" : "breaks"})`);
    bar.append(
      selectBox("Provider", names, state.run, (value) => {
        set({ run: value, shown: "", beside: "", selected: -1 });
        render();
      }),
    );
  }
  const labels = list.map((order) => order.label);
  const at = (key: string): number => list.findIndex((order) => order.key === key);
  if (list.length > 0) bar.append(selectBox("Order", labels, Math.max(0, at(state.shown)), (value) => show(list[value]?.key ?? "")));
  if (list.length > 1) {
    bar.append(
      selectBox("Compare with", ["nothing", ...labels], at(state.beside) + 1, (value) => {
        set({ beside: list[value - 1]?.key ?? "" });
        render();
      }),
    );
  }
  bar.append(
    button("◀", "Previous event (Up)", step(-1)),
    play,
    button("▶", "Next event (Down)", step(1)),
    button("−", "Smaller rows (-)", zoom(-4)),
    button("+", "Larger rows (+)", zoom(4)),
    filter,
    toggle("Hide unchanged", "Show only events that change something", "hideUnchanged"),
    toggle("Tree", "Show the tree of choices", "tree"),
  );
  const order = chosen(list, state.shown) ?? list[0];
  const run = currentRun();
  if (run && order) {
    if (state.beside) bar.append(button("Where they part", "Go to the first event that differs", toParting));
    bar.append(
      button("Debug this order", "Run this order in the debugger, forwards and back", () =>
        vscode.postMessage({ kind: "debug", provider: run.provider, schedule: order.schedule }),
      ),
    );
    bar.append(exports(order));
  }
  bar.append(button("Run again", "Read the source again and try every order", () => vscode.postMessage({ kind: "again" })));
  return bar;
}

function toggle(text: string, title: string, name: "hideUnchanged" | "tree"): HTMLButtonElement {
  return button(
    text,
    title,
    () => {
      set({ [name]: !state[name] });
      render();
    },
    state[name],
  );
}

function exports(order: Order): HTMLElement {
  const formats = ["svg", "mermaid", "json", "sarif", "text"] as const;
  const select = el("select", { "aria-label": "Export", title: "Export this order" }, el("option", { value: "" }, "Export …"));
  for (const format of formats) select.append(el("option", { value: format }, format.toUpperCase()));
  select.addEventListener("change", () => {
    const format = formats.find((name) => name === select.value);
    const own = order.violation < 0 && order.events ? { trace: { schedule: order.schedule, events: order.events } } : {};
    if (format) vscode.postMessage({ kind: "export", run: state.run, violation: order.violation, format, ...own });
    select.value = "";
  });
  return select;
}

let parting = -1;
function toParting(): void {
  if (parting < 0) return;
  second.select(parting, { tell: false });
  first.select(parting, { tell: true });
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

function tree(list: readonly Order[]): HTMLElement {
  replay(list.map(({ schedule }) => ({ schedule })));
  const known = list.map(({ schedule, label, bad }) => ({ schedule, label, bad, choices: replays.choices(state.run, schedule) ?? [] }));
  return treeElement(choiceTree(known), {
    order: (index) => ({ label: list[index]?.label ?? "", bad: list[index]?.bad ?? false, shown: list[index]?.key === state.shown }),
    show: (index) => show(list[index]?.key ?? ""),
    try: (index, decision, option) => {
      const schedule = list[index]?.schedule;
      if (schedule !== undefined) replay([{ schedule, branch: { decision, option } }]);
    },
  });
}

/** Draws the views; the header stays, so that the filter keeps the focus. */
function draw(): void {
  if (!currentRun()) return;
  const list = currentOrders();
  const order = chosen(list, state.shown) ?? list[0];
  const other = chosen(list, state.beside);
  replay([order, other].flatMap((one) => (one && !one.events ? [{ schedule: one.schedule }] : [])));
  const events = order?.events ?? [];
  parting = other?.events ? partingRow(events, other.events) : -1;
  const timeline = layoutTimeline(events);
  first.setRowHeight(state.rowHeight);
  first.set(timeline, visible(timeline.rows), parting);
  if (other?.events) {
    const beside = layoutTimeline(other.events);
    second.setRowHeight(state.rowHeight);
    second.set(beside, visible(beside.rows), parting);
  }
  const wait = (of: Order | undefined): HTMLElement[] =>
    of && !of.events ? [el("p", { class: "busy", role: "status" }, problem || "Replaying …")] : [];
  const parts = [
    ...(state.tree ? [tree(list)] : []),
    ...(order && !order.events ? wait(order) : [first.element]),
    ...(other ? (other.events ? [second.element] : wait(other)) : []),
  ];
  keepingFocus(() => views.replaceChildren(...parts));
  if (state.selected >= 0) first.select(state.selected, { tell: false });
  vscode.postMessage({ kind: "rendered", events: timeline.rows.length, lanes: timeline.lanes.length });
}

function render(): void {
  keepingFocus(renderAll);
}

function renderAll(): void {
  const { result } = state;
  const run = currentRun();
  if (!result || !run) {
    header.replaceChildren(el("h1", {}, result?.problem ?? "Nothing was simulated."));
    views.replaceChildren();
    footer.replaceChildren();
    root.replaceChildren(header);
    vscode.postMessage({ kind: "rendered", events: 0, lanes: 0 });
    return;
  }
  const list = currentOrders();
  const order = chosen(list, state.shown) ?? list[0];
  if (order && order.key !== state.shown) set({ shown: order.key });
  header.replaceChildren(
    el("h1", {}, result.entry, " ", el("span", { class: "count" }, `${summary(run)} · ${run.provider} · ${run.target}`)),
    el(
      "p",
      { class: `message ${order?.bad ? "bad" : ""}`, role: "status" },
      problem || (order?.message ?? "No order breaks this function."),
    ),
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
    ...run.bounds.map((b) => el("div", {}, `Cut: ${boundText(b)}${b.line ? ` (line ${b.line})` : ""}`)),
    el(
      "div",
      {},
      run.exhaustive ? "Every order was tried." : "Not every order was tried.",
      run.shortest && order?.bad ? " This is a shortest one that breaks." : "",
    ),
  );
  root.replaceChildren(header, views, footer, spoken);
  draw();
}

function takeResult({ result, restored, state: kept }: Extract<ToPage, { kind: "result" }>): void {
  stop();
  problem = "";
  replays.clear();
  const same = restored && state.result?.entry === result.entry;
  const broken = result.runs.findIndex((run) => run.violations.length > 0);
  if (kept && typeof kept === "object") set({ ...FIRST, ...(kept as Partial<PageState>), result });
  else if (same) set({ result });
  else set({ ...FIRST, rowHeight: state.rowHeight, tree: state.tree, result, run: Math.max(0, broken) });
  render();
  if (before !== undefined) named(before)?.focus({ preventScroll: true });
  before = undefined;
}

/** What a search has done so far. Its button stays the same one: a press of it may last longer than a text. */
const waiting = {
  text: el("span", { role: "status" }),
  cancel: button("Cancel", "Stop the search and show what it has found", cancelSearch),
};
const waitingRoom = el("p", { class: "busy" }, waiting.text, " ", waiting.cancel);
/** What had the focus when the search began: it has it again when the page is back. */
let before: string | undefined;
function cancelSearch(): void {
  vscode.postMessage({ kind: "cancel" });
}
function busy({ text, cancellable }: Extract<ToPage, { kind: "busy" }>): void {
  waiting.text.textContent = text;
  waiting.cancel.hidden = !cancellable;
  if (waitingRoom.parentElement === root) return;
  const had = document.activeElement;
  before = had && had !== document.body ? nameOf(had) : undefined;
  root.replaceChildren(waitingRoom);
  if (before !== undefined) waiting.cancel.focus();
}

window.addEventListener("message", (event: MessageEvent<ToPage>) => {
  const message = event.data;
  switch (message.kind) {
    case "result":
      takeResult(message);
      return;
    case "replayed": {
      problem = message.problem ?? "";
      const fresh = replays.put(message.run, message.asked, message.runs);
      const run = state.result?.runs[message.run];
      const order = fresh === undefined || !run ? undefined : orders(run, message.run, replays).find((one) => one.schedule === fresh);
      if (order && message.run === state.run) show(order.key);
      else render();
      return;
    }
    case "busy":
      stop();
      busy(message);
      return;
    case "select": {
      const list = currentOrders();
      const events = (chosen(list, state.shown) ?? list[0])?.events;
      const row = events?.findIndex((e) => e.uri === message.uri && e.line === message.line) ?? -1;
      if (row >= 0 && events?.[first.selectedIndex]?.line !== message.line) first.select(row, { tell: false });
      return;
    }
  }
});

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " && !(target instanceof HTMLButtonElement)) togglePlay();
  else if (event.key === "+" || event.key === "-") {
    set({ rowHeight: Math.max(18, Math.min(60, state.rowHeight + (event.key === "+" ? 4 : -4))) });
    draw();
  } else return;
  event.preventDefault();
});

// what the page kept while the panel was hidden or the window was loaded again
const kept = vscode.getState() as PageState | undefined;
if (kept?.result) {
  state = { ...FIRST, ...kept };
  render();
}
vscode.postMessage({ kind: "ready" });
