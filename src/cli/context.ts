import type { UserId } from '../domain/brand.js';
import { AppError } from '../domain/errors.js';
import { findUserByEmail } from '../db/repositories/users.repository.js';
import type { Config } from '../config/config.js';
import type { Database } from '../db/database.js';
import type { Logger } from '../observability/logger.js';
import type { TokenVault } from '../security/token-vault.js';
import type { ProbeParts } from '../services/probes/probe-parts.js';
import type { Orchestrator } from '../services/orchestrator.js';
import type { WebServices } from '../services/web-services.js';
import type { Arguments } from './arguments.js';

/** Exit codes (spec §6). */
export const EXIT = { done: 0, failed: 1, usage: 2, person: 3 } as const;

/** What a command gives back: one JSON object, sentences for a person, an exit code. */
export interface CommandResult {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: readonly string[];
  readonly exit: (typeof EXIT)[keyof typeof EXIT];
}

/** What commands work with; servers are opened on first use, so that `doctor` and `--help` need none. */
export interface CliContext {
  readonly args: Arguments;
  readonly config: Config;
  readonly logger: Logger;
  /** The secret on standard input, without its line end. Throws a usage error when there is none. */
  readSecret(what: string): Promise<string>;
  /** A line typed by a person; null where nobody sits at a terminal. */
  ask(question: string): Promise<string | null>;
  db(): Promise<Database>;
  orchestrator(): Promise<Orchestrator>;
  services(): Promise<WebServices>;
  /** What commands about the installation itself work with. */
  installation(): Promise<{
    readonly db: Database;
    readonly vault: TokenVault;
    /** Holds the password. */
    readonly databaseUrl: string;
    readonly version: string;
  }>;
  /** What probes of the vendors work with. */
  probes(): Promise<ProbeParts>;
  /** Resolves when every letter that was written is on its way. */
  readonly lettersSent: () => Promise<void>;
  /** Names of the token keys, as the vault calls them. */
  readonly keyIds: readonly string[];
  /** Ends every run Temporal has of ours; answers how many. */
  readonly endRuns: (reason: string) => Promise<number>;
  applySchedules(): Promise<readonly { id: string; result: string }[]>;
}

/** One command of `evosync`. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly about: string;
  /** Also works on a database older or newer than this program; every other command refuses those. */
  readonly anySchema?: true;
  run(context: CliContext): Promise<CommandResult>;
}

/** The account behind `--user`. An unknown one is wrong use. */
export async function userOf(context: CliContext): Promise<{ id: UserId; email: string }> {
  const email = context.args.need('user');
  const user = await findUserByEmail(await context.db(), email);
  if (!user) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND', { user: email });
  return { id: user.id, email: user.email };
}
