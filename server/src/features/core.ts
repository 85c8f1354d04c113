/** The analysis, loaded when the first file that names one of the calls is looked at: most folders have none. */
export { AnalysisMemory } from "../analysis/memory.ts";
export { createWorkspace, MAX_ROUNDS } from "../program/workspace.ts";
export { checkUnit } from "../rules/check.ts";
export { entriesOf, lineEntry } from "./entries.ts";
