/**
 * Programs whose run on the interpreter differs from Wine's, with the reason. A listed program that agrees fails the test, so that the list
 * shrinks with the interpreter. Now there is none.
 */
export const differences: Readonly<Record<string, string>> = {};
