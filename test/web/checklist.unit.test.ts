import { expect } from 'chai';
import type { JobId, UserId } from '../../src/domain/brand.js';
import { NBSP } from '../../src/domain/text/format-number.js';
import { checklist, type Step } from '../../src/web/overview/checklist.page.js';
import { overviewPage } from '../../src/web/overview/overview.page.js';
import { NOW } from '../support/fake-connections.js';
import { createFakeServices, makeNew, type FakeServices } from '../support/fake-services.js';

const ME = 1 as UserId;
const stepsOf = async (services: FakeServices): Promise<readonly Step[] | null> =>
  checklist(await services.sync.overview(ME), services.overview.facts);
const job = (id: number) => id as JobId;

describe('checklist', () => {
  const set = (services: FakeServices, over: Partial<FakeServices['sync']['own']>): void => {
    services.sync.own = { ...services.sync.own, ...over };
  };
  const know = (services: FakeServices, over: Partial<FakeServices['overview']['facts']>): void => {
    services.overview.facts = { ...services.overview.facts, ...over };
  };

  it('has one open step at a time, in the order of the set-up, and ends with the confirmation', async () => {
    const services = makeNew(createFakeServices());
    const states = async (): Promise<string> => (await stepsOf(services))?.map(({ state }) => state[0]).join('') ?? '';
    expect(await states()).to.equal('olllll');
    await services.connections.connectEvotor({ userId: ME, token: 't' });
    expect(await states()).to.equal('dollll');
    await services.connections.connectVk({ userId: ME, token: 't', groupId: 1 });
    expect(await states()).to.equal('ddolll');
    set(services, { rules: { stores: 0, groups: 2, products: 0 } });
    expect(await states()).to.equal('dddoll');
    know(services, { previewDone: job(1) });
    expect(await states()).to.equal('ddddol');
    know(services, { pilotDone: job(2) });
    expect(await states()).to.equal('dddddo');
    set(services, { confirmedAt: NOW });
    expect(await stepsOf(services)).to.equal(null);
  });

  it('takes a button for the choice of goods and for the first try', async () => {
    const services = createFakeServices();
    set(services, { confirmedAt: null, rules: { stores: 0, groups: 0, products: 0 } });
    services.overview.facts = { ...services.overview.facts, previewDone: null, preview: null };
    const open = async () => (await stepsOf(services))?.find(({ state }) => state === 'open');
    expect((await open())?.second).to.include({ kind: 'form', action: '/overview/keep-all' });
    await services.overview.keepAllGoods(ME);
    expect((await open())?.title).to.equal('Посмотрите, что появится в VK');
    know(services, { previewDone: job(1) });
    expect((await open())?.action).to.deep.equal({
      kind: 'form',
      action: '/sync/pilot',
      label: `Попробовать на 5${NBSP}товарах`,
      fields: [{ name: 'count', value: '5' }],
    });
    await services.overview.skipPilot(ME);
    expect((await open())?.action).to.include({ kind: 'link', href: '/sync' });
  });

  it('does not say that goods stand in VK after a first try that sent none', async () => {
    const services = createFakeServices();
    set(services, { confirmedAt: null });
    const tried = async (status: 'unchanged' | 'partial') => {
      know(services, { pilotDone: null, pilotSkippedAt: null, pilot: { id: job(3), status } });
      return (await stepsOf(services))?.find(({ title }) => title.startsWith('Попробуйте'))?.text;
    };
    expect(await tried('unchanged')).to.include('отправлять было нечего');
    expect(await tried('partial')).to.include('не дошла до конца');
  });

  it('does not offer to keep all goods of a till nobody has read', async () => {
    const services = createFakeServices();
    set(services, {
      confirmedAt: null,
      rules: { stores: 0, groups: 0, products: 0 },
      numbers: { onTill: 0, selected: 0, inVk: 0, withReason: 0 },
    });
    expect((await stepsOf(services))?.[2]).to.include({ state: 'open', second: null });
  });

  it('opens a step again when what it did is gone', async () => {
    const services = createFakeServices();
    set(services, { confirmedAt: null });
    services.connections.connected.vk = null;
    expect((await stepsOf(services))?.map(({ state }) => state[0]).join('')).to.equal('doddll');
  });

  for (const [status, word] of [
    ['running', 'Считаем'],
    ['pending', 'Считаем'],
    ['failed', 'не получился'],
    ['cancelled', 'не получился'],
  ] as const)
    it(`says of a preview that is ${status} how it stands`, async () => {
      const services = createFakeServices();
      set(services, { confirmedAt: null });
      know(services, { previewDone: null, preview: { id: job(7), status } });
      const step = (await stepsOf(services))?.[3];
      expect(step?.state).to.equal('open');
      expect(step?.text).to.include(word);
    });

  it('leads to a first try that is under way instead of starting another', async () => {
    const services = createFakeServices();
    set(services, { confirmedAt: null });
    know(services, { pilot: { id: job(9), status: 'running' } });
    expect((await stepsOf(services))?.[4]?.action).to.include({ kind: 'link', href: '/sync/runs/9' });
  });

  it('counts what is done, and the totals add up', async () => {
    const services = createFakeServices();
    set(services, { confirmedAt: null, numbers: { onTill: 212, selected: 180, inVk: 5, withReason: 2 } });
    const { model } = overviewPage({
      sync: await services.sync.overview(ME),
      setup: services.overview.facts,
      now: NOW,
    });
    expect(model.stepsDone).to.equal('4 из 6');
    expect(model.numbersText).to.equal('На кассе 212, отобрано 180: в VK 5, ждут отправки 173, с причиной 2.');
  });
});
