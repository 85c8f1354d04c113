/** Markdown page of a rule, from the rule's own documentation. Loaded when a person asks for it. */
import { documentedRules } from "../rules/documentation.ts";
import { rulePage as pageOf } from "../rules/pages.ts";

export function rulePage(id: string): string {
  const rule = documentedRules.find((r) => r.id === id);
  return rule ? pageOf(rule) : `# ${id}\n\nThere is no such rule.\n`;
}
