/** What no feature caught must not end the server; only a client that is gone does. */

/** Codes of writes to a client that is no longer there. */
const GONE = new Set(["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED", "ERR_STREAM_WRITE_AFTER_END", "ERR_IPC_CHANNEL_CLOSED"]);

export function surviveFailures(): void {
  const failed = (error: unknown): void => {
    if (GONE.has((error as NodeJS.ErrnoException | undefined)?.code ?? "")) process.exit(1);
    process.stderr.write(`winsock-async: ${error instanceof Error ? error.stack : String(error)}\n`);
  };
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", failed);
}
