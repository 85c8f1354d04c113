/**
 * The API as data. Facts only: the long texts come with `documentation.ts` and `texts/`, which are imported by name where they are
 * needed so that they can load late.
 */
export * from "./cancelStates.ts";
export * from "./constants.ts";
export * from "./errors.ts";
export * from "./functions.ts";
export * from "./macros.ts";
export * from "./migration.ts";
export * from "./resultSizes.ts";
export * from "./structures.ts";
export type * from "./types.ts";
