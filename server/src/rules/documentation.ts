/**
 * Every rule with its documentation. The bundles hold these texts in a file of their own that is read when a person asks for them
 * (scripts/build.mjs takes them out of the rules), so the texts are reached through this module alone.
 */
import type { DocumentedRule } from "./context.ts";
import { rules } from "./index.ts";

export const documentedRules = rules as readonly DocumentedRule[];
