/** A rule's page: the same text in docs/rules, in the editor and in `explain`. */
import type { Profile, RuleDocumentation, Severity } from "../rules/types.ts";

export interface DocumentedRule {
  readonly id: string;
  readonly catalogue: string;
  readonly severity: Severity;
  readonly profile: Profile;
  readonly documentation: RuleDocumentation;
}

const fence = (code: string): string => `\`\`\`c\n${code.trim()}\n\`\`\``;

export function ruleMarkdown({ id, severity, profile, documentation }: DocumentedRule): string {
  const { summary, why, seen, wrong, right } = documentation;
  return [
    `# ${id}`,
    summary.trim(),
    `*Severity ${severity}, ${profile} profile.*`,
    "## Why it is wrong",
    why.trim(),
    "## What is seen",
    seen.trim(),
    "## Wrong",
    fence(wrong),
    "## Right",
    fence(right),
    "## Silencing it",
    `\`// winsock-async-ignore ${id}: reason\` on the line or the one before, or \`"rules": {"${id}": "off"}\` in \`.winsock-async.json\`.`,
    "",
  ].join("\n\n");
}
