/** Models of what stands around the asynchronous calls: types, constants and structures of the headers, and what their functions do. */
export * from "./constants.ts";
export * from "./effects.ts";
export { type FunctionRow, nameIn, type PlatformFunction, type Signature, signatureOf } from "./family.ts";
export * from "./functions.ts";
export * from "./records.ts";
export * from "./types.ts";
export * from "./frameworks.ts";
