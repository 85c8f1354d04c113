/** Builds function records: prototype and argument positions come from the one parameter list, so they cannot disagree. */
import type { Channel, DocumentedError, Parameter, ParameterRole, WinsockFunction } from "./types.ts";

type Extra = Omit<Parameter, "name" | "type" | "role" | "direction" | "nullable"> & { readonly nullable?: boolean };

export function parameter(
  name: string,
  type: string,
  role: ParameterRole,
  direction: Parameter["direction"] = "in",
  extra: Extra = {},
): Parameter {
  return { name, type, role, direction, nullable: false, ...extra };
}

function declaration(p: Parameter): string {
  return p.type.endsWith("*") ? `${p.type}${p.name}` : `${p.type} ${p.name}`;
}

export function defineFunction(facts: Omit<WinsockFunction, "prototype" | "positions" | "convention">): WinsockFunction {
  const convention = "WSAAPI";
  const list = facts.parameters.map(declaration).join(", ") || "void";
  const positions: Partial<Record<ParameterRole, number>> = {};
  facts.parameters.forEach((p, index) => {
    positions[p.role] = index;
  });
  const space = facts.returnType.endsWith("*") ? "" : " ";
  return { ...facts, convention, prototype: `${facts.returnType}${space}${convention} ${facts.name}(${list});`, positions };
}

/** `errorList("S", "A B", "A", "C")` = codes A and B on channel S, C on channel A. */
export function errorList(...pairs: readonly string[]): DocumentedError[] {
  const out: DocumentedError[] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    for (const code of pairs[i + 1]!.split(" ")) out.push({ code, channel: pairs[i] as Channel });
  }
  return out;
}

/** Microsoft's page of a function. */
export function pageOf(name: string, header: "winsock" | "winsock2" | "ws2tcpip"): string {
  return `https://learn.microsoft.com/windows/win32/api/${header}/nf-${header}-${name.toLowerCase()}`;
}
