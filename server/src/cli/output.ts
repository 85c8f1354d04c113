/** Where the command line writes, and how its answers are coloured. */
import { styleText } from "node:util";
import type { Paint } from "../report/text.ts";

/** Bad use: nothing is analysed, one line on standard error, exit status 2. */
export class UsageError extends Error {}

export const EXIT = { clean: 0, findings: 1, usage: 2, failure: 3 } as const;

const STYLE = { error: "red", warning: "yellow", info: "cyan", dim: "dim", bold: "bold" } as const;

/** `--color always|never|auto`; auto follows the terminal and NO_COLOR. */
export function painter(color: string): Paint {
  const on = color === "always" || (color === "auto" && process.stdout.isTTY === true && !process.env.NO_COLOR);
  // whether to paint is decided here, not by what the stream is
  return on ? (style, text) => styleText(STYLE[style], text, { validateStream: false }) : (_style, text) => text;
}

/** Writes and waits: a process that exits right after must not lose what a pipe has not taken yet. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== "EPIPE") reject(error);
      else resolve();
    });
  });
}

export const warn = (text: string): void => {
  process.stderr.write(`winsock-async: ${text}\n`);
};
