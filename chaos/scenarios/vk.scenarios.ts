import { setTimeout as pause } from 'node:timers/promises';
import { firedFaults } from './fired-faults.js';
import type { Scenario, Stage } from './scenario.js';
import { changeTill } from './till-changes.js';

/** A first sync and a day at the till while a share of the calls fails. */
async function underFaults(stage: Stage, ...rules: readonly object[]): Promise<void> {
  await stage.faults(...rules);
  await stage.merchant.run(stage.deadline);
  await changeTill(stage);
  await stage.merchant.run(stage.deadline);
  stage.claim((await firedFaults(stage)) >= rules.length / 2, 'hardly a call met a fault');
}

/** A vendor that wants rest: the job ends as parked with a time, and goes on once the rest is over. */
async function parkedBy(stage: Stage, rule: object): Promise<void> {
  const lift = await stage.faults(rule);
  const job = await stage.merchant.runAndRest(stage.deadline);
  stage.claim(
    job.status === 'parked',
    `the job ended as ${job.status} (${job.reason?.code ?? 'no reason'}), not as parked`,
  );
  stage.claim(job.resumeAt !== null, 'the parked job names no time to go on');
  stage.claim(job.reason !== null, 'the parked job names no reason');
  await lift();
}

const calm = { isViolent: false, seconds: { short: 150, long: 400 } } as const;

export const vkScenarios: readonly Scenario[] = [
  {
    ...calm,
    name: 'lost-answers',
    what: '5 % of the answers of VK and of its upload host are lost after processing, in four ways',
    play: stage =>
      underFaults(
        stage,
        ...(['destroy', 'html', 'truncate', 'empty'] as const).map(how => ({
          vendor: 'vk',
          probability: 0.0125,
          effect: { kind: 'lostAnswer', how },
        })),
        {
          vendor: 'vk',
          method: 'market.add',
          nth: stage.random.int(2, 12),
          effect: { kind: 'lostAnswer', how: 'destroy' },
        },
        { vendor: 'upload', probability: 0.05, effect: { kind: 'lostAnswer' } },
      ),
  },
  {
    ...calm,
    name: 'server-errors',
    what: '10 % of all calls to VK, its upload host and Evotor answer 5xx',
    play: stage =>
      underFaults(
        stage,
        { vendor: 'vk', probability: 0.05, effect: { kind: 'httpStatus', status: 502 } },
        { vendor: 'vk', probability: 0.05, effect: { kind: 'httpStatus', status: 503 } },
        { vendor: 'upload', probability: 0.1, effect: { kind: 'httpStatus', status: 500 } },
        { vendor: 'evotor', probability: 0.1, effect: { kind: 'httpStatus', status: 500 } },
      ),
  },
  {
    ...calm,
    name: 'rate-halved',
    what: 'the calls a second that VK takes are halved in mid-run',
    async play(stage) {
      await stage.merchant.call('PATCH', '', { vkTokens: { main: { callsPerSecond: 20 } } });
      await stage.faults({ vendor: 'vk', nth: 15, then: { do: 'token', token: 'used', callsPerSecond: 10 } });
      await stage.merchant.run(stage.deadline);
      await changeTill(stage);
      await stage.merchant.run(stage.deadline);
      const { tooManyPerSecond } = await stage.merchant.stats();
      stage.claim(tooManyPerSecond > 0, 'no call met the new limit');
      await stage.merchant.call('PATCH', '', { vkTokens: { main: { callsPerSecond: 10_000 } } });
    },
  },
  {
    ...calm,
    name: 'flood',
    what: 'flood control (9) stops adding in mid-run; parked, later on',
    play: stage =>
      parkedBy(stage, { vendor: 'vk', method: 'market.add', after: 6, effect: { kind: 'apiError', code: 9 } }),
  },
  {
    ...calm,
    name: 'captcha',
    what: 'VK asks for a captcha (14) in mid-run; parked, later on',
    play: stage => parkedBy(stage, { vendor: 'vk', after: 20, effect: { kind: 'apiError', code: 14 } }),
  },
  {
    ...calm,
    name: 'daily-limit',
    what: 'the day’s adds are used up (29) in mid-run; parked, gone on with the next day',
    async play(stage) {
      await stage.merchant.call('PATCH', '', { shop: { limits: { addsPerDay: 8, addsPerDayCode: 29 } } });
      const job = await stage.merchant.runAndRest(stage.deadline);
      stage.claim(job.status === 'parked', `the job ended as ${job.status}, not as parked`);
      stage.claim(job.resumeAt !== null, 'the parked job names no time to go on');
      await stage.merchant.call('PATCH', '', { shop: { limits: { addsPerDay: null } } });
    },
  },
  {
    ...calm,
    name: 'token-renewed',
    what: 'the VK token is revoked in mid-run; the merchant connects again',
    async play(stage) {
      const { merchant, env } = stage;
      await stage.faults({ vendor: 'vk', nth: 25, then: { do: 'token', token: 'all', revoked: true } });
      const job = await merchant.run(stage.deadline);
      stage.claim(job.status === 'failed', `the job ended as ${job.status}, not as failed`);
      stage.claim(job.reason?.code.startsWith('VK.TOKEN') === true, `the reason is ${job.reason?.code ?? 'none'}`);
      await pause(200);
      await merchant.call('PATCH', '', { vkTokens: { all: { revoked: false } } });
      const { vkToken } = await merchant.call<{ vkToken: string }>('GET', '');
      const { userId, groupId } = merchant.account;
      await env.services.connections.connectVk({ userId, token: vkToken, groupId });
    },
  },
  {
    ...calm,
    name: 'by-hand',
    what: 'the merchant edits and deletes by hand in VK while runs go on',
    async play(stage) {
      const { merchant, random } = stage;
      await merchant.run(stage.deadline);
      const goods = [...merchant.sold()].sort((a, b) => a.id.localeCompare(b.id));
      const pick = () => goods.splice(random.int(0, goods.length - 1), 1)[0] ?? merchant.sold()[0];
      const [deleted, hidden, repriced, renamed] = [pick(), pick(), pick(), pick()];
      if (!deleted || !hidden || !repriced || !renamed) throw new Error('too few goods');
      // VK's value at the first full read after a write is what a hand edit is told from.
      await merchant.run(stage.deadline);
      const item = async (good: typeof deleted) => `/shop/items/${(await merchant.itemOf(good)).id}`;
      await merchant.call('PATCH', await item(repriced), { priceKopecks: repriced.kopecks + 7700, stock: 3 });
      await merchant.call('PATCH', await item(renamed), { title: 'Назван вручную' });
      await changeTill(stage, { spare: [deleted, hidden, repriced, renamed] });
      const second = merchant.run(stage.deadline);
      await pause(random.int(50, 600));
      await merchant.call('DELETE', await item(deleted));
      await merchant.call('PATCH', await item(hidden), { hidden: true });
      await second;
      // Price and stock are the till's; the name stays until the merchant answers; what was taken off stays off.
      renamed.title = 'Назван вручную';
      deleted.absence = 'taken_off_by_hand';
      hidden.absence = 'taken_off_by_hand';
    },
  },
];
