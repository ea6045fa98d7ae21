import { expect } from 'chai';
import { withOrigin } from '../../../src/observability/origin.js';
import { writeAudit } from '../../../src/services/audit/write-audit.js';
import { createUser } from '../../../src/services/accounts/create-user.js';
import { deleteOverdueAccounts } from '../../../src/services/accounts/account-deletion.js';
import { DELETION_GRACE_DAYS } from '../../../src/domain/account.js';
import { COMMAND_LINE } from '../../../src/domain/access/actor.js';
import type { UserId } from '../../../src/domain/brand.js';
import { accountEnv, type AccountEnv } from '../../support/account-env.js';
import { findInDatabase } from '../../support/find-in-database.js';
import { PASSWORD, startServicesEnv, type ServicesEnv, type TestMerchant } from '../../support/services-env.js';
import { runPhases } from '../../support/services-env-run.js';
import { shopOf, tillOf } from '../../support/services-env-shop.js';
import { startWebhookSite, type WebhookSite } from '../../support/webhook-site.js';
import { refusal } from '../../support/services-env-sentence.js';

const ADDRESS = '198.51.100.77';
const PERSON = { firstName: 'Аполлинария', lastName: 'Вознесенская-Петухова', phone: '+79261112233' };

/** 152-ФЗ: of somebody who left, nothing is found in any column of any table. */
describe('erasing a person', function () {
  this.timeout(60_000);
  let env: ServicesEnv;
  let accounts: AccountEnv;
  let site: WebhookSite;

  before(async () => {
    env = await startServicesEnv();
    accounts = accountEnv(env.db);
    site = await startWebhookSite(env);
  });
  after(async () => {
    await site.close();
    await env.close();
  });

  /** A merchant with a whole life in the database; answers every text that tells of them. */
  async function person(): Promise<{ merchant: TestMerchant; traces: readonly string[] }> {
    const merchant = await env.merchant({ goods: 3 });
    const { userId, email } = merchant;
    const moving = `new-${email}`;
    await withOrigin(`web ${ADDRESS}`, async () => {
      const values = { ...PERSON, email: moving, password: PASSWORD, address: ADDRESS };
      await accounts.accounts.editProfile(userId, values);
      await refusal(accounts.accounts.logIn({ email, password: 'not it at all', address: ADDRESS }));
      await accounts.accounts.forgotPassword({ email, address: ADDRESS });
    });
    await runPhases(env.deps, userId);
    await env.db.change(
      `INSERT INTO sessions (sid, user_id, data, expires, created_at, updated_at)
       VALUES (CONCAT('sid-', :userId), :userId, :data, NOW() + INTERVAL 1 DAY, NOW(), NOW())`,
      { userId, data: JSON.stringify({ flash: { text: `Письмо ушло на ${email}` } }) },
    );
    // A till of theirs that nobody has claimed, and an operator who looked after them.
    const till = await site.account({ goods: 1 });
    expect(await site.send(till, 'user.create', { email, phone: PERSON.phone })).to.include({ status: 200 });
    const operator = await createUser(env.db, {
      email: `operator-${userId}@evosync.example`,
      password: PASSWORD,
      role: 'admin',
      firstName: 'Олег',
      lastName: '',
      phone: null,
    });
    await writeAudit(env.db, {
      actor: operator,
      subject: userId,
      action: 'user.edit',
      entity: `user:${userId}`,
      before: { email: `old-${email}` },
      after: { email, ...PERSON },
      origin: 'web 203.0.113.5',
    });
    await env.deps.apiLog.drain();
    const goods = await tillOf(env, merchant);
    const { items } = await shopOf(env, merchant);
    expect(items.length).to.be.greaterThan(0);
    return {
      merchant,
      traces: [
        email,
        moving,
        `old-${email}`,
        PERSON.firstName,
        PERSON.lastName,
        PERSON.phone.slice(1),
        ADDRESS,
        merchant.evotorToken,
        merchant.vkToken,
        ...merchant.stores,
        ...goods.map(({ id }) => id),
      ],
    };
  }

  it('finds what it looks for: everything is there before', async () => {
    const { merchant, traces } = await person();
    const found = (await findInDatabase(env.db, traces)).map(place => place.slice(place.indexOf(': ') + 2));
    const tokens = [merchant.evotorToken, merchant.vkToken];
    expect([...new Set(found)].sort()).to.deep.equal(
      [...new Set(traces.filter(text => !tokens.includes(text)))].sort(),
    );
    await env.services.adminUsers.delete(COMMAND_LINE, merchant.userId, { email: merchant.email });
  });

  it('by an operator, at once', async () => {
    const { merchant, traces } = await person();
    await env.services.adminUsers.delete(COMMAND_LINE, merchant.userId, { email: merchant.email });
    expect(await findInDatabase(env.db, traces)).to.deep.equal([]);
  });

  it('by their own wish, when the grace is over', async () => {
    const { merchant, traces } = await person();
    await withOrigin(`web ${ADDRESS}`, () =>
      accounts.accounts.requestDeletion(merchant.userId, { password: PASSWORD, address: ADDRESS }),
    );
    const later = Date.now() + (DELETION_GRACE_DAYS + 1) * 86_400_000;
    expect(await deleteOverdueAccounts(env.db, later)).to.deep.equal([merchant.userId]);
    expect(await findInDatabase(env.db, traces)).to.deep.equal([]);
  });

  it('who was an operator: what they did to others stays, without their address', async () => {
    const { userId: subject } = await env.merchant({ connected: false });
    const email = `gone-operator-${subject}@evosync.example`;
    const operator: UserId = await createUser(env.db, {
      email,
      password: PASSWORD,
      role: 'admin',
      ...PERSON,
    });
    await writeAudit(env.db, {
      actor: operator,
      subject,
      action: 'user.suspend',
      entity: `user:${subject}`,
      before: null,
      after: null,
      origin: `web ${ADDRESS}`,
    });
    await env.services.adminUsers.delete(COMMAND_LINE, operator, { email });
    expect(await findInDatabase(env.db, [email, ADDRESS, PERSON.lastName])).to.deep.equal([]);
    expect(
      await env.db.first(
        `SELECT actor_user_id AS actor, origin FROM audit_log WHERE subject_user_id = :subject AND action = 'user.suspend'`,
        {
          subject,
        },
      ),
    ).to.deep.equal({ actor: null, origin: 'web' });
  });
});
