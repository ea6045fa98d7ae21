import { givePartnerToken } from '../../test/support/give-partner-token.js';
import { patiently } from '../patience.js';
import type { Scenario, Stage } from './scenario.js';
import { changeTill } from './till-changes.js';

const calm = { isViolent: false, seconds: { short: 150, long: 400 } } as const;

/** Wishes that come in one moment; Temporal takes ten updates of one workflow at a time. */
const WISHES = 50;

export const tillScenarios: readonly Scenario[] = [
  {
    ...calm,
    name: 'page-lost',
    what: 'a page of Evotor is empty, cut, repeated or fails in the reads of published goods',
    async play(stage) {
      await stage.merchant.run(stage.deadline);
      await changeTill(stage);
      for (const effect of [
        { kind: 'lostPage' },
        { kind: 'cutList' },
        { kind: 'repeatPage' },
        { kind: 'emptyList' },
        { kind: 'missingItem', count: 3 },
        { kind: 'httpStatus', status: 500 },
      ]) {
        const rule = { vendor: 'evotor', path: '/products', page: stage.random.int(1, 2), times: 3, effect };
        const lift = await stage.faults(rule);
        await stage.merchant.run(stage.deadline);
        await lift();
        await claimNothingVanished(stage, effect.kind);
      }
    },
  },
  {
    ...calm,
    name: 'many-wishes',
    what: `${WISHES} wishes for a run at once, twice`,
    async play(stage) {
      const { merchant, env } = stage;
      for (const round of ['first sync', 'change run']) {
        const answers = await Promise.allSettled(
          Array.from({ length: WISHES }, () => env.services.sync.runNow(merchant.account.userId)),
        );
        const jobs = new Set(answers.flatMap(answer => (answer.status === 'fulfilled' ? [answer.value.jobId] : [])));
        const refused = answers.filter(({ status }) => status === 'rejected').length;
        stage.claim(refused === 0, `${refused} of ${WISHES} wishes were refused in the ${round}`);
        stage.claim(jobs.size > 0 && jobs.size <= 2, `${WISHES} wishes made ${jobs.size} jobs in the ${round}`);
        for (const jobId of jobs)
          await patiently(
            `job ${jobId}`,
            async () => (await merchant.account.job(jobId)).finishedAt !== null,
            stage.deadline,
          );
        if (round === 'first sync') await changeTill(stage);
      }
    },
  },
  {
    ...calm,
    name: 'webhooks',
    what: 'pushes of the till come twice, late, out of order or not at all; nobody presses a button',
    async play(stage) {
      const { merchant, env } = stage;
      await merchant.run(stage.deadline);
      const header = await givePartnerToken(env.db, merchant.account.userId);
      const userToken = header.replace(/^Bearer /, '');
      await merchant.call('PATCH', '', { webhook: { baseUrl: await env.webUrl(), userToken } });
      await stage.faults(
        { vendor: 'webhook', probability: 0.3, effect: { kind: 'doubleSend', copies: 3 } },
        { vendor: 'webhook', probability: 0.3, effect: { kind: 'holdSend' } },
        { vendor: 'webhook', probability: 0.1, effect: { kind: 'dropSend' } },
        { vendor: 'webhook', probability: 0.1, effect: { kind: 'delay', ms: 800 } },
      );
      const before = (await merchant.account.jobs()).length;
      await changeTill(stage, { isPushed: true });
      const made = await patiently(
        'the run the pushes lead to',
        async () => {
          const jobs = (await merchant.account.jobs()).slice(before);
          return jobs.length > 0 && jobs.every(({ finishedAt }) => finishedAt !== null) ? jobs : null;
        },
        stage.deadline,
      );
      stage.claim(made.length <= 2, `a burst of pushes made ${made.length} jobs`);
      stage.claim(
        made.every(({ trigger }) => trigger === 'webhook'),
        `the jobs came from ${made.map(({ trigger }) => trigger).join(', ')}`,
      );
    },
  },
];

/** An incomplete read must not take anything away that is still at the till. */
async function claimNothingVanished({ merchant, claim }: Stage, fault: string): Promise<void> {
  const seen = new Set((await merchant.shop()).items.filter(({ state }) => state === 'visible').map(({ sku }) => sku));
  const vanished = merchant.sold().filter(({ id }) => !seen.has(id));
  claim(vanished.length === 0, `after ${fault}, ${vanished.length} goods of the till were not in the shop`);
}
