import { Random } from '../sandbox/world/random.js';
import type { ChaosEnv } from './chaos-env.js';
import { ChaosMerchant } from './merchant/chaos-merchant.js';
import { compareShop, type Differences } from './merchant/compare-shop.js';
import { expectedItem } from './merchant/expected-item.js';
import { within } from './patience.js';
import type { Scenario, Size } from './scenarios/scenario.js';

export interface Result {
  readonly scenario: string;
  readonly seed: number;
  /** Ledger rows that were carried out or refused. */
  readonly operations: number;
  readonly vkCalls: number;
  readonly twins: number;
  readonly wrong: number;
  readonly lost: number;
  readonly foreignChanged: number;
  /** From the first wish for a run to the second run that found nothing to do; `null` = that never came. */
  readonly secondsToConverge: number | null;
  /** What is wrong, a sentence each; empty = the scenario went well. */
  readonly complaints: readonly string[];
}

const MOST_COMPLAINTS = 20;
const NOTHING: Differences = { twins: [], lost: [], wrong: [], foreignChanged: [] };

/** Plays one scenario for a merchant of its own and judges the shop. Never throws. */
export async function playScenario(env: ChaosEnv, scenario: Scenario, seed: number, size: Size): Promise<Result> {
  const random = new Random(`${scenario.name}/${seed}`);
  const complaints: string[] = [];
  const lifts: (() => Promise<void>)[] = [];
  let merchant: ChaosMerchant | null = null;
  let seconds: number | null = null;
  let found = NOTHING;
  try {
    const opened = await ChaosMerchant.open(env, scenario.name, random, size.goods);
    merchant = opened;
    const deadline = within(scenario.seconds[size.isShort ? 'short' : 'long']);
    const startedAt = performance.now();
    await scenario.play({
      env,
      merchant: opened,
      random,
      size,
      deadline,
      claim: (holds, sentence) => {
        if (!holds) complaints.push(sentence);
      },
      faults: async (...rules) => {
        const named = rules.map((rule, index) => ({
          name: `${scenario.name}-${lifts.length}-${index}`,
          seed: random.int(1, 1_000_000),
          merchant: opened.id,
          ...rule,
        }));
        const { ids } = await env.control<{ ids: readonly number[] }>('POST', '/faults', named);
        const lift = async (): Promise<void> => {
          for (const id of ids) await env.control('DELETE', `/faults/${id}`);
        };
        lifts.push(lift);
        return lift;
      },
    });
    for (const lift of lifts) await lift();
    await opened.converge(deadline);
    seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  } catch (error) {
    complaints.push(sentenceOf(error));
  }
  if (merchant !== null) {
    const wanted = merchant.goods.flatMap(good => expectedItem(good) ?? []);
    found = compareShop(merchant.before, await merchant.shop(), wanted);
  }
  const named = Object.entries(found).flatMap(([kind, sentences]: [string, readonly string[]]) =>
    sentences.map(sentence => `${kind}: ${sentence}`),
  );
  return {
    scenario: scenario.name,
    seed,
    operations: (await merchant?.operations().catch(() => 0)) ?? 0,
    vkCalls: (await merchant?.stats().catch(() => null))?.vkCalls ?? 0,
    twins: found.twins.length,
    wrong: found.wrong.length,
    lost: found.lost.length,
    foreignChanged: found.foreignChanged.length,
    secondsToConverge: seconds,
    complaints: [...complaints, ...named].slice(0, MOST_COMPLAINTS),
  };
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${sentenceOf(error.cause)})`;
}
