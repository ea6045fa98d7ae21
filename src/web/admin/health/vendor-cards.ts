import type { VendorHealth } from '../../../services/admin/health/health-contracts.js';
import { links } from '../../links.js';
import { formatScaled, NBSP } from '../../../domain/text/format-number.js';
import { count } from '../../texts/numbers.js';
import { codeMeaning } from '../logs/code-words.js';

export interface VendorCard {
  readonly name: string;
  readonly periods: readonly {
    readonly label: string;
    readonly calls: string;
    readonly failed: string;
    readonly isAlarming: boolean;
  }[];
  readonly errors: readonly {
    readonly code: string;
    /** What the code means; may be empty. */
    readonly means: string;
    readonly lastHour: string;
    readonly lastDay: string;
    readonly href: string;
  }[];
}

const NAMES = { vk: 'VK', evotor: 'Эвотор' } as const;
/** More than so many codes are a list for the log, not for this page. */
const MOST_CODES = 8;
/** From this share on it stands out. */
const ALARMING = 0.3;

export const vendorCards = (vendors: readonly VendorHealth[]): readonly VendorCard[] =>
  vendors.map(({ vendor, lastHour, lastDay, errors }) => ({
    name: NAMES[vendor],
    periods: [period('За час', lastHour), period('За сутки', lastDay)],
    errors: errors.slice(0, MOST_CODES).map(one => ({
      code: one.code === '' ? 'нет ответа' : one.code,
      means: codeMeaning(vendor, one.code),
      lastHour: count(one.lastHour),
      lastDay: count(one.lastDay),
      href:
        one.code === ''
          ? `${links.admin.logs}?service=${vendor}&outcome=unknown`
          : `${links.admin.logs}?service=${vendor}&code=${encodeURIComponent(one.code)}`,
    })),
  }));

const period = (label: string, { calls, failed }: VendorHealth['lastHour']): VendorCard['periods'][number] => ({
  label,
  calls: count(calls),
  failed: calls === 0 ? '0' : `${count(failed)} (${formatScaled(Math.round((failed / calls) * 1000), 1)}${NBSP}%)`,
  isAlarming: calls > 0 && failed / calls >= ALARMING,
});
