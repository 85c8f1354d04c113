/** The rules' documentation as Markdown: one page a rule, and a list. */
import type { DocumentedRule } from "./context.ts";
import { documentedRules as rules } from "./documentation.ts";

export interface Page {
  /** File name. */
  readonly name: string;
  readonly text: string;
}

/** When a cancel comes, in the words of the rules' texts: the orders in which it can meet the completion. */
const MOMENTS = [
  "before the request is taken up",
  "while the lookup runs",
  "while the result is copied",
  "before the message is posted",
  "while the message is queued",
  "after the message was taken",
];

/** What `R4`, `R1 to R3` in a text mean; empty if there are none. */
function legend(text: string): string {
  const named = new Set<number>();
  for (const [, from, to] of text.matchAll(/\bR([1-6])(?: to R([1-6]))?/g))
    for (let i = Number(from); i <= Number(to ?? from); i++) named.add(i);
  const meanings = [...named].sort().map((i) => `R${i} ${MOMENTS[i - 1]}`);
  return meanings.length === 0 ? "" : `*When the cancel comes: ${meanings.join(", ")}.*`;
}

const fence = (code: string): string => `\`\`\`c\n${code.trim()}\n\`\`\``;

/** A rule's page: the same text in docs/rules, in the editor and in `explain`. */
export function rulePage({ id, severity, profile, documentation }: DocumentedRule): string {
  const { summary, why, seen, wrong, right } = documentation;
  return `${[
    `# ${id}`,
    summary.trim(),
    `*${severity.charAt(0).toUpperCase()}${severity.slice(1)}, ${profile === "default" ? "on by default" : "in the strict profile"}.*`,
    "## Why it is wrong",
    why.trim(),
    "## What is seen",
    seen.trim(),
    legend(`${why} ${seen}`),
    "## Wrong",
    fence(wrong),
    "## Right",
    fence(right),
    "## Silencing it",
    `\`// winsock-async-ignore ${id}: reason\` on the line or the one before, or \`"rules": { "${id}": "off" }\` in \`.winsock-async.json\`.`,
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

export function pages(): Page[] {
  const list = [
    "# Rules",
    "",
    `Generated from the rules themselves. R1 to R6 say when a cancel comes: ${MOMENTS.map((moment, i) => `R${i + 1} ${moment}`).join(", ")}.`,
    "",
    "| rule | severity | profile | what it reports |",
    "|---|---|---|---|",
    ...rules.map((r) => `| [${r.id}](${r.id}.md) | ${r.severity} | ${r.profile} | ${r.documentation.summary.replaceAll("|", "\\|")} |`),
    "",
  ].join("\n");
  return [{ name: "README.md", text: list }, ...rules.map((r) => ({ name: `${r.id}.md`, text: rulePage(r) }))];
}
