/** Searches for orders that show findings: of one finding when a person asks, of a whole file when it is saved. */
import type { Position } from "vscode-languageserver";
import type { Proof } from "../prove/types.ts";
import { Cancelled } from "./guard.ts";
import type { Cancellation } from "./host.ts";
import type { WitnessParams, WitnessResult } from "./protocol.ts";
import type { LanguageService } from "./service.ts";

/** Seconds for one entry when a person waits for the answer. */
const ASKED_SECONDS = 20;
/** Seconds for one function when nobody asked. */
const SAVED_SECONDS = 2;

/** Ends when somebody says so. */
class Stop implements Cancellation {
  isCancellationRequested = false;
  private readonly listeners = new Set<() => void>();

  onCancellationRequested(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  cancel(): void {
    this.isCancellationRequested = true;
    for (const listener of this.listeners) listener();
  }
}

function sentence(proof: Proof): string {
  switch (proof.kind) {
    case "proven":
      return `Proven: an order of ${proof.witness.entry} under ${proof.witness.provider} shows it.`;
    case "shown":
      return `An order of ${proof.witness.entry} under ${proof.witness.provider} shows it, with ${proof.assumptions.length} assumptions.`;
    case "refuted":
      return `Refuted: ${proof.by}.`;
    case "open":
      return `Neither proven nor refuted: ${proof.why}.`;
  }
}

const isPosition = (value: unknown): value is Position =>
  typeof value === "object" && value !== null && "line" in value && "character" in value;

export class Proving {
  private running: Stop | undefined;

  constructor(
    private readonly service: LanguageService,
    private readonly log: (text: string) => void,
  ) {}

  /** Arguments of the command: a document's uri, a rule, the position of the finding. Answers what came of it. */
  async asked([uri, rule, at]: readonly unknown[], token: Cancellation): Promise<string | undefined> {
    if (typeof uri !== "string" || typeof rule !== "string" || !isPosition(at) || this.service.proves(uri) === "off") return undefined;
    return (await this.witness({ uri, rule, position: at }, token)).text;
  }

  /** An order that shows a finding, or why there is none. */
  async witness({ uri, rule, position }: WitnessParams, token: Cancellation): Promise<WitnessResult> {
    const proofs = await this.service.prove(
      uri,
      (finding, { start }) => finding.rule === rule && start.line === position.line && start.character === position.character,
      ASKED_SECONDS,
      token,
    );
    const proof = proofs?.[0];
    if (!proof) return { text: "The finding is not there any more." };
    return { text: sentence(proof), ...("witness" in proof ? { witness: proof.witness } : {}) };
  }

  /** Any edit ends what runs after a save. */
  edited(): void {
    this.running?.cancel();
    this.running = undefined;
  }

  /** One function after the other; `found` after each. */
  async saved(uri: string, found: () => void): Promise<void> {
    if (this.service.proves(uri) !== "onSave") return;
    this.edited();
    const stop = new Stop();
    this.running = stop;
    try {
      for (const name of await this.service.provable(uri, stop)) {
        if (await this.service.prove(uri, (finding) => finding.function === name, SAVED_SECONDS, stop)) found();
      }
    } catch (error) {
      if (!(error instanceof Cancelled)) this.log(`proving failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
}
