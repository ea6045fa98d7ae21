/** A worker process as it introduces itself to Temporal. */
export interface WorkerIdentity {
  readonly version: string;
  readonly host: string;
  readonly pid: number;
}

const SHAPE = /^evosync\/(\S+) (\S+) (\d+)$/u;

/** `evosync/1.2.0 till-7 4711`: whoever reads a list of pollers sees at once which release polls where. */
export const identityText = ({ version, host, pid }: WorkerIdentity): string => `evosync/${version} ${host} ${pid}`;

/** `null` = not one of ours, or of a release that did not say. */
export function parseIdentity(text: string): WorkerIdentity | null {
  const [, version, host, pid] = SHAPE.exec(text) ?? [];
  return version === undefined || host === undefined ? null : { version, host, pid: Number(pid) };
}
