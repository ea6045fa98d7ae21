import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';
import { AppError } from '../../src/domain/errors.js';
import { LETTER_EVERY_MS } from '../../src/domain/notices/letters-due.js';
import type { Mailer } from '../../src/mail/mailer.js';
import { createLetterRenderer } from '../../src/mail/render-letter.js';
import { createSmtpMailer } from '../../src/mail/smtp-mailer.js';
import { closeNotices, openNotice } from '../../src/services/notices/notices.js';
import { tellMerchants } from '../../src/services/notices/tell-merchants.js';
import { pingConnection } from '../../src/services/connections/ping-connection.js';
import { noticeLetter } from '../../src/web/notices/notice-letter.js';
import { startLetterSink, type LetterSink } from '../support/letter-sink.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { failingOn } from '../support/services-env-statements.js';

const BASE_URL = 'https://evosync.example';
const MINUTE = 60_000;
const DAY = 86_400_000;

describe('letters about notices', () => {
  let env: ServicesEnv;
  let sink: LetterSink;
  let merchant: TestMerchant;

  before(async () => {
    env = await startServicesEnv();
    sink = await startLetterSink();
  });
  after(async () => {
    await sink.close();
    await env.close();
  });
  beforeEach(async () => {
    merchant = await env.merchant({ goods: 1 });
  });

  const smtp = () => createSmtpMailer(sink.url, 'EvoSync <robot@evosync.example>');
  const deps = (mailer: Mailer = smtp(), atMs = Date.now(), db = env.db) => ({
    db,
    logger: env.deps.logger,
    now: () => atMs,
    mailer,
    renderLetter: createLetterRenderer({ projectRoot, baseUrl: BASE_URL }),
    writeNoticeLetter: noticeLetter,
    secretKeys: env.base.config.secrets.secretKeys,
  });
  const tell = (atMs = Date.now()) => tellMerchants(deps(smtp(), atMs));
  const letters = (who = merchant) =>
    sink.letters.filter(({ to }) => to?.some(({ address }) => address === who.email) === true);
  const subjects = () => letters().map(({ subject }) => subject);
  const trouble = (code = 'VK.TOKEN_REVOKED') => openNotice(env.db, merchant.userId, code);
  const mended = (code = 'VK.TOKEN_REVOKED') => closeNotices(env.db, merchant.userId, [code]);

  it('tell of a revoked key once, and that it works again after the merchant has connected anew', async () => {
    const { userId } = merchant;
    await env.control('PATCH', `/merchants/${merchant.id}`, { vkTokens: { main: { revoked: true } } });
    await pingConnection(env.deps, { userId, service: 'vk' });
    await tell();
    await tell();
    await pingConnection(env.deps, { userId, service: 'vk' });
    await tell(Date.now() + MINUTE);
    expect(subjects()).to.deep.equal(['ВКонтакте не принял ключ']);

    await env.control('PATCH', `/merchants/${merchant.id}`, { vkTokens: { main: { revoked: false } } });
    await env.services.connections.connectVk({ userId, token: merchant.vkToken, groupId: merchant.groupId });
    await tell(Date.now() + MINUTE);
    expect(subjects()).to.have.length(1);
    await tell(Date.now() + 3 * MINUTE);
    await tell(Date.now() + 4 * MINUTE);
    expect(subjects()).to.deep.equal(['ВКонтакте не принял ключ', 'Снова работает: ВКонтакте']);
  });

  it('are whole: both forms, links of our own site alone, a way out at the bottom', async () => {
    await trouble();
    await tell();
    const [letter] = letters();
    expect(letter?.from?.address).to.equal('robot@evosync.example');
    expect(letter?.text).to.include('Товары в VK остались как есть').and.include(`${BASE_URL}/vk`);
    expect(letter?.html).to.include('Товары в VK остались как есть');
    expect(letter?.html).not.to.match(/undefined|null|\{\w+\}/u);
    for (const [, href = ''] of (letter?.html ?? '').matchAll(/(?:href|src)="([^"]+)"/gu))
      expect(href.startsWith(BASE_URL), href).to.equal(true);
    const token = /\/notices\/unsubscribe\?token=([\w.-]+)/u.exec(letter?.text ?? '')?.[1] ?? '';
    expect(await env.services.notices.unsubscribing(token)).to.include({ email: merchant.email, isOn: true });
    await env.services.notices.unsubscribe(token);
    expect(await env.services.notices.unsubscribing(token)).to.include({ isOn: false });
  });

  it('say several things in one', async () => {
    await trouble();
    await trouble('EVOTOR.TOKEN_REJECTED');
    await openNotice(env.db, merchant.userId, 'BRAKE.HIDES');
    await tell();
    expect(subjects()).to.deep.equal(['EvoSync: 3 новости о вашем магазине']);
    for (const words of ['ВКонтакте не принял ключ', 'Эвотор не принял токен', 'Из VK исчезнет сразу много товаров'])
      expect(letters()[0]?.text).to.include(words);
    await mended();
    await mended('EVOTOR.TOKEN_REJECTED');
    await tell(Date.now() + 3 * MINUTE);
    expect(subjects()).to.have.length(2);
    expect(letters()[1]?.subject).to.equal('Снова работает');
  });

  it('are quiet while a trouble comes and goes, and tell of it again after six hours only if it stands', async () => {
    const start = Date.now();
    for (let round = 0; round < 4; round += 1) {
      await trouble();
      await tell(start);
      await mended();
      await tell(start);
    }
    expect(subjects()).to.have.length(1);
    await trouble();
    await tell(start + LETTER_EVERY_MS - MINUTE);
    expect(subjects()).to.have.length(1);
    await tell(start + LETTER_EVERY_MS + MINUTE);
    expect(subjects()).to.have.length(2);
  });

  it('do not say that it works again when the merchant has parted with the service', async () => {
    await trouble();
    await tell();
    await env.services.connections.disconnect(merchant.userId, 'vk');
    await tell(Date.now() + 5 * MINUTE);
    expect(subjects()).to.have.length(1);
    expect((await env.services.notices.open(merchant.userId)).map(({ code }) => code)).to.deep.equal([]);
  });

  it('go to nobody who is suspended, unconfirmed, leaving, no merchant or does not want them', async () => {
    await trouble();
    const { userId } = merchant;
    for (const [off, on] of [
      ["status = 'suspended'", "status = 'active'"],
      ['is_email_confirmed = FALSE', 'is_email_confirmed = TRUE'],
      ['wants_notice_mail = FALSE', 'wants_notice_mail = TRUE'],
      ['delete_requested_at = NOW()', 'delete_requested_at = NULL'],
    ]) {
      await env.db.change(`UPDATE users SET ${off} WHERE id = :userId`, { userId });
      await tell();
      expect(letters(), off).to.have.length(0);
      await env.db.change(`UPDATE users SET ${on} WHERE id = :userId`, { userId });
    }
    await env.db.change(
      'UPDATE user_roles SET role_id = (SELECT id FROM roles WHERE name = :role) WHERE user_id = :userId',
      {
        role: 'admin',
        userId,
      },
    );
    await tell();
    expect(letters()).to.have.length(0);
    await env.db.change(
      'UPDATE user_roles SET role_id = (SELECT id FROM roles WHERE name = :role) WHERE user_id = :userId',
      {
        role: 'user',
        userId,
      },
    );
    await tell();
    expect(letters()).to.have.length(1);
  });

  it('are sent once by many workers at a time', async () => {
    await trouble();
    await Promise.all(Array.from({ length: 6 }, () => tell()));
    expect(subjects()).to.have.length(1);
  });

  it('wait when the mail server is away, longer each time, and are not lost', async () => {
    let tries = 0;
    const away: Mailer = {
      send: ({ to }) => {
        if (to === merchant.email) tries += 1;
        return Promise.reject(new AppError('unavailable', 'MAIL.NOT_SENT'));
      },
    };
    await trouble();
    const start = Date.now();
    await tellMerchants(deps(away, start));
    await tellMerchants(deps(away, start + MINUTE));
    expect(tries).to.equal(1);
    await tellMerchants(deps(away, start + 3 * MINUTE));
    expect(tries).to.equal(2);
    await tell(start + 30 * MINUTE);
    await tell(start + 31 * MINUTE);
    expect(subjects()).to.have.length(1);
  });

  it('go to the others when one letter does not leave', async () => {
    const other = await env.merchant({ goods: 1 });
    await trouble();
    await openNotice(env.db, other.userId, 'VK.TOKEN_REVOKED');
    const real = smtp();
    const picky: Mailer = {
      send: letter =>
        letter.to === merchant.email ? Promise.reject(new AppError('unavailable', 'MAIL.NOT_SENT')) : real.send(letter),
    };
    await tellMerchants(deps(picky));
    expect([letters().length, letters(other).length]).to.deep.equal([0, 1]);
  });

  it('say nothing twice when the worker dies between the note and the letter', async () => {
    const dead: Mailer = { send: () => new Promise(() => undefined) };
    await trouble();
    // The letter never leaves and nobody learns of it: it is lost rather than doubled, the site still shows the notice.
    await Promise.race([tellMerchants(deps(dead)), new Promise(resolve => setTimeout(resolve, 400))]);
    await tell();
    expect(subjects()).to.have.length(0);
    expect(await env.services.notices.open(merchant.userId)).to.have.length(1);
  });

  it('leave no half of a note behind when the database fails in the middle of it', async () => {
    await trouble();
    const mailer = smtp();
    await tellMerchants(deps(mailer, Date.now(), failingOn(env.db, 'UPDATE notices SET mailed_at'))).catch(
      () => undefined,
    );
    expect(subjects()).to.have.length(0);
    await tell();
    expect(subjects()).to.have.length(1);
  });

  it('end with the day: nobody hears of yesterday’s trouble that it is over', async () => {
    await trouble();
    await tell();
    await mended();
    await tell(Date.now() + DAY + MINUTE);
    expect(subjects()).to.have.length(1);
  });
});
