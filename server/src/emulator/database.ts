/** Name databases: scripted records, and the one that answers everything. Tables in files are in files.ts. */
import { errorValues, WSAHOST_NOT_FOUND, WSANO_DATA } from "../winsock/errorValues.ts";
import { lineAt, linesOf } from "./jsonPlaces.ts";
import type { Answer, HostRecord, NameDatabase, ProtocolRecord, Query, ScriptedRecords, ServiceRecord } from "./names.ts";

/** A fault in a database that was handed in. `where` is the JSON path, "FILE:LINE", or for JSON text "FILE:LINE PATH". */
export interface DatabaseProblem {
  readonly where: string;
  readonly reason: string;
}

export class DatabaseError extends Error {
  readonly problems: readonly DatabaseProblem[];
  constructor(problems: readonly DatabaseProblem[]) {
    super(problems.map((p) => `${p.where}: ${p.reason}`).join("\n"));
    this.name = "DatabaseError";
    this.problems = problems;
  }
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function named(record: { name: string; aliases?: readonly string[] }, name: string, official = false): boolean {
  return same(record.name, name) || (!official && (record.aliases ?? []).some((alias) => same(alias, name)));
}

function errorNumber(error: number | string): number {
  return typeof error === "number" ? error : errorValues[error]!;
}

/**
 * A database from records. Names compare without case; the first record that matches wins. Unknown hosts answer WSAHOST_NOT_FOUND (or
 * `otherHosts`), unknown services and protocols WSANO_DATA.
 * @throws DatabaseError with one line per fault, if the records are malformed.
 */
export function scriptedDatabase(records: ScriptedRecords): NameDatabase {
  const problems = checkRecords(records);
  if (problems.length) throw new DatabaseError(problems);
  // One answer object per record: equal answers are then the same object, which keeps the states of a search few.
  const answers = new Map<object, Answer>();
  const give = (key: object, make: () => Answer): Answer => {
    let answer = answers.get(key);
    if (!answer) answers.set(key, (answer = make()));
    return answer;
  };
  const delayOf = (entry: { delay?: number }) => entry.delay ?? records.delay ?? 0;
  const failed = (entry: { error: number | string; delay?: number }) =>
    give(entry, () => ({ error: errorNumber(entry.error), delay: delayOf(entry) }));
  const host = (entry: HostRecord & { delay?: number }) => give(entry, () => ({ error: 0, host: entry, delay: delayOf(entry) }));
  const service = (entry: ServiceRecord & { delay?: number }) => give(entry, () => ({ error: 0, service: entry, delay: delayOf(entry) }));
  const protocol = (entry: ProtocolRecord & { delay?: number }) =>
    give(entry, () => ({ error: 0, protocol: entry, delay: delayOf(entry) }));
  const noHost: Answer = { error: errorNumber(records.otherHosts ?? WSAHOST_NOT_FOUND), delay: records.delay ?? 0 };
  const noEntry: Answer = { error: WSANO_DATA, delay: records.delay ?? 0 };

  return {
    lookup(query: Query): Answer {
      switch (query.kind) {
        case "hostByName": {
          const error = records.hostErrors?.find((e) => same(e.name, query.name));
          if (error) return failed(error);
          const found = records.hosts?.find((h) => named(h, query.name));
          return found ? host(found) : noHost;
        }
        case "hostByAddr": {
          const error = records.hostErrors?.find((e) => e.name === query.address);
          if (error) return failed(error);
          const found = records.hosts?.find((h) => h.addresses.includes(query.address));
          return found ? host(found) : noHost;
        }
        case "servByName": {
          const error = records.serviceErrors?.find((e) => e.name !== undefined && same(e.name, query.name));
          if (error) return failed(error);
          const found = records.services?.find(
            (s) =>
              named(s, query.name, query.matching === "official-name") &&
              (query.protocol === undefined || same(s.protocol, query.protocol)),
          );
          return found ? service(found) : noEntry;
        }
        case "servByPort": {
          const error = records.serviceErrors?.find((e) => e.port === query.port);
          if (error) return failed(error);
          const found = records.services?.find(
            (s) => s.port === query.port && (query.protocol === undefined || same(s.protocol, query.protocol)),
          );
          return found ? service(found) : noEntry;
        }
        case "protoByName": {
          const error = records.protocolErrors?.find((e) => e.name !== undefined && same(e.name, query.name));
          if (error) return failed(error);
          const found = records.protocols?.find((p) => named(p, query.name, query.matching === "official-name"));
          return found ? protocol(found) : noEntry;
        }
        case "protoByNumber": {
          const error = records.protocolErrors?.find((e) => e.number === query.number);
          if (error) return failed(error);
          const found = records.protocols?.find((p) => p.number === query.number);
          return found ? protocol(found) : noEntry;
        }
      }
    },
  };
}

const dotted = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** Whether `text` is an IPv4 address in dotted decimal. */
export function isDottedAddress(text: string): boolean {
  return dotted.test(text);
}

/** Faults of scripted records, by JSON path. Empty if they can be used. Takes anything, e.g. what JSON.parse gave. */
export function checkRecords(records: unknown): DatabaseProblem[] {
  const problems: DatabaseProblem[] = [];
  const report = (where: string, reason: string) => problems.push({ where, reason });
  if (typeof records !== "object" || records === null || Array.isArray(records)) return [{ where: "$", reason: "an object is expected" }];
  const known = ["hosts", "hostErrors", "services", "serviceErrors", "protocols", "protocolErrors", "otherHosts", "delay"];
  const all = records as Record<string, unknown>;
  for (const key of Object.keys(all)) if (!known.includes(key)) report(`$.${key}`, `unknown member; known are ${known.join(", ")}`);

  const text = (value: unknown, where: string) => {
    if (typeof value !== "string") report(where, "a text is expected");
    else if (/[\0]/.test(value) || [...value].some((c) => c.charCodeAt(0) > 255))
      report(where, "only characters 1 to 255 can be delivered");
  };
  const whole = (value: unknown, where: string, from: number, to: number) => {
    if (typeof value !== "number" || !Number.isInteger(value) || value < from || value > to)
      report(where, `a whole number from ${from} to ${to} is expected`);
  };
  const error = (value: unknown, where: string) => {
    if (typeof value === "string") {
      if (!(value in errorValues)) report(where, `unknown error name '${value}'`);
    } else whole(value, where, 1, 0xffff);
  };
  const delay = (value: unknown, where: string) => {
    if (value !== undefined && (typeof value !== "number" || !(value >= 0))) report(where, "milliseconds, not negative, are expected");
  };
  const each = (key: string, run: (entry: Record<string, unknown>, where: string) => void) => {
    const list = all[key];
    if (list === undefined) return;
    if (!Array.isArray(list)) return report(`$.${key}`, "a list is expected");
    for (const [index, entry] of list.entries() as IterableIterator<[number, unknown]>) {
      const where = `$.${key}[${index}]`;
      if (typeof entry !== "object" || entry === null) {
        report(where, "an object is expected");
        continue;
      }
      const fields = entry as Record<string, unknown>;
      delay(fields["delay"], `${where}.delay`);
      run(fields, where);
    }
  };
  const names = (entry: Record<string, unknown>, where: string) => {
    text(entry["name"], `${where}.name`);
    const aliases = entry["aliases"];
    if (aliases === undefined) return;
    if (!Array.isArray(aliases)) report(`${where}.aliases`, "a list is expected");
    else for (const [index, alias] of aliases.entries()) text(alias, `${where}.aliases[${index}]`);
  };
  each("hosts", (entry, where) => {
    names(entry, where);
    const addresses = entry["addresses"];
    if (!Array.isArray(addresses)) report(`${where}.addresses`, "a list of IPv4 addresses is expected");
    else
      addresses.forEach((address: unknown, index) => {
        if (typeof address !== "string" || !dotted.test(address))
          report(`${where}.addresses[${index}]`, "an IPv4 address such as 192.0.2.10 is expected");
      });
  });
  each("hostErrors", (entry, where) => {
    text(entry["name"], `${where}.name`);
    error(entry["error"], `${where}.error`);
  });
  each("services", (entry, where) => {
    names(entry, where);
    whole(entry["port"], `${where}.port`, 0, 65535);
    text(entry["protocol"], `${where}.protocol`);
  });
  each("serviceErrors", (entry, where) => {
    if (entry["name"] === undefined && entry["port"] === undefined) report(where, "name or port is expected");
    error(entry["error"], `${where}.error`);
  });
  each("protocols", (entry, where) => {
    names(entry, where);
    whole(entry["number"], `${where}.number`, -32768, 65535);
  });
  each("protocolErrors", (entry, where) => {
    if (entry["name"] === undefined && entry["number"] === undefined) report(where, "name or number is expected");
    error(entry["error"], `${where}.error`);
  });
  if (all["otherHosts"] !== undefined) error(all["otherHosts"], "$.otherHosts");
  delay(all["delay"], "$.delay");
  return problems;
}

/**
 * Scripted records from JSON text.
 * @throws DatabaseError for text that is not JSON (with its line) or for malformed records.
 */
export function parseScripted(json: string, file = "records"): ScriptedRecords {
  let records: unknown;
  try {
    records = JSON.parse(json);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(message);
    // Without a position the text ended too early.
    const line = json.slice(0, position ? Number(position[1]) : json.trimEnd().length).split("\n").length;
    throw new DatabaseError([{ where: `${file}:${line}`, reason: `not JSON: ${message}` }]);
  }
  const problems = checkRecords(records);
  if (problems.length > 0) {
    const lines = linesOf(json);
    throw new DatabaseError(problems.map((p) => ({ where: `${file}:${lineAt(lines, p.where)} ${p.where}`, reason: p.reason })));
  }
  return records as ScriptedRecords;
}

/**
 * A database in which everything exists: for a search over code whose names are unknown. Hosts get one address of 192.0.2.0/24, services and
 * protocols what was asked for. The answer depends on the question alone.
 */
export function everythingDatabase(): NameDatabase {
  const answers = new Map<string, Answer>();
  return {
    lookup(query) {
      const key = Object.values(query).join("\0");
      let answer = answers.get(key);
      if (!answer) answers.set(key, (answer = invent(query)));
      return answer;
    },
  };
}

function invent(query: Query): Answer {
  switch (query.kind) {
    case "hostByName": {
      const sum = [...query.name].reduce((total, c) => (total * 31 + c.charCodeAt(0)) % 254, 7);
      return { error: 0, host: { name: query.name, addresses: [isDottedAddress(query.name) ? query.name : `192.0.2.${sum + 1}`] } };
    }
    case "hostByAddr":
      return { error: 0, host: { name: "host.test", addresses: [query.address] } };
    case "servByName":
      return { error: 0, service: { name: query.name, port: 80, protocol: query.protocol ?? "tcp" } };
    case "servByPort":
      return { error: 0, service: { name: "service", port: query.port & 0xffff, protocol: query.protocol ?? "tcp" } };
    case "protoByName":
      return { error: 0, protocol: { name: query.name, number: 6 } };
    case "protoByNumber":
      return { error: 0, protocol: { name: "proto", number: query.number } };
  }
}
