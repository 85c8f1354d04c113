/** A debug session's question for its program, in the words of the service. */
import type { SearchRequest } from "../host.ts";
import type { SimulateParams } from "../protocol.ts";
import type { ProgramAnswer, ProgramQuery } from "./messages.ts";

/** A launch configuration may name a path. */
function addressOf(program: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(program)) return program;
  const path = program.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${path}` : `file:///${path}`;
}

export async function answerQuery(
  query: ProgramQuery,
  request: (params: SimulateParams) => Promise<SearchRequest | { readonly problem: string }>,
): Promise<ProgramAnswer> {
  const { uri, entry, line, provider, schedule, scenario } = query;
  const found = await request({
    uri: addressOf(uri),
    ...(entry ? { entry } : {}),
    ...(!entry && line ? { position: { line: line - 1, character: 0 } } : {}),
    ...(provider ? { providers: [provider] } : {}),
    ...(schedule ? { schedule } : {}),
    ...(scenario === undefined ? {} : { scenario }),
  });
  return "problem" in found ? { kind: "problem", text: found.problem } : { kind: "request", request: found };
}
