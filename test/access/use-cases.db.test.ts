import { expect } from 'chai';
import type { Actor } from '../../src/domain/access/actor.js';
import { OPERATOR_PERMISSIONS, type Permission } from '../../src/domain/access/permissions.js';
import type { UserId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { createUser } from '../../src/services/accounts/create-user.js';
import { USE_CASE_ACCESS } from '../../src/services/use-case-access.js';
import { PASSWORD, startServicesEnv, type ServicesEnv } from '../support/services-env.js';
import { freshEmail } from '../support/services-env-database.js';

type UseCase = (...input: readonly unknown[]) => unknown;

/** Every use case that takes an actor, whoever wrote it: those that ask for what only operators have. */
const CASES = Object.entries(USE_CASE_ACCESS).flatMap(([service, methods]) =>
  Object.entries(methods as Readonly<Record<string, string>>)
    .filter(([, access]) => OPERATOR_PERMISSIONS.includes(access as Permission))
    .map(([method, access]) => ({ service, method, permission: access as Permission })),
);

describe('use cases of operators', () => {
  let env: ServicesEnv;
  let operator: UserId;
  let merchant: UserId;

  before(async () => {
    env = await startServicesEnv();
    const account = { password: PASSWORD, firstName: 'Анна', lastName: '', phone: null };
    operator = await createUser(env.db, { ...account, email: freshEmail(), role: 'system' });
    ({ userId: merchant } = await env.merchant({ goods: 1 }));
  });
  after(() => env.close());

  const actor = (permissions: readonly Permission[]): Actor => ({
    userId: operator,
    roles: ['system'],
    permissions,
    origin: 'test',
  });
  const call = (service: string, method: string, who: Actor): Promise<unknown> => {
    const cases = env.services[service as keyof typeof env.services] as unknown as Readonly<Record<string, UseCase>>;
    // Whose account or which thing it is matters to nobody who is refused before it is looked at.
    return Promise.resolve().then(() => cases[method]?.(who, merchant, {}));
  };
  const answerOf = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

  it('are known to this test', () => {
    expect(CASES.length).to.be.at.least(5);
  });

  for (const { service, method, permission } of CASES) {
    it(`${service}.${method} refuses whoever lacks ${permission} before anything else, and changes nothing`, async () => {
      const before = await stateOf(env);
      const others = OPERATOR_PERMISSIONS.filter(other => other !== permission);
      for (const permissions of [others, [], ['account.own', 'shop.own'] as const]) {
        const refusal = await answerOf(call(service, method, actor(permissions)));
        expect(refusal).to.be.instanceOf(AppError);
        expect(refusal).to.deep.include({ kind: 'forbidden', code: 'ACCESS.DENIED', details: { permission } });
      }
      expect(await stateOf(env)).to.deep.equal(before);
    });
  }
});

/** A sum of every table's rows. */
async function stateOf({ db }: ServicesEnv): Promise<readonly unknown[]> {
  const tables = await db.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name`,
  );
  return db.rows(`CHECKSUM TABLE ${tables.map(({ name }) => `\`${name}\``).join(', ')}`);
}
