/** Milliseconds of processor time that this process has used: a limit in these does not depend on what else the machine does. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
