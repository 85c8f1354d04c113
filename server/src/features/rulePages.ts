/** Markdown page of a rule, from the rule's own documentation. Loaded when a person asks for it. */
import { ruleMarkdown } from "../report/ruleMarkdown.ts";
import { documentedRules } from "../rules/documentation.ts";

export function rulePage(id: string): string {
  const rule = documentedRules.find((r) => r.id === id);
  return rule ? ruleMarkdown(rule) : `# ${id}\n\nThere is no such rule.\n`;
}
