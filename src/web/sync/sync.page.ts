import type { NeedFacts } from '../../services/notices/notice-contracts.js';
import type { ShopQuota } from '../../services/sync/preview/preview-contracts.js';
import type { SyncOverview } from '../../services/web-services.js';
import type { ErrorSummary, FieldErrors } from '../forms/field.js';
import { errorSummary } from '../forms/field.js';
import { links } from '../links.js';
import type { Page } from '../render/page-presenter.js';
import { counted } from '../texts/numbers.js';
import { clockLine } from './clock-line.js';
import type { MasterModel } from './master.page.js';
import { masterModel } from './master.page.js';
import type { Need, Told } from './needs.page.js';
import type { Questions } from './needs.page.js';
import { NO_QUESTIONS, missingNeeds, needsOf, pressing } from './needs.page.js';
import type { NumberTile } from './numbers.page.js';
import { numberTiles } from './numbers.page.js';
import type { ProgressActions } from './progress-actions.js';
import { progressActions } from './progress-actions.js';
import type { ProgressModel } from './progress.page.js';
import { progressModel } from './progress.page.js';
import type { TryModel } from './settings-try.page.js';
import type { SettingsModel, TypedSettings } from './settings.page.js';
import { settingsModel } from './settings.page.js';
import type { TypedPilot } from './start-model.js';

export interface SyncModel extends MasterModel {
  /** What can be done to the run under way; `null` = none runs. */
  readonly actions: ProgressActions | null;
  readonly summary: ErrorSummary | null;
  readonly warnings: readonly Need[];
  /** The clock stands, for everybody; `null` = it goes. */
  readonly clock: string | null;
  readonly progress: ProgressModel;
  /** `null` = the till has not been read yet. */
  readonly numbers: readonly NumberTile[] | null;
  readonly rules: string;
  readonly settings: SettingsModel;
  /** The parts of the settings, to jump to. */
  readonly contents: readonly { readonly href: string; readonly label: string }[];
  readonly tried: TryModel;
}

interface Typed {
  readonly values: TypedSettings;
  readonly errors: FieldErrors;
}

/** What the page is made of. */
export interface SyncGiven {
  readonly sync: SyncOverview;
  readonly now: Date;
  readonly questions?: Questions;
  /** Notices that stand open. */
  readonly notices?: Told['notices'];
  readonly clock?: NeedFacts['clock'] | undefined;
  readonly quota?: ShopQuota | null;
  readonly tried: TryModel;
  readonly typed?: Typed;
  readonly pilot?: TypedPilot;
}

export function syncPage({
  sync,
  now,
  questions = NO_QUESTIONS,
  notices = [],
  clock,
  quota = null,
  tried,
  typed,
  pilot,
}: SyncGiven): Page & {
  model: SyncModel;
} {
  const stands = clockLine(clock, sync);
  return {
    view: 'sync/sync',
    title: 'Синхронизация',
    section: 'sync',
    isLive: true,
    showsNeeds: true,
    model: {
      ...masterModel(sync, now, pilot),
      // A clock that stands starts nothing at its time.
      ...(stands === null ? {} : { nextAt: null }),
      actions: progressActions(sync),
      summary: pilot === undefined || pilot.error === null ? null : errorSummary({ count: pilot.error }),
      warnings: warningsOf(sync, questions, { notices, now }),
      clock: stands,
      progress: { ...progressModel(sync, now, quota), pollHref: links.progress('sync') },
      numbers: sync.numbers.onTill === 0 ? null : numberTiles(sync.numbers),
      rules: sync.numbers.onTill === 0 ? 'Товары с кассы ещё не прочитаны.' : rulesText(sync.rules),
      settings: settingsModel(sync.settings, typed?.values, typed?.errors),
      contents: CONTENTS,
      tried,
    },
  };
}

const CONTENTS: SyncModel['contents'] = [
  { href: '#settings-price', label: 'Цена' },
  { href: '#settings-stock', label: 'Остатки' },
  { href: '#settings-text', label: 'Описание и подборки' },
  { href: '#settings-out', label: 'Что не публиковать' },
  { href: '#settings-mode', label: 'Как обмениваться' },
  { href: '#settings-guards', label: 'Защита и пределы' },
];

/** What the overview asks too; the switch itself stands on this page. */
function warningsOf(sync: SyncOverview, questions: Questions, told: Told): Need[] {
  const missing = sync.confirmedAt === null ? missingNeeds(sync) : [];
  return [...missing, ...pressing(needsOf(sync, questions, told)).filter(need => need.action?.href !== '/sync')];
}

function rulesText({ stores, groups, products }: SyncOverview['rules']): string {
  const parts = [
    stores === 0 ? '' : counted(stores, 'магазин', 'магазина', 'магазинов'),
    groups === 0 ? '' : counted(groups, 'группа', 'группы', 'групп'),
    products === 0 ? '' : counted(products, 'товар', 'товара', 'товаров'),
  ].filter(part => part !== '');
  return parts.length === 0 ? 'Правил нет: отобрано всё, что есть на кассе.' : `Правила заданы: ${parts.join(', ')}.`;
}
