import type { NeedFacts } from '../../services/notices/notice-contracts.js';
import type { SyncOverview } from '../../services/web-services.js';

const LINES: Readonly<Partial<Record<NeedFacts['clock'], string>>> = {
  paused:
    'Обмен по расписанию сейчас приостановлен оператором. Ничего не потеряно: изменения попадут в VK первым обменом после паузы. Кнопка «Обменять сейчас» работает.',
  late: 'Обмены по расписанию сейчас запаздывают, мы уже разбираемся. Ничего не потеряно, кнопка «Обменять сейчас» работает.',
};

/** Says that the clock stands, to those whom it would start; `null` = there is nothing to say. */
export const clockLine = (
  clock: NeedFacts['clock'] | undefined,
  { state }: Pick<SyncOverview, 'state'>,
): string | null => (clock === undefined || state !== 'active' ? null : (LINES[clock] ?? null));
