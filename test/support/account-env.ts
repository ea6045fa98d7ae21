import { projectRoot } from '../../src/config/project-root.js';
import type { Database } from '../../src/db/database.js';
import type { CurrentUser, Role } from '../../src/domain/account.js';
import type { UserId } from '../../src/domain/brand.js';
import type { Letter, Mailer } from '../../src/mail/mailer.js';
import { createPostbox } from '../../src/mail/postbox.js';
import { createLetterRenderer } from '../../src/mail/render-letter.js';
import type { TextMessage } from '../../src/mail/sms.js';
import { silentLogger } from '../../src/observability/logger.js';
import { createAccountService } from '../../src/services/accounts/account-service.js';
import type { AccountDeps } from '../../src/services/accounts/account-deps.js';
import { createUser } from '../../src/services/accounts/create-user.js';
import type { AccountService } from '../../src/services/accounts/account-contracts.js';
import { freshEmail } from './services-env-database.js';

export const PASSWORD = 'correct horse battery';
export const BASE_URL = 'https://evosync.example';

let addresses = 0;
/** An address nobody else comes from. */
export const freshAddress = (): string => `10.${Math.floor(addresses / 250)}.${addresses++ % 250}.7`;

/** The use cases of accounts on a real database, with letters that are kept instead of sent. */
export interface AccountEnv {
  readonly accounts: AccountService;
  readonly deps: AccountDeps;
  /** Oldest first. Empties nothing. */
  letters(to?: string): Promise<readonly Letter[]>;
  /** Of the letters to an address. */
  subjects(to: string): Promise<readonly string[]>;
  logIn(email: string): Promise<CurrentUser>;
  /** What the audit log has of a user. */
  actions(userId: number): Promise<readonly string[]>;
  /** The token of the newest letter's link to that address. */
  token(to: string): Promise<string>;
  readonly texts: TextMessage[];
  /** Runs that were woken. */
  readonly poked: UserId[];
  clock: { time: number };
  user(over?: {
    email?: string;
    role?: Role;
    status?: string;
    phone?: string | null;
  }): Promise<{ id: UserId; email: string }>;
}

export function accountEnv(db: Database, inviteExpireHours = 48): AccountEnv {
  const sent: Letter[] = [];
  const texts: TextMessage[] = [];
  const poked: UserId[] = [];
  const clock = { time: Date.now() };
  const mailer: Mailer = { send: letter => Promise.resolve(void sent.push(letter)) };
  const postbox = createPostbox(mailer, createLetterRenderer({ projectRoot, baseUrl: BASE_URL }), silentLogger);
  const deps: AccountDeps = {
    db,
    postbox,
    sms: { send: message => Promise.resolve(void texts.push(message)) },
    orchestrator: { poke: id => Promise.resolve(void poked.push(id)) },
    now: () => clock.time,
    inviteExpireHours,
  };
  const letters = async (to?: string): Promise<readonly Letter[]> => {
    await postbox.idle();
    return sent.filter(letter => to === undefined || letter.to === to);
  };
  const accounts = createAccountService(deps);
  return {
    accounts,
    deps,
    letters,
    subjects: async to => (await letters(to)).map(({ subject }) => subject),
    logIn: email => accounts.logIn({ email, password: PASSWORD, address: freshAddress() }),
    async actions(userId) {
      const sql = 'SELECT action FROM audit_log WHERE subject_user_id = :userId ORDER BY id';
      return (await db.rows<{ action: string }>(sql, { userId })).map(({ action }) => action);
    },
    async token(to) {
      const newest = (await letters(to)).filter(letter => letter.text.includes('?token=')).at(-1);
      return /\?token=([\w-]{43})/u.exec(newest?.text ?? '')?.[1] ?? 'no letter';
    },
    texts,
    poked,
    clock,
    async user({ email = freshEmail(), role = 'user', status = 'active', phone = null } = {}) {
      const id = await createUser(db, {
        email,
        password: PASSWORD,
        role,
        firstName: 'Анна',
        lastName: 'Смирнова',
        phone,
      });
      await db.change('UPDATE users SET status = :status WHERE id = :id', { status, id });
      return { id, email };
    },
  };
}
