/** What is looked up, and what can be answered: plain data. The rules of a provider (aliases, signed ports, ...) are not here. */

/** One record of a name database. Names are narrow text; addresses are four numbers 0..255 in network order. */
export interface HostRecord {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** IPv4 addresses in dotted decimal, e.g. "192.0.2.10". */
  readonly addresses: readonly string[];
}

export interface ServiceRecord {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** In host order, 0..65535. */
  readonly port: number;
  readonly protocol: string;
}

export interface ProtocolRecord {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly number: number;
}

/** A question as the program asked it: nothing is normalised, so that a wrong byte order reaches the database as it is. */
export type Query =
  | { readonly kind: "hostByName"; readonly name: string }
  | { readonly kind: "hostByAddr"; readonly address: string }
  | { readonly kind: "servByName"; readonly name: string; readonly protocol: string | undefined; readonly matching: Matching }
  /** `port` is the unswapped number, host order, as the provider understood the argument. */
  | { readonly kind: "servByPort"; readonly port: number; readonly protocol: string | undefined }
  | { readonly kind: "protoByName"; readonly name: string; readonly matching: Matching }
  | { readonly kind: "protoByNumber"; readonly number: number };

/** Which names of a record count: the documented rule, or the official name only (Wine; protocols in ReactOS). */
export type Matching = "name-or-alias" | "official-name";

/**
 * An answer. `error` 0 means found, and exactly one of the records is set. `delay` is the time that the lookup takes, in milliseconds of the
 * emulator's clock; a search ignores it.
 */
export interface Answer {
  readonly error: number;
  readonly host?: HostRecord;
  readonly service?: ServiceRecord;
  readonly protocol?: ProtocolRecord;
  readonly delay?: number;
}

/** A source of answers. Synchronous, and pure: the same question has the same answer for the whole run. */
export interface NameDatabase {
  lookup(query: Query): Answer;
}

/**
 * The JSON form of a scripted database. Hosts that are not listed answer WSAHOST_NOT_FOUND, services and protocols WSANO_DATA.
 * `error` is a Winsock error by number or name ("WSATRY_AGAIN"); `delay` is in milliseconds.
 */
export interface ScriptedRecords {
  readonly hosts?: readonly (HostRecord & { readonly delay?: number })[];
  /** Names (or dotted addresses, for lookups by address) that fail. */
  readonly hostErrors?: readonly { readonly name: string; readonly error: number | string; readonly delay?: number }[];
  readonly services?: readonly (ServiceRecord & { readonly delay?: number })[];
  readonly serviceErrors?: readonly {
    readonly name?: string;
    readonly port?: number;
    readonly error: number | string;
    readonly delay?: number;
  }[];
  readonly protocols?: readonly (ProtocolRecord & { readonly delay?: number })[];
  readonly protocolErrors?: readonly {
    readonly name?: string;
    readonly number?: number;
    readonly error: number | string;
    readonly delay?: number;
  }[];
  /** Error of every host that is not listed; default WSAHOST_NOT_FOUND. */
  readonly otherHosts?: number | string;
  /** Delay of every lookup without one of its own, in milliseconds; default 0. */
  readonly delay?: number;
}
