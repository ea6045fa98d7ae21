/** A process that this run started. */
interface Started {
  readonly pid: number;
  readonly exited: Promise<string>;
}

/** `kill -9`, and waits until the process is gone. Only ever given processes of the run itself. */
export async function killHard({ pid, exited }: Started): Promise<void> {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
  await exited;
}
