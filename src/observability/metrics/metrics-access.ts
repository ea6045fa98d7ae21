import { sameSecret } from '../../security/same-secret.js';

/** What is known of somebody who asks for the metrics. */
export interface MetricsCaller {
  /** Address at the other end of the socket: nothing that a header says. */
  readonly socketAddress: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Headers that a proxy leaves: behind one, everybody comes from this machine. */
const LEFT_BY_PROXIES = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];

/**
 * Whether the caller may read the metrics: with the token where one is set; else from this machine itself, not through
 * a proxy on it.
 */
export function mayReadMetrics(caller: MetricsCaller, token: string | null): boolean {
  if (token === null) return isLoopback(caller.socketAddress) && !cameByProxy(caller);
  const given = /^Bearer +(\S+)$/iu.exec(String(caller.headers['authorization'] ?? ''))?.[1];
  return given !== undefined && sameSecret(given, token);
}

const cameByProxy = ({ headers }: MetricsCaller): boolean => LEFT_BY_PROXIES.some(name => headers[name] !== undefined);

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:127\.|::1$|::ffff:127\.)/u.test(address);
}
