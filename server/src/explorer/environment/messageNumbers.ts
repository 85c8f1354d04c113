/** Numbers of messages: those that are known, and one for each name that is declared somewhere else. */
import type { MessageNumber, StartSite, Unit } from "../../program/types.ts";

/** First number of messages whose own number is not visible. */
const FIRST_UNKNOWN = 0xb000;

export class MessageNumbers {
  readonly #named = new Map<string, number>();

  constructor(unit: Unit) {
    for (const start of unit.starts) this.ofStart(start);
  }

  of({ value, text }: MessageNumber): number {
    if (value !== undefined) return value;
    let number = this.#named.get(text);
    if (number === undefined) this.#named.set(text, (number = FIRST_UNKNOWN + this.#named.size));
    return number;
  }

  /** Number of a constant that is declared elsewhere and names a message, as its spelling or a start tells. */
  named(name: string): number | undefined {
    return this.#named.get(name) ?? (/^(?:\w+::)*U?WM_\w+$/.test(name) ? this.of({ value: undefined, text: name }) : undefined);
  }

  /** Its handlers know it by the same name, or are known to get it whatever it is called. */
  ofStart({ message, handlers }: StartSite): number {
    const met = handlers.find((handler) => handler.message)?.message;
    return this.of(message.value === undefined && met ? met : message);
  }
}
