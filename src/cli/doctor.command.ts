import { pendingMigrations } from '../db/migrate.js';
import { EXIT, type CliContext, type Command } from './context.js';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly remedy: string | null;
}

async function check(name: string, remedy: string, work: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, detail: await work(), remedy: null };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error), remedy };
  }
}

async function checks(context: CliContext): Promise<readonly Check[]> {
  return [
    await check('node', 'install Node 20.19 or newer', () => Promise.resolve(process.version)),
    await check('database', 'start `npm start`, or set DATABASE_URL to a MariaDB that answers', async () => {
      const row = await (await context.db()).first<{ v: string }>('SELECT VERSION() AS v');
      return `MariaDB ${row?.v ?? '?'}`;
    }),
    await check('schema', 'run `evosync migrate`', async () => {
      const pending = await pendingMigrations(await context.db());
      if (pending.length > 0) throw new Error(`not applied: ${pending.join(', ')}`);
      return 'up to date';
    }),
    await check('temporal', 'start `npm start`, or set TEMPORAL_ADDRESS to a server that answers', async () => {
      if (!(await (await context.orchestrator()).isReady())) throw new Error('Temporal does not answer');
      return 'answers';
    }),
    await check('vendors', 'check EVOTOR_API_URL and VK_API_URL', () =>
      Promise.resolve(`${new URL(context.config.evotor.apiUrl).host}, ${new URL(context.config.vk.apiUrl).host}`),
    ),
  ];
}

/** Says what works and what is missing on this machine, with the remedy. */
export const doctorCommand: Command = {
  name: 'doctor',
  usage: 'doctor',
  about: 'check this installation',
  async run(context) {
    const results = await checks(context);
    const ok = results.every(result => result.ok);
    const text = results.map(
      ({ name, ok: good, detail, remedy }) =>
        `${good ? 'ok  ' : 'FAIL'} ${name}: ${detail}${remedy === null ? '' : ` → ${remedy}`}`,
    );
    return { json: { ok, checks: results }, text, exit: ok ? EXIT.done : EXIT.failed };
  },
};
