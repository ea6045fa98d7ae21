import type { JobId } from '../../domain/brand.js';
import type { SyncMode } from '../../domain/settings.js';
import type { ApprovalService, UndoLine } from '../../services/engine-services.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';
import type { Crumb } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { count, counted } from '../texts/numbers.js';
import { problemCard } from '../texts/problem.js';
import type { DiffLine } from './field-values.js';
import { diffLines } from './field-values.js';
import { kindWord } from './operation-words.js';

export interface UndoModel {
  readonly crumbs: readonly Crumb[];
  readonly heading: string;
  /** «Вернём как было: 12. Не тронем: 3.» */
  readonly summary: string;
  /** «Скроем товаров: 3», one for each kind of step. */
  readonly steps: readonly string[];
  readonly mode: string;
  readonly lines: readonly UndoRow[];
  readonly pager: Pager | null;
  readonly action: string;
  readonly back: string;
  /** There is something to take back. */
  readonly canUndo: boolean;
}

export interface UndoRow {
  readonly name: string;
  readonly did: string;
  readonly does: Chip;
  /** Values that come back: what stands there now → what stood there before. */
  readonly diffs: readonly DiffLine[];
  readonly href: string | null;
  /** Why it stays as it is; empty when it is taken back. */
  readonly why: string;
}

/** What undoing does to one good: the step on a row, and counted. */
const DOES: Readonly<Record<string, readonly [row: string, counted: string]>> = {
  delete: ['Удалим из VK', 'Удалим из VK'],
  update: ['Вернём прежнее', 'Вернём прежние значения'],
  unhide: ['Вернём в витрину', 'Вернём в витрину'],
  hide: ['Скроем в VK', 'Скроем в VK'],
  restore: ['Восстановим в VK', 'Восстановим в VK'],
  create: ['Добавим заново', 'Добавим заново'],
  album_add: ['Вернём в подборку', 'Вернём в подборку'],
  album_remove: ['Уберём из подборки', 'Уберём из подборки'],
};

const MODE_TEXT: Readonly<Record<SyncMode, string>> = {
  automatic:
    'Чтобы следующий обмен не повторил то же самое, мы перейдём в режим «спрашивать перед каждым обменом». Вернуть автоматический можно в настройках обмена.',
  approve: 'Режим останется прежним: мы спрашиваем вас перед каждым обменом.',
  preview: 'Мы перейдём в режим «спрашивать перед каждым обменом»: без него ничего не отправить в VK.',
};

type Plan = Awaited<ReturnType<ApprovalService['undoPlan']>>;

/** Exactly what an undo will do, and what it leaves alone and why. Nothing is promised about time. */
export function undoPage(job: JobId, plan: Plan, page: number, mode: SyncMode): Page & { model: UndoModel } {
  const entries = Object.entries(plan.counts).filter(([, n]) => n > 0);
  const steps = entries.filter(([name]) => Object.hasOwn(DOES, name));
  const undone = steps.reduce((sum, [, n]) => sum + n, 0);
  const left = entries.filter(([name]) => name.startsWith('UNDO.')).reduce((sum, [, n]) => sum + n, 0);
  const heading = `Отменить обмен № ${job}?`;
  return {
    view: 'history/undo',
    title: heading,
    section: 'history',
    model: {
      crumbs: [
        { label: 'История', href: links.runs() },
        { label: `Обмен № ${job}`, href: links.run(job) },
        { label: 'Отмена', href: null },
      ],
      heading,
      summary:
        undone === 0
          ? 'Возвращать нечего: всё это менялось позже или не отменяется.'
          : `Отменим ${counted(undone, 'изменение', 'изменения', 'изменений')}${left > 0 ? `, ещё ${count(left)} не тронем` : ''}.`,
      steps: steps.map(([name, n]) => `${DOES[name]?.[1] ?? name}: ${count(n)}`),
      mode: MODE_TEXT[mode],
      lines: plan.lines.map(undoRow),
      pager: pagerOf({ page, pageSize: plan.pageSize, total: plan.total }, next => links.undo(job, next)),
      action: links.undo(job),
      back: links.run(job),
      canUndo: undone > 0,
    },
  };
}

function undoRow({ name, did, does, back, productId, skippedCode }: UndoLine): UndoRow {
  const card = skippedCode === null ? null : problemCard(skippedCode);
  return {
    name,
    did: kindWord(did),
    does: card === null ? stepChip(does) : chip('neutral', 'dash-circle', 'Не тронем'),
    diffs: card === null && back !== null ? comingBack(back) : [],
    href: productId === null ? null : links.product(productId),
    why: card === null ? '' : `${card.what}. ${card.why}`,
  };
}

/** A field whose earlier value nobody knows is no promise. */
const comingBack = ({ fields, from, to }: NonNullable<UndoLine['back']>): DiffLine[] =>
  diffLines(fields, from, to).filter(({ before, after }) => before !== after && after !== '—');

/** A line without a step of its own is taken back by another one of the same good. */
const stepChip = (does: string | null): Chip =>
  chip('info', 'arrow-left', does === null ? 'Тем же шагом' : (DOES[does]?.[0] ?? kindWord(does)));
