/** What a search worker hears and says; the same in Node and in the browser. */
import type { SearchAnswer, SearchProgress, SearchRequest } from "./host.ts";

export type ToSearch =
  | {
      readonly kind: "start";
      readonly request: SearchRequest;
      readonly wasm?: { readonly runtime: Uint8Array; readonly c: Uint8Array; readonly cpp: Uint8Array };
    }
  | { readonly kind: "cancel" };

export type FromSearch =
  | { readonly kind: "progress"; readonly progress: SearchProgress }
  | ({ readonly kind: "done" } & SearchAnswer)
  | { readonly kind: "failed"; readonly message: string };
