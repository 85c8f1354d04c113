/** What `platform/` knows, as the resolution of calls asks for it. */
import { lookupFunction, lookupMethod } from "../platform/index.ts";
import type { KnownFunctions } from "./resolve.ts";

export const knownFunctions: KnownFunctions = {
  function: (name) => lookupFunction(name) !== undefined,
  method: (record, name) => {
    const found = lookupMethod(record, name);
    return found && `${found.record}::${found.name}`;
  },
};
