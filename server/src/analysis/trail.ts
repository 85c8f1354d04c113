/** Writes down what happens on the paths: the events, and for each path which of them matter to requests. */
import { type EventDetail, type Frame, isMark, type PathEvent, type Place, type Root } from "./events.ts";
import type { State } from "./state.ts";

export class Trail {
  readonly events: PathEvent[] = [];
  #histories = new Map<string, number>();
  #root!: Root;

  begin(root: Root): void {
    this.#root = root;
    this.#histories = new Map();
  }

  /** Takes over events of an earlier run. */
  take(events: readonly PathEvent[]): void {
    for (const event of events) this.events.push(event);
  }

  emit(state: State, frame: Frame, at: Place, detail: EventDetail): void {
    const event = {
      ...detail,
      at,
      frame,
      root: this.#root,
      previous: state.last,
      mark: state.mark,
      state: state.snapshot(),
      order: this.events.length,
    } as PathEvent;
    state.last = event;
    if (isMark(event.kind)) state.mark = event;
    this.events.push(event);
  }

  /** Something happened on the path that keeps it apart from paths where it did not. */
  remember(state: State, what: string): void {
    const key = `${state.history}>${what}`;
    let n = this.#histories.get(key);
    if (n === undefined) this.#histories.set(key, (n = this.#histories.size + 1));
    state.history = n;
  }
}
