/** The rules' documentation as Markdown: one page a rule, and a list. */
import type { DocumentedRule } from "./context.ts";
import { documentedRules as rules } from "./documentation.ts";

export interface Page {
  /** File name. */
  readonly name: string;
  readonly text: string;
}

/** One rule's page; also what `explain` prints as Markdown. */
export function rulePage(rule: DocumentedRule): string {
  const d = rule.documentation;
  const entry = rule.catalogue === "-" ? "" : ` · catalogue entry ${rule.catalogue}`;
  return [
    `# ${rule.id}`,
    "",
    d.summary,
    "",
    `*${rule.severity} · ${rule.profile === "default" ? "on by default" : "strict profile"}${entry}*`,
    "",
    "## Why",
    "",
    d.why,
    "",
    "## What is seen",
    "",
    d.seen,
    "",
    "## Wrong",
    "",
    "```c",
    d.wrong,
    "```",
    "",
    "## Right",
    "",
    "```c",
    d.right,
    "```",
    "",
    "## Silencing",
    "",
    `\`/* winsock-async-ignore ${rule.id}: reason */\` on the line or the one before; \`{ "rules": { "${rule.id}": "off" } }\` in \`.winsock-async.json\`.`,
    "",
  ].join("\n");
}

export function pages(): Page[] {
  const list = [
    "# Rules",
    "",
    "Generated from the rules themselves. R1 to R6 are the orders in which the completion can meet a cancel: R1 before the request is taken up, R2 while the lookup runs, R3 while the result is copied, R4 before the message is posted, R5 while the message is queued, R6 after it was taken.",
    "",
    "| rule | severity | profile | what it reports |",
    "|---|---|---|---|",
    ...rules.map((r) => `| [${r.id}](${r.id}.md) | ${r.severity} | ${r.profile} | ${r.documentation.summary.replaceAll("|", "\\|")} |`),
    "",
  ].join("\n");
  return [{ name: "README.md", text: list }, ...rules.map((r) => ({ name: `${r.id}.md`, text: rulePage(r) }))];
}
