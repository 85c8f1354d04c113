/** `winsock-async rules` and `explain`. */
import { nearest } from "../features/configuration.ts";
import type { RuleInformation } from "../report/sarif.ts";
import { documentedRules as rules } from "../rules/documentation.ts";
import { rulePage } from "../rules/pages.ts";
import { functionCard, hoverCard } from "../winsock/documentation.ts";
import { EXIT, print, UsageError } from "./output.ts";

interface Options {
  readonly format: "text" | "markdown" | "json";
}

export function ruleInformation(): RuleInformation[] {
  return rules.map((rule) => {
    const { id, severity, profile, documentation } = rule;
    return { id, severity, profile, documentation, help: rulePage(rule) };
  });
}

export async function rulesCommand(options: Options): Promise<number> {
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (options.format === "json") {
    const list = sorted.map(({ id, catalogue, severity, profile, documentation }) => ({
      id,
      catalogue,
      severity,
      profile,
      summary: documentation.summary,
    }));
    await print(`${JSON.stringify({ version: 1, rules: list }, null, 2)}\n`);
  } else if (options.format === "markdown") {
    const rows = sorted.map(
      (rule) => `| [${rule.id}](${rule.id}.md) | ${rule.severity} | ${rule.profile} | ${rule.documentation.summary} |`,
    );
    await print(`| rule | severity | profile | |\n|---|---|---|---|\n${rows.join("\n")}\n`);
  } else {
    const width = Math.max(...sorted.map((rule) => rule.id.length));
    await print(
      sorted
        .map((rule) => `${rule.id.padEnd(width)}  ${rule.severity.padEnd(11)}  ${rule.profile.padEnd(7)}  ${rule.documentation.summary}\n`)
        .join(""),
    );
  }
  return EXIT.clean;
}

/** Markdown without its marks, for a terminal. Code stays as it is. */
const unmarked = (prose: string): string =>
  prose
    .split(/(`[^`\n]*`)/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part
            .replace(/^#+ /gm, "")
            .replace(/\*\*?([^*\n]+)\*\*?/g, "$1")
            .replace(/\[([^\]]+)\]\(([^)]+)\)/g, "$1 ($2)"),
    )
    .join("");
const plain = (markdown: string): string =>
  markdown
    .split(/^```\w*\n([\s\S]*?)^```$/gm)
    .map((part, i) => (i % 2 === 1 ? part.trimEnd() : unmarked(part)))
    .join("");

export async function explainCommand(id: string, options: Options): Promise<number> {
  const rule = rules.find((r) => r.id === id);
  if (!rule) {
    // calls and errors are explained too: people read them in the same log
    const card = functionCard(id) ?? hoverCard(id);
    if (card !== undefined && options.format !== "json") {
      await print(`${options.format === "text" ? plain(card) : card}\n`);
      return EXIT.clean;
    }
    const near = nearest(
      id,
      rules.map((r) => r.id),
    );
    throw new UsageError(`unknown rule '${id}'${near ? `; did you mean '${near}'?` : ""}`);
  }
  const { catalogue, severity, profile, documentation } = rule;
  if (options.format === "json")
    await print(`${JSON.stringify({ version: 1, id, catalogue, severity, profile, ...documentation }, null, 2)}\n`);
  else await print(options.format === "markdown" ? rulePage(rule) : plain(rulePage(rule)));
  return EXIT.clean;
}
