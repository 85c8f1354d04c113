/** A timeline as a Mermaid sequence diagram. Renderers refuse more than 50,000 characters by default, so it is cut before that. */
import type { Timeline } from "./timeline.ts";

const LIMIT = 48_000;
// `;` ends a statement and `#` starts an entity code in Mermaid
const clean = (text: string): string => text.replace(/[;#\n]/g, " ").replace(/"/g, "'");

export function timelineMermaid(timeline: Timeline): string {
  const name = (lane: number): string => `L${lane}`;
  const lines = ["sequenceDiagram", ...timeline.lanes.map((lane, i) => `  participant ${name(i)} as ${clean(lane.title)}`)];
  const arrowTo = new Map(timeline.arrows.map((arrow) => [arrow.to, arrow]));
  let length = lines.join("\n").length;
  for (const row of timeline.rows) {
    const arrow = arrowTo.get(row.index);
    const text = clean(`${row.step} ${row.text}${row.line ? ` (line ${row.line})` : ""}`);
    const line = arrow ? `  ${name(arrow.fromLane)}->>${name(arrow.toLane)}: ${text}` : `  Note over ${name(row.lane)}: ${text}`;
    length += line.length + 1;
    if (length > LIMIT) {
      lines.push(`  Note over ${name(0)}: cut after event ${row.step} of ${timeline.rows.length}`);
      break;
    }
    lines.push(line);
  }
  return `${lines.join("\n")}\n`;
}
