/** One schedule drawn: lanes and a list of events. Only the rows in sight exist, so ten thousand events scroll smoothly. */
import type { Timeline, TimelineRow } from "../../server/src/report/timeline.ts";
import { el, svg } from "./dom.ts";

const MARGIN = 12;
const NUMBER = 44;
/** Width of a lane in pixels, and the share of the panel that all lanes may take. */
const LANE = { least: 30, most: 96, share: 0.42 };

export interface ViewOptions {
  readonly label: string;
  readonly onSelect: (row: TimelineRow, focus: boolean) => void;
}

export class TimelineView {
  readonly element: HTMLElement;
  private readonly heads = el("div", { class: "heads", "aria-hidden": "true" });
  private readonly scroll: HTMLElement;
  private readonly space = el("div", { class: "space" });
  private readonly drawing = svg("svg", { class: "lanes", "aria-hidden": "true" });
  private timeline: Timeline = { lanes: [], rows: [], arrows: [], spans: [] };
  /** Rows that are shown, in order (filter and "hide unchanged" leave rows out). */
  private shown: readonly TimelineRow[] = [];
  private position = new Map<number, number>();
  private selected = -1;
  private parting = -1;
  private rowHeight = 26;
  private readonly drawn = new Map<number, HTMLElement>();
  private frame = 0;
  private drawnWidth = 0;

  constructor(private readonly options: ViewOptions) {
    this.scroll = el("div", { class: "scroll", role: "listbox", tabindex: "0", "aria-label": options.label });
    this.space.append(this.drawing);
    this.scroll.append(this.space);
    this.element = el("section", { class: "view" }, this.heads, this.scroll);
    this.scroll.addEventListener("scroll", () => this.schedule());
    this.scroll.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.schedule()).observe(this.scroll);
  }

  set(timeline: Timeline, shown: readonly TimelineRow[], parting: number): void {
    this.timeline = timeline;
    this.shown = shown;
    this.parting = parting;
    this.position = new Map(shown.map((row, i) => [row.index, i]));
    this.heads.replaceChildren(
      el("span", { class: "number" }),
      ...timeline.lanes.map((lane) => el("span", { class: "head", title: lane.title }, el("span", {}, lane.title))),
    );
    for (const row of this.drawn.values()) row.remove();
    this.drawn.clear();
    this.redraw();
  }

  setRowHeight(pixels: number): void {
    this.rowHeight = pixels;
    this.element.style.setProperty("--row", `${pixels}px`);
    for (const row of this.drawn.values()) row.remove();
    this.drawn.clear();
    this.redraw();
  }

  get selectedIndex(): number {
    return this.selected;
  }

  /** Selects a row by its index in the timeline and scrolls it into sight. */
  select(index: number, options: { readonly tell: boolean; readonly focus?: boolean }): void {
    const at = this.position.get(index);
    if (at === undefined) return;
    this.selected = index;
    const top = at * this.rowHeight;
    if (top < this.scroll.scrollTop) this.scroll.scrollTop = top;
    else if (top + this.rowHeight > this.scroll.scrollTop + this.scroll.clientHeight)
      this.scroll.scrollTop = top + this.rowHeight - this.scroll.clientHeight;
    this.redraw();
    const row = this.timeline.rows[index];
    if (row && options.tell) this.options.onSelect(row, options.focus ?? false);
  }

  /** Moves by shown rows; answers false at the end. */
  move(by: number): boolean {
    const at = this.position.get(this.selected) ?? -1;
    const next = this.shown[Math.max(0, Math.min(this.shown.length - 1, at + by))];
    if (!next || next.index === this.selected) return false;
    this.select(next.index, { tell: true });
    return true;
  }

  private key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.scroll.clientHeight / this.rowHeight) - 1);
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const by = moves[event.key];
    if (by !== undefined) this.move(Number.isFinite(by) ? by : Math.sign(by) * this.shown.length);
    else if (event.key === "Enter") this.select(this.selected, { tell: true, focus: true });
    else return;
    event.preventDefault();
  }

  private schedule(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.redraw();
    });
  }

  /** Lanes share less than half of the panel, so that the sentences stay in sight. */
  private laneWidth(): number {
    const room = (this.scroll.clientWidth || 800) - NUMBER;
    return Math.round(Math.max(LANE.least, Math.min(LANE.most, (room * LANE.share) / Math.max(1, this.timeline.lanes.length))));
  }

  private redraw(): void {
    const height = this.shown.length * this.rowHeight;
    this.space.style.height = `${height}px`;
    const width = this.laneWidth();
    if (width !== this.drawnWidth) {
      // the panel was resized: rows hold the width of the lanes
      this.drawnWidth = width;
      this.element.style.setProperty("--lane", `${width}px`);
      for (const row of this.drawn.values()) row.remove();
      this.drawn.clear();
    }
    const first = Math.max(0, Math.floor(this.scroll.scrollTop / this.rowHeight) - MARGIN);
    const last = Math.min(
      this.shown.length - 1,
      Math.ceil((this.scroll.scrollTop + Math.max(this.scroll.clientHeight, 400)) / this.rowHeight) + MARGIN,
    );
    for (const [at, row] of this.drawn) {
      if (at >= first && at <= last) continue;
      row.remove();
      this.drawn.delete(at);
    }
    // a row that is out of sight is not there
    let active: string | undefined;
    for (let at = first; at <= last; at++) {
      const row = this.shown[at];
      if (!row) continue;
      let element = this.drawn.get(at);
      if (!element) {
        element = this.rowElement(row, at);
        this.drawn.set(at, element);
        this.space.append(element);
      }
      const selected = row.index === this.selected;
      element.classList.toggle("selected", selected);
      element.setAttribute("aria-selected", String(selected));
      if (selected) active = element.id;
    }
    if (active === undefined) this.scroll.removeAttribute("aria-activedescendant");
    else this.scroll.setAttribute("aria-activedescendant", active);
    this.draw(first, last);
  }

  private rowElement(row: TimelineRow, at: number): HTMLElement {
    const lane = this.timeline.lanes[row.lane]?.title ?? "";
    const place = row.line ? `line ${row.line}` : "";
    return el(
      "div",
      {
        id: `${this.options.label.replace(/\W/g, "")}-${row.index}`,
        class: `row ${row.tone}${row.index === this.parting ? " parting" : ""}`,
        role: "option",
        "aria-setsize": this.shown.length,
        "aria-posinset": at + 1,
        title: [row.text, ...row.changes].join("\n"),
        style: `top:${at * this.rowHeight}px;height:${this.rowHeight}px`,
        onclick: () => this.select(row.index, { tell: true }),
        ondblclick: () => this.select(row.index, { tell: true, focus: true }),
      },
      el("span", { class: "step" }, String(row.step)),
      el("span", { class: "gap", style: `width:${this.timeline.lanes.length * this.drawnWidth + 6}px` }),
      // lanes are drawn; who acts is said
      el("span", { class: "spoken" }, `${lane}: `),
      el("span", { class: "mark", "aria-hidden": "true" }, row.changes.length > 0 ? "●" : ""),
      el("span", { class: "text" }, row.text, row.changes.length > 0 ? el("span", { class: "change" }, ` ${row.changes.join("  ")}`) : ""),
      el("span", { class: "place" }, place),
    );
  }

  /** Lanes, spans, arrows and dots of the rows in sight. */
  private draw(first: number, last: number): void {
    const width = this.drawnWidth;
    const x = (lane: number): number => lane * width + width / 2;
    const y = (at: number): number => at * this.rowHeight + this.rowHeight / 2;
    /** Where a row stands; one that is filtered out stands at the next shown one. */
    const where = (index: number): number => {
      const exact = this.position.get(index);
      if (exact !== undefined) return exact;
      // the first shown row behind it, by halves
      let low = 0;
      let high = this.shown.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.shown[middle]!.index > index) high = middle;
        else low = middle + 1;
      }
      return Math.min(low, this.shown.length - 1);
    };
    // only what is in sight is drawn, on a picture no larger than that
    const start = first * this.rowHeight;
    const height = Math.max(1, (last - first + 1) * this.rowHeight);
    this.drawing.style.top = `${start}px`;
    this.drawing.setAttribute("width", String(this.timeline.lanes.length * width));
    this.drawing.setAttribute("height", String(height));
    this.drawing.setAttribute("viewBox", `0 ${start} ${Math.max(1, this.timeline.lanes.length * width)} ${height}`);
    const parts: SVGElement[] = [
      svg(
        "defs",
        {},
        svg(
          "marker",
          { id: "tip", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
          svg("path", { class: "arrow-tip", d: "M0 0 L8 4 L0 8 z" }),
        ),
      ),
    ];
    const firstIndex = this.shown[first]?.index ?? 0;
    const lastIndex = this.shown[last]?.index ?? 0;
    const top = y(first) - this.rowHeight;
    const bottom = y(last) + this.rowHeight;
    this.timeline.lanes.forEach((_, i) => {
      parts.push(svg("line", { class: "lane-line", x1: x(i), x2: x(i), y1: Math.max(0, top), y2: bottom }));
    });
    for (const span of this.timeline.spans) {
      if (span.to < firstIndex || span.from > lastIndex) continue;
      const from = Math.max(where(span.from), first - 1);
      const to = Math.min(where(span.to), last + 1);
      if (to < first || from > last) continue;
      parts.push(
        svg("rect", {
          class: `span ${span.kind}`,
          x: x(span.lane) - 6,
          y: y(from),
          width: 12,
          height: Math.max(4, y(to) - y(from)),
          rx: 4,
        }),
      );
    }
    for (const arrow of this.timeline.arrows) {
      if (Math.max(arrow.from, arrow.to) < firstIndex || Math.min(arrow.from, arrow.to) > lastIndex) continue;
      const from = where(arrow.from);
      const to = where(arrow.to);
      if (Math.max(from, to) < first || Math.min(from, to) > last) continue;
      const [x1, y1, x2, y2] = [x(arrow.fromLane), y(from), x(arrow.toLane), y(to)];
      parts.push(
        svg("path", {
          class: "arrow",
          d: `M${x1} ${y1} C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2} ${x2 + (x1 < x2 ? -6 : 6)} ${y2}`,
          "marker-end": "url(#tip)",
        }),
      );
    }
    for (let at = first; at <= last; at++) {
      const row = this.shown[at];
      if (row) parts.push(svg("circle", { class: `dot ${row.tone}`, cx: x(row.lane), cy: y(at), r: row.tone === "bad" ? 6 : 4.5 }));
    }
    this.drawing.replaceChildren(...parts);
    this.heads.style.marginLeft = `${-this.scroll.scrollLeft}px`;
  }

  /** Pixels the numbers and lanes take, for tests. */
  get gutter(): number {
    return NUMBER + this.timeline.lanes.length * this.drawnWidth;
  }
}
