/** Version of the package, written in by the build. */
declare const WINSOCK_ASYNC_VERSION: string | undefined;

export const VERSION = typeof WINSOCK_ASYNC_VERSION === "string" ? WINSOCK_ASYNC_VERSION : "0.0.0-source";
