import type { PreviewOverview } from '../../services/sync/preview/preview-contracts.js';
import type { SyncOverview } from '../../services/web-services.js';
import type { Field } from '../forms/field.js';
import { upcomingMoment } from '../texts/moments.js';
import { count } from '../texts/numbers.js';
import { confirmModel, pilotField } from './start-model.js';

/** What can be done with a preview. */
export interface PreviewApply {
  readonly jobId: number;
  /** Empty = there is nothing to send at once, or it is only shown. */
  readonly all: string;
  /** Empty = no part of it can be sent. */
  readonly ticked: string;
  /** What becomes of the rest. */
  readonly restNote: string;
  /** Why nothing can be sent, with the way to change that; `null` = it can. */
  readonly barred: { readonly text: string; readonly href: string; readonly label: string } | null;
  /** Before the first run: the start itself, and a try with a few goods. */
  readonly confirm: { readonly isReady: boolean; readonly hint: string } | null;
  readonly pilot: Field | null;
}

/** `all`: changes in the preview. */
export function previewApply({ job }: PreviewOverview, sync: SyncOverview, all: number, now: Date): PreviewApply {
  const base = { jobId: job?.id ?? 0, all: '', ticked: '', restNote: '', barred: null, confirm: null, pilot: null };
  if (sync.confirmedAt === null) {
    return {
      ...base,
      ticked: all === 0 ? '' : 'Попробовать отмеченное',
      restNote: 'Отмеченное появится в VK по-настоящему, остальное не тронем, пока вы не запустите обмен.',
      confirm: confirmModel(sync, true),
      pilot: all === 0 ? null : pilotField(),
    };
  }
  const barred = barredBy(sync);
  if (barred !== null || all === 0) return { ...base, barred: all === 0 ? null : barred };
  return {
    ...base,
    all: `Применить всё: ${count(all)}`,
    ticked: 'Применить отмеченное',
    restNote: restNote(sync, now),
  };
}

function barredBy({ settings, isEnabled, pausedAt }: SyncOverview): PreviewApply['barred'] {
  if (!isEnabled)
    return { text: 'Обмен выключен: применить это можно, когда он включён.', href: '/sync', label: 'Включить' };
  if (pausedAt !== null)
    return { text: 'Обмен на паузе: применить это можно, когда он продолжится.', href: '/sync', label: 'Продолжить' };
  if (settings.mode !== 'preview' && settings.mirror) return null;
  return {
    text:
      settings.mode === 'preview'
        ? 'Выбран режим «Только показывать»: в VK ничего не отправляем.'
        : 'Выключено «Отправлять изменения в VK»: мы только считаем, что изменилось.',
    href: '/sync#settings-mode',
    label: 'Сменить в настройках',
  };
}

function restNote({ settings, nextDueAt }: SyncOverview, now: Date): string {
  if (settings.mode === 'approve') return 'Об остальном спросим при следующем обмене.';
  const when = nextDueAt === null ? '' : ` (${upcomingMoment(nextDueAt, now).text})`;
  return `Неотмеченное отправится при следующем обмене${when}. Чтобы товар не уходил, исключите его в «Каталоге».`;
}
