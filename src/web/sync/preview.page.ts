import type { BuyerGood, PreviewOverview } from '../../services/sync/preview/preview-contracts.js';
import type { OperationView, SyncOverview } from '../../services/web-services.js';
import { links } from '../links.js';
import { photoLinks } from '../photos/photo-links.js';
import type { Crumb } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { counted, goods } from '../texts/numbers.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import type { BuyerCard } from './buyer-card.js';
import { buyerCard } from './buyer-card.js';
import { isActive } from './job-words.js';
import { SYNC_CRUMB } from './merge.page.js';
import type { PreviewApply } from './preview-apply.js';
import { previewApply } from './preview-apply.js';
import type { PreviewLine, PreviewTile } from './preview-lines.js';
import { notListedLines, previewLine, previewTiles } from './preview-lines.js';
import type { PreviewQueryValues } from './preview.schema.js';
import type { ProgressActions } from './progress-actions.js';
import { progressActions } from './progress-actions.js';
import type { ProgressModel } from './progress.page.js';
import { REFRESH_SECONDS, progressModel } from './progress.page.js';

export interface PreviewModel {
  readonly crumbs: readonly Crumb[];
  /** While a preview is made; else `null`. */
  readonly progress: ProgressModel | null;
  readonly actions: ProgressActions | null;
  /** Why the last one came to nothing. */
  readonly card: ProblemCard | null;
  /** Nothing can be asked before both services are connected. */
  readonly connectHref: string | null;
  readonly start: { readonly label: string; readonly text: string };
  /** `null` = there is no preview to show. */
  readonly shown: PreviewShown | null;
}

/** A finished preview. */
export interface PreviewShown {
  readonly at: Moment;
  /** What may have made it old, or left something out. */
  readonly since: string;
  readonly heading: string;
  readonly tiles: readonly PreviewTile[];
  /** What a brake would hold; empty = nothing. */
  readonly risky: string;
  readonly apply: PreviewApply;
  readonly cards: readonly BuyerCard[];
  readonly lines: readonly PreviewLine[];
  readonly isNarrowed: boolean;
  readonly allHref: string;
  readonly noneHref: string;
  readonly pager: Pager | null;
  readonly notListed: readonly { readonly text: string; readonly count: string }[];
  readonly notListedTotal: string;
}

interface Found {
  readonly sync: SyncOverview;
  readonly latest: PreviewOverview;
  readonly operations: readonly OperationView[];
  readonly total: number;
  readonly pageSize: number;
  readonly goods: readonly BuyerGood[];
}

const TILL_IN_PART = 'Касса прочитана не вся: по магазинам, которые не дочитались, показано, как было раньше.';

const SINCE: Readonly<Record<PreviewOverview['since'], string>> = {
  nothing: '',
  wishes: 'С тех пор вы поменяли настройки или фильтры: посмотрите заново, чтобы увидеть, что вышло.',
  run: 'С тех пор был обмен: часть этого уже в VK. Посмотрите заново.',
  day: '',
};

/** What the next run would do. */
export function previewPage(found: Found, query: PreviewQueryValues, now: Date): Page & { model: PreviewModel } {
  const { sync, latest } = found;
  const { job } = latest;
  const isRunning = job !== null && isActive(job);
  const isShown = job !== null && isReady(latest);
  const isConnected = sync.evotor.connection !== null && sync.vk.connection !== null;
  return {
    view: 'sync/preview',
    title: 'Предпросмотр',
    section: 'sync',
    isLive: isRunning,
    ...(isRunning ? { refreshSeconds: REFRESH_SECONDS } : {}),
    model: {
      crumbs: [SYNC_CRUMB, { label: 'Предпросмотр', href: null }],
      progress: isRunning
        ? {
            ...progressModel({ current: sync.current ?? job, last: null }, now),
            pollHref: links.progress('preview'),
          }
        : null,
      actions: isRunning ? progressActions(sync) : null,
      card:
        job === null || isRunning || isShown || job.reason === null
          ? null
          : problemCard(job.reason.code, job.reason.params),
      connectHref: isConnected ? null : '/connections',
      start: isShown
        ? { label: 'Посмотреть заново', text: '' }
        : { label: 'Посмотреть, что изменится', text: startText(latest, now) },
      shown: isShown && job.finishedAt !== null ? shownModel(found, query, job.finishedAt, now) : null,
    },
  };
}

/** Only what went through, and is no older than a day, says something. */
export const isReady = ({ job, since }: PreviewOverview): boolean =>
  job !== null && since !== 'day' && (job.status === 'success' || job.status === 'unchanged');

function startText({ job, since }: PreviewOverview, now: Date): string {
  const plain = 'Прочитаем кассу и витрину и покажем, что сделал бы обмен. В VK ничего не отправим.';
  if (job?.finishedAt == null || since !== 'day') return plain;
  return `Последний предпросмотр устарел: ${momentOf(job.finishedAt, now).text}. ${plain}`;
}

function shownModel(found: Found, query: PreviewQueryValues, finishedAt: Date, now: Date): PreviewShown {
  const { latest, sync, operations, total, pageSize } = found;
  const all = Object.values(latest.counts).reduce((sum, n) => sum + n, 0);
  const missing = latest.notListed.reduce((sum, reason) => sum + reason.count, 0);
  return {
    at: momentOf(finishedAt, now),
    since: [latest.isTillWhole ? '' : TILL_IN_PART, SINCE[latest.since]].filter(Boolean).join(' '),
    heading: all === 0 ? 'Изменений нет' : counted(all, 'изменение', 'изменения', 'изменений'),
    tiles: previewTiles(latest, query.kind),
    risky: riskyText(latest, sync),
    apply: previewApply(latest, sync, all, now),
    cards: found.goods.map(good => buyerCard({ ...good, photo: photoLinks.preview(good.key, good.photoVersion) })),
    lines: operations.map(operation => previewLine(operation, query)),
    isNarrowed: query.kind !== '',
    allHref: `${links.preview({ page: query.page, kind: query.kind, pick: 'all' })}#changes`,
    noneHref: `${links.preview({ page: query.page, kind: query.kind })}#changes`,
    pager: pagerOf({ page: query.page, pageSize, total }, page => links.preview({ kind: query.kind, page })),
    notListed: notListedLines(latest),
    notListedTotal: missing === 0 ? '' : goods(missing),
  };
}

/** In mode «approve every run» everything waits for a yes, which is no alarm. */
function riskyText({ risky }: PreviewOverview, { settings }: SyncOverview): string {
  if (risky === 0 || settings.mode === 'approve') return '';
  return `${counted(risky, 'изменение похоже', 'изменения похожи', 'изменений похожи')} на ошибку (отмечены рукой): при отправке мы их придержим и спросим отдельно. Остальные уйдут сразу.`;
}
