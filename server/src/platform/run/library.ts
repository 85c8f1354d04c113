/** What the text of the standard library calls: storage of containers, and misuse that the real one does not survive. */
import type { Models } from "./types.ts";

export const libraryModels: Models = {
  /** Storage for elements: bytes, and the container's name. */
  __std_allocate: (run, [length, what]) => run.allocate(run.int(length), `std::${run.text(run.address(what))}`),
  __std_free: (run, [block]) => {
    const address = run.address(block);
    if (address !== 0) run.free(address, "std");
    return 0;
  },
  /** Characters that a stream writes. */
  __std_print: (run, [text, length]) => {
    const bytes = run.readBytes(run.address(text), run.int(length));
    run.print(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    return 0;
  },
  /** Beyond what the container holds: undefined in the standard. */
  __std_fail: (run, [text]) => run.fault("buffer-overrun", run.text(run.address(text))),
};
