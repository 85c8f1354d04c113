/** `@vscode/debugadapter` converts paths by Node's `url`; our adapter converts its own, so nothing of it is called. */
export const URL = globalThis.URL;
