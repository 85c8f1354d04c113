/** From the arguments of a start call to an answer: which question a provider asks of the database, and what it answers by itself. */
import { WSAHOST_NOT_FOUND, WSANO_DATA } from "../winsock/errorValues.ts";
import { isDottedAddress } from "./database.ts";
import type { Answer, NameDatabase, Query } from "./names.ts";
import type { ProviderProfile } from "./profile.ts";

/** Arguments of a lookup, read and understood: `kind` is an index into KINDS. */
export interface LookupInput {
  readonly kind: number;
  /** Name, or the address in dotted decimal for a lookup by address. */
  readonly text: string;
  /** undefined: the pointer was NULL. */
  readonly protocol: string | undefined;
  /** Port as given (an int), or protocol number as given. */
  readonly number: number;
}

/** Answers a lookup as the provider would. `hostName` is this machine's own name, which always resolves. */
export function resolve(input: LookupInput, names: NameDatabase, profile: ProviderProfile, hostName: string): Answer {
  const answer = names.lookup(question(input, profile));
  if (input.kind === 0) return hostByName(input.text, answer, names, hostName);
  if (input.kind >= 2 && answer.error === WSANO_DATA && profile.noSuchEntry !== WSANO_DATA)
    return { ...answer, error: profile.noSuchEntry };
  return answer;
}

function question(input: LookupInput, profile: ProviderProfile): Query {
  const protocol = input.protocol ?? (profile.nullProtocol === "any" ? undefined : "");
  switch (input.kind) {
    case 0:
      return { kind: "hostByName", name: input.text };
    case 1:
      return { kind: "hostByAddr", address: input.text };
    case 2:
      if (profile.servByNameIsProtoByName) return { kind: "protoByName", name: input.text, matching: profile.protocolMatching };
      return { kind: "servByName", name: input.text, protocol, matching: profile.serviceMatching };
    case 3:
      return { kind: "servByPort", port: unswappedPort(input.number, profile), protocol };
    case 4:
      return { kind: "protoByName", name: input.text, matching: profile.protocolMatching };
    default:
      return { kind: "protoByNumber", number: input.number | 0 };
  }
}

/** The port in host order that the argument finds in this provider's table, or -1 if no entry can match it. */
function unswappedPort(argument: number, profile: ProviderProfile): number {
  const swapped = ((argument & 0xff) << 8) | ((argument >> 8) & 0xff);
  if (profile.portCompare === "low-16") return swapped;
  // Compared as int with a signed short: only a sign-extended value can match.
  const asInt = argument | 0;
  return asInt === (asInt << 16) >> 16 ? swapped : -1;
}

const ownAnswers = new Map<string, Answer>();

function own(key: string, make: () => Answer): Answer {
  let answer = ownAnswers.get(key);
  if (!answer) ownAnswers.set(key, (answer = make()));
  return answer;
}

const noData: Answer = { error: WSANO_DATA };

function hostByName(name: string, answer: Answer, names: NameDatabase, hostName: string): Answer {
  if (name === "") return hostByName(hostName, names.lookup({ kind: "hostByName", name: hostName }), names, hostName);
  if (answer.error !== WSAHOST_NOT_FOUND) return answer;
  // Dotted decimal needs no lookup; what looks like an address and is none has no data.
  if (isDottedAddress(name)) return own(name, () => ({ error: 0, host: { name, addresses: [name] } }));
  if (/^[0-9]+(\.[0-9]+){3}$/.test(name) || /^[0-9a-f]*:[0-9a-f:.%]*$/i.test(name)) return noData;
  if (name.toLowerCase() === hostName.toLowerCase()) return own(name, () => ({ error: 0, host: { name, addresses: ["127.0.0.1"] } }));
  return answer;
}
