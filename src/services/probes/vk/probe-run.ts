import type { VkItem } from '../../../clients/vk/types.js';
import type { VkItemId, VkPhotoId } from '../../../domain/brand.js';
import type { Finding, Verdict } from '../finding.js';
import { unknown } from '../finding.js';
import { VK_QUESTIONS, type VkQuestionId } from './questions.js';
import { describe, NotAskable, PROBE_SKU, type Answer, type ShopDesk } from './shop-desk.js';

/** What the steps of one probe share. */
export interface ProbeRun {
  readonly desk: ShopDesk;
  /** A few random letters; in every name and key of this run. */
  readonly mark: string;
  readonly categoryId: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly lookupDelaysMs: readonly number[];
  /** Goods for the album question beyond those made anyway; 0 = none. */
  readonly many: number;
  readonly findings: Finding[];
}

/** The good most questions are asked with. */
export interface ProbeGood {
  readonly id: VkItemId;
  readonly photoId: VkPhotoId;
}

const SHOWN_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 1000;

/** Asks one question; what it needs and cannot get makes it unknown, and the probe goes on. */
export async function asking(run: ProbeRun, id: VkQuestionId, ask: () => Promise<Verdict>): Promise<void> {
  let verdict: Verdict;
  try {
    verdict = await ask();
  } catch (error) {
    if (!(error instanceof NotAskable)) throw error;
    verdict = unknown(error.message);
  }
  run.findings.push({ id, ...VK_QUESTIONS[id], ...verdict });
}

/** A good that is all right but for `changes`; `key` ends its sku. `undefined` takes a parameter away. */
export async function goodParams(
  run: ProbeRun,
  key: string,
  name: string,
  changes: Readonly<Record<string, string | number | boolean | undefined>> = {},
): Promise<Record<string, string | number | boolean | undefined>> {
  const needsPhoto = !('main_photo_id' in changes);
  return {
    name: `Проба EvoSync ${run.mark} ${name}`,
    description: 'Пробный товар EvoSync, будет удалён сам.',
    category_id: run.categoryId,
    price: '149.90',
    sku: `${PROBE_SKU}${run.mark}:${key}`,
    ...(needsPhoto ? { main_photo_id: await run.desk.photo() } : {}),
    ...changes,
  };
}

/** The good as VK shows it, waited for a little; `null` = it does not show up. */
export async function shown(run: ProbeRun, add: Answer<VkItemId>): Promise<VkItem | null> {
  if (add.kind !== 'ok') return null;
  return shownWhen(run, add.value, () => true);
}

/** As {@link shown}, until it looks as wanted; then the last look counts. */
export async function shownWhen(
  { desk, now, sleep }: ProbeRun,
  id: VkItemId,
  isWanted: (item: VkItem) => boolean,
): Promise<VkItem | null> {
  const until = now() + SHOWN_WITHIN_MS;
  for (;;) {
    const item = await desk.item(id);
    if ((item !== null && isWanted(item)) || now() >= until) return item;
    await sleep(LOOK_EVERY_MS);
  }
}

/** An edit as the product sends it (`deleted` along); the answer is the caller's to judge. */
export function edit(run: ProbeRun, id: VkItemId, fields: Readonly<Record<string, string | number>>): Promise<Answer> {
  return run.desk.ask('market.edit', { item_id: id, deleted: false, ...fields });
}

/** The value of an answer that has to be a success. */
export function needed<T>(what: string, answer: Answer<T>): T {
  if (answer.kind === 'ok') return answer.value;
  throw new NotAskable(`${what}: ${describe(answer)}`);
}
