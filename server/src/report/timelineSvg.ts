/** A timeline as a picture that stands alone: an SVG file. */
import type { Timeline } from "./timeline.ts";

const ROW = 24;
const LANE = 110;
const HEAD = 36;
const LEFT = 48;

const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c);

const SPAN_FILL = { live: "#7fb77e", freed: "#d9534f", pending: "#6fa8dc", queued: "#e0a030" } as const;
const TONE_FILL = { normal: "#555555", bad: "#c00000", strong: "#1f4e8c", quiet: "#aaaaaa" } as const;

/** Width and height follow from the number of lanes and events (pixels); colours suit a white page. */
export function timelineSvg(timeline: Timeline, title: string): string {
  const x = (lane: number): number => LEFT + lane * LANE + LANE / 2;
  const y = (row: number): number => HEAD + row * ROW + ROW / 2;
  const textX = LEFT + timeline.lanes.length * LANE + 12;
  const longest = Math.max(20, ...timeline.rows.map((row) => row.text.length));
  const width = textX + Math.min(160, longest) * 7;
  const height = HEAD + timeline.rows.length * ROW + 12;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#777777"/></marker></defs>`,
  ];
  timeline.lanes.forEach((lane, i) => {
    parts.push(`<text x="${x(i)}" y="20" text-anchor="middle" font-weight="bold">${escapeXml(lane.title)}</text>`);
    parts.push(`<line x1="${x(i)}" y1="${HEAD - 6}" x2="${x(i)}" y2="${height - 6}" stroke="#dddddd"/>`);
  });
  for (const span of timeline.spans) {
    const dash = span.kind === "freed" ? ` fill-opacity="0.35"` : "";
    parts.push(
      `<rect x="${x(span.lane) - 5}" y="${y(span.from)}" width="10" height="${Math.max(4, y(span.to) - y(span.from))}" rx="4" fill="${SPAN_FILL[span.kind]}"${dash}><title>${escapeXml(span.title)}</title></rect>`,
    );
  }
  for (const arrow of timeline.arrows) {
    parts.push(
      `<path d="M${x(arrow.fromLane)} ${y(arrow.from)} L${x(arrow.toLane)} ${y(arrow.to)}" fill="none" stroke="#777777" stroke-dasharray="4 2" marker-end="url(#tip)"/>`,
    );
  }
  for (const row of timeline.rows) {
    const place = row.line ? ` (line ${row.line})` : "";
    parts.push(`<text x="8" y="${y(row.index) + 4}" fill="#888888">${row.step}</text>`);
    parts.push(`<circle cx="${x(row.lane)}" cy="${y(row.index)}" r="5" fill="${TONE_FILL[row.tone]}"/>`);
    const weight = row.tone === "bad" ? ` font-weight="bold"` : "";
    parts.push(
      `<text x="${textX}" y="${y(row.index) + 4}" fill="${row.tone === "bad" ? "#c00000" : "#222222"}"${weight}>${escapeXml(row.text + place)}</text>`,
    );
  }
  parts.push("</svg>");
  return `${parts.join("\n")}\n`;
}
