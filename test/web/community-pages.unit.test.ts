import { expect } from 'chai';
import type { ConnectionCard } from '../../src/services/web-services.js';
import { communityChangePage, communityPage } from '../../src/web/connections/community.page.js';
import { connectPage } from '../../src/web/connections/connect.page.js';
import { connectionChip } from '../../src/web/connections/connection-words.js';
import { lightLines } from '../../src/web/connections/lights.js';
import { presentFlash } from '../../src/web/render/flash-line.js';
import { CONNECTED, NOW } from '../support/fake-connections.js';
import { CHANGE, CHOICE, OTHER_COMMUNITY, OWN_COMMUNITY } from '../support/fake-vk-id.js';

describe('choosing a community', () => {
  it('ticks the one connected before, the only one, or what was ticked', () => {
    const ticked = (choice: Parameters<typeof communityPage>[0]['choice'], typed?: string) =>
      communityPage({ choice, ...(typed === undefined ? {} : { typed }) })
        .model.choice?.options.filter(({ isChecked }) => isChecked)
        .map(({ value }) => Number(value));
    expect(ticked(CHOICE)).to.deep.equal([OWN_COMMUNITY]);
    expect(ticked(CHOICE, String(OTHER_COMMUNITY))).to.deep.equal([OTHER_COMMUNITY]);
    expect(ticked({ ...CHOICE, currentGroupId: null })).to.deep.equal([]);
    const [first] = CHOICE.communities ?? [];
    expect(ticked({ ...CHOICE, currentGroupId: null, communities: [first!] })).to.deep.equal([OWN_COMMUNITY]);
    expect(ticked({ ...CHOICE, currentGroupId: 7 })).to.deep.equal([]);
  });

  it('says of each where it is, whether goods are on, and which is the old one', () => {
    const hints = communityPage({ choice: CHOICE }).model.choice?.options.map(({ hint }) => hint);
    expect(hints).to.deep.equal([
      'vk.com/chainaya_mira · включены расширенные товары · подключено раньше',
      `vk.com/club${OTHER_COMMUNITY} · товары выключены`,
    ]);
    const unsaid = { id: 5, name: '', screenName: '', isMarketOn: null, marketType: null };
    const odd = communityPage({ choice: { ...CHOICE, communities: [unsaid, { ...unsaid, isMarketOn: true }] } });
    expect(odd.model.choice?.options.map(({ label, hint }) => [label, hint])).to.deep.equal([
      ['Сообщество 5', 'vk.com/club5'],
      ['Сообщество 5', 'vk.com/club5 · товары включены'],
    ]);
  });

  it('asks for the number only when VK gave no list', () => {
    expect(communityPage({ choice: CHOICE }).model).to.include({ number: null, isEmpty: false });
    expect(communityPage({ choice: { ...CHOICE, communities: [] } }).model).to.deep.include({
      ...{ number: null, choice: null, isEmpty: true },
    });
    const { number, choice } = communityPage({ choice: { ...CHOICE, communities: null }, typed: 'club9' }).model;
    expect(choice).to.equal(null);
    expect(number).to.include({ name: 'community', value: 'club9' });
  });

  it('says before another one what stays behind', () => {
    const facts = (change: typeof CHANGE) => communityChangePage(change).model.facts.join(' ');
    expect(facts(CHANGE)).to.include('«Чайная на Мира»').and.include('396\u00a0товаров').and.include('заново');
    const bare = facts({ ...CHANGE, name: '', former: { groupId: 7, name: '' }, published: 0 });
    expect(bare).to.include('club7').and.include(`club${OTHER_COMMUNITY}`).and.include('наших товаров нет');
  });
});

describe('the dot of a card', () => {
  const card = (over: Partial<NonNullable<ConnectionCard['connection']>>): ConnectionCard => ({
    service: 'vk',
    connection: { ...CONNECTED.vk, ...over },
  });
  it('is green, red or grey, always with its word', () => {
    const cases: readonly (readonly [ConnectionCard, string, string])[] = [
      [card({}), 'fine', 'На связи'],
      [card({ isOnline: false }), 'broken', 'Нет связи'],
      [card({ isOnline: false, lastCheckedAt: null }), 'neutral', 'Ещё не проверено'],
      [card({ problemCode: 'VK.TOKEN_REVOKED' }), 'broken', 'Нужна помощь'],
      [card({ needsCaptcha: true }), 'need', 'Нужна проверка'],
    ];
    for (const [given, tone, text] of cases) expect(connectionChip(given)).to.include({ tone, text });
    expect(connectionChip({ service: 'vk', connection: null })).to.include({ tone: 'neutral' });
  });
});

describe('the page of a connection', () => {
  const card: ConnectionCard = { service: 'vk', connection: null };
  it('offers VK ID where there is an app, and never for the till', () => {
    const offered = connectPage({ card, now: NOW, isVkIdOffered: true }).model;
    expect(offered.signIn).to.deep.equal({ href: '/vk/connect', label: 'Войти через VK ID' });
    expect(offered.isByHandOpen).to.equal(false);
    expect(connectPage({ card, now: NOW }).model).to.include({ signIn: null, isByHandOpen: true });
    expect(connectPage({ card: { ...card, service: 'evotor' }, now: NOW, isVkIdOffered: true }).model.signIn).to.equal(
      null,
    );
  });

  it('opens the form of the key at its fault', () => {
    const faulty = connectPage({ card, now: NOW, isVkIdOffered: true, errors: { token: 'Вставьте токен' } });
    expect(faulty.model.isByHandOpen).to.equal(true);
  });
});

describe('lights', () => {
  it('name the role and the kind of shop in our words, and leave other words as they are', () => {
    const details = lightLines([
      { id: 'role', state: 'ok', code: null, detail: '3' },
      { id: 'role', state: 'ok', code: null, detail: '2' },
      { id: 'market_on', state: 'ok', code: null, detail: 'basic' },
      { id: 'market_on', state: 'ok', code: null, detail: 'of-tomorrow' },
      { id: 'community', state: 'ok', code: null, detail: '3' },
    ]).map(({ detail }) => detail);
    expect(details).to.deep.equal(['администратор', 'редактор', 'базовые товары', 'of-tomorrow', '3']);
  });

  it('say after connecting anew that everything stays', () => {
    const flash = { kind: 'check', service: 'vk', ok: true, lights: [], connected: true } as const;
    expect(presentFlash({ ...flash, kept: true }).text)
      .to.include('на месте')
      .and.include('Всё проверено');
    expect(presentFlash(flash).text).not.to.include('на месте');
  });
});
