/**
 * Programs for which the emulator's `wine` profile is known to differ from Wine. A program stands here with its reason, which
 * `differences.md` repeats for people; one that no longer differs makes the test fail.
 */
export const differences: Readonly<Record<string, string>> = {
  "host-by-address-six":
    "Wine hands an address of version 6 to the resolver of the system, which knows or does not know it; the emulator's databases hold " +
    "addresses of version 4 only, so its answer is that of any other family, WSAEAFNOSUPPORT",
};
