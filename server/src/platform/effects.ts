/** What a call of a library function can do, as far as analysis and the search need it. Indexes count arguments from 0. */

/** Where storage comes from, and by what it must be given back. */
export type Allocator =
  | "malloc"
  | "new"
  | "new[]"
  | "GlobalAlloc"
  | "LocalAlloc"
  | "HeapAlloc"
  | "VirtualAlloc"
  | "CoTaskMemAlloc"
  | "SysAllocString"
  | "getaddrinfo"
  | "GetAddrInfoW"
  | "aligned"
  | "fopen"
  | "mapped"
  | "module"
  | "alloca";

/** A message that the call puts into a queue or hands to a window procedure; each entry is an argument index. */
export interface MessageArguments {
  readonly window?: number;
  readonly message?: number;
  readonly wParam?: number;
  readonly lParam?: number;
}

export interface Effect {
  /** Pointed-to memory is read. */
  readonly reads?: readonly number[];
  /** Pointed-to memory is written. */
  readonly writes?: readonly number[];
  /** The value (a pointer, a handle) is kept beyond the call by somebody who may use it later. */
  readonly escapes?: readonly number[];
  /** The result is new storage; `size` = arguments whose product is its size in bytes. `into`: stored through that argument instead. */
  readonly allocates?: { readonly by: Allocator; readonly size?: readonly number[]; readonly zeroed?: true; readonly into?: number };
  /** The storage this argument points to is gone afterwards; `by` says from which allocator it must have come. */
  readonly frees?: number;
  readonly freesFrom?: Allocator;
  /** The result points into, or is, this argument. */
  readonly returnsArg?: number;
  /** Callbacks that run before the call returns. */
  readonly calls?: readonly number[];
  /** Callbacks that are kept and run later. */
  readonly keepsCallback?: readonly number[];
  /** A thread begins: index of its procedure and of the argument it gets. */
  readonly startsThread?: { readonly procedure: number; readonly argument?: number };
  /** A window procedure runs before the call returns (it may be that of another thread). */
  readonly sends?: MessageArguments;
  /** A message is queued. */
  readonly posts?: MessageArguments;
  /** May wait for other threads, the network, the disk or time. */
  readonly blocks?: true;
  /** Takes messages out of the calling thread's queue or dispatches them. */
  readonly pumpsMessages?: true;
  /** Runs a message loop of its own until a person answers. */
  readonly modal?: true;
  readonly neverReturns?: true;
  /** GetLastError, and so WSAGetLastError, may give another value afterwards, also after success. */
  readonly setsLastError?: boolean;
  /** A kernel object handle is closed. */
  readonly closesHandle?: number;
  /** Handles or sockets that are waited for. */
  readonly waitsOn?: readonly number[];
  /** This window is destroyed; its queued messages are lost. */
  readonly destroysWindow?: number;
  /** Critical section or mutex that is taken or given back. */
  readonly locks?: number;
  readonly unlocks?: number;
  /** The result depends on the arguments alone and nothing else changes. */
  readonly pure?: true;
}

/** The keys of an effect that hold one argument index. */
export const indexKeys = ["frees", "returnsArg", "closesHandle", "destroysWindow", "locks", "unlocks"] as const;
/** The keys that hold a list of them. */
export const indexListKeys = ["reads", "writes", "escapes", "calls", "keepsCallback", "waitsOn"] as const;

/** Every argument index an effect mentions. */
export function indexesOf(effect: Effect): number[] {
  const out: number[] = [];
  for (const key of indexKeys) if (effect[key] !== undefined) out.push(effect[key]!);
  for (const key of indexListKeys) out.push(...(effect[key] ?? []));
  for (const message of [effect.sends, effect.posts]) out.push(...Object.values(message ?? {}));
  out.push(...(effect.allocates?.size ?? []));
  if (effect.allocates?.into !== undefined) out.push(effect.allocates.into);
  if (effect.startsThread) out.push(effect.startsThread.procedure, effect.startsThread.argument ?? 0);
  return out;
}
