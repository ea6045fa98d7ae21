import { isIPv6 } from 'node:net';

const GROUPS = 8;
const OWN_GROUPS = 4;

/**
 * Whose an address is, for brakes that count by it. One customer of a provider has a whole /64 of IPv6 and could come from
 * another address each time; an IPv4 address, and whatever is no address, stands for itself.
 */
export function networkOf(address: string): string {
  const bare = address.split('%', 1)[0] ?? '';
  if (!isIPv6(bare)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  const [left = [], right = []] = bare.split('::').map(half => half.split(':').filter(group => group !== ''));
  const zeros = Math.max(0, GROUPS - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  const own = groups.slice(0, OWN_GROUPS).map(group => Number.parseInt(group, 16).toString(16));
  return `${own.join(':')}::/64`;
}
