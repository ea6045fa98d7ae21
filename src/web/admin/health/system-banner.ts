import type { SystemNotice } from '../../../domain/clock/system-notices.js';
import { links } from '../../links.js';
import type { NeedBanner } from '../../notices/need-banner.js';
import { counted } from '../../texts/numbers.js';
import { systemNoticeLine } from './system-notice-line.js';

/** The line on top of an operator's page: what is worst, and how much else there is. `null` = all is well. */
export function systemBanner(notices: readonly SystemNotice[]): NeedBanner | null {
  const [worst, ...others] = notices.map(systemNoticeLine);
  if (worst === undefined) return null;
  const more = others.length === 0 ? '' : ` И ещё ${counted(others.length, 'замечание', 'замечания', 'замечаний')}.`;
  return {
    tone: worst.tone,
    text: `${worst.what}.${more}`,
    action: { href: links.admin.health, label: 'Открыть состояние' },
    more: null,
  };
}
