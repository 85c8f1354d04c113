/** Models of what stands around the asynchronous calls: types, constants and structures of the headers, and what their functions do. */
export * from "./constants.ts";
export * from "./records.ts";
export * from "./types.ts";
