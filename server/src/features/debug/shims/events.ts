/** What `@vscode/debugadapter` needs of Node's `events`: a base class. Its streams are not used, and in the browser there is no Node. */
export class EventEmitter {
  emit(): boolean {
    return false;
  }
  on(): this {
    return this;
  }
}
