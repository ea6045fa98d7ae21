import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { parseArguments } from '../../src/cli/arguments.js';
import type { CliContext } from '../../src/cli/context.js';
import { runCli } from '../../src/cli/run-cli.js';
import { UsageError } from '../../src/cli/usage-error.js';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { Database } from '../../src/db/database.js';
import { createLogger } from '../../src/observability/logger.js';
import { LOOKUP_DELAYS_MS } from '../../src/services/sync/sync-deps.js';
import { startVkProbeEnv, type VkProbeEnv } from '../probes/vk-probe-env.js';

interface Run {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

describe('evosync probe:vk and probe:evotor', () => {
  let env: VkProbeEnv;
  let owner: number | null;
  before(async () => {
    env = await startVkProbeEnv();
  });
  beforeEach(() => {
    owner = null;
  });
  after(() => env.close());

  /** Runs a command in this process; `stdin` null = nothing was given, `typed` is what the person at the terminal types. */
  async function run(words: readonly string[], stdin: string | null, typed: string | null = null): Promise<Run> {
    const { clock } = env.sandbox.sandbox;
    const db = { first: () => Promise.resolve(owner === null ? null : { user_id: owner }) } as unknown as Database;
    const args = parseArguments(words);
    const context = {
      args,
      config: loadConfig({
        NODE_ENV: 'test',
        DATA_DIR: env.dataDir,
        VK_API_URL: env.sandbox.vkUrl,
        EVOTOR_API_URL: env.sandbox.evotorUrl,
        VK_CALLS_PER_SECOND: '20',
      }),
      logger: createLogger({ level: 'error', service: 'test' }),
      readSecret: (what: string) =>
        stdin === null ? Promise.reject(new UsageError(`give the ${what} on standard input`)) : Promise.resolve(stdin),
      ask: () => Promise.resolve(typed),
      db: () => Promise.resolve(db),
      probes: () =>
        Promise.resolve({
          http: createFetchHttp(),
          log: () => undefined,
          now: () => clock.now(),
          sleep: async (ms: number) => {
            clock.advance(Math.max(0, ms));
            await turn();
          },
          random: () => 0.5,
          photo: env.photo,
          lookupDelaysMs: LOOKUP_DELAYS_MS,
          drain: () => Promise.resolve(),
          signal: new AbortController().signal,
        }),
    } as unknown as CliContext;
    const [out, err]: [string[], string[]] = [[], []];
    const exit = await runCli(args, context, { out: line => out.push(line), err: line => err.push(line) });
    return { exit, out: out.join('\n'), err: err.join('\n') };
  }
  const vk = (more: readonly string[], stdin: string | null, typed: string | null = null): Promise<Run> =>
    run(['probe:vk', '--group', String(env.groupId), ...more], stdin, typed);

  it('does nothing without a confirmation', async () => {
    const before = await env.living();
    const silent = await vk(['--json'], env.token);
    expect(silent.exit).to.equal(3);
    expect(JSON.parse(silent.out)).to.deep.equal({ error: 'NOT_CONFIRMED', expected: `probe ${env.groupId}` });
    expect((await vk([], `${env.token}\nprobe 1`)).exit).to.equal(3);
    expect((await vk([], env.token, 'yes')).exit).to.equal(3);
    expect(await env.living()).to.deep.equal(before);
  });

  it('goes on with the words on a second line, typed, or with --yes', async () => {
    const before = await env.living();
    const answer = await vk(['--json'], `${env.token}\nprobe ${env.groupId}`);
    expect(answer.exit).to.equal(0);
    expect((JSON.parse(answer.out) as { findings: unknown[] }).findings).to.have.length(25);
    expect((await vk([], env.token, `probe ${env.groupId}`)).exit).to.equal(0);
    expect((await vk(['--yes'], env.token)).exit).to.equal(0);
    expect(answer.out).not.to.contain(env.token);
    expect(await env.living()).to.deep.equal(before);
  });

  it('refuses a community that a merchant has connected, or with many goods, unless told to', async () => {
    owner = 7;
    const taken = await vk([], `${env.token}\nprobe ${env.groupId}`);
    expect(taken.exit).to.equal(2);
    expect(taken.err).to.contain('a merchant of this installation');
    expect((await vk(['--yes'], env.token)).exit).to.equal(0);
    owner = null;
    for (let nth = 0; nth < 50; nth += 1) await env.control('POST', '/me/shop/items', { title: `Товар ${nth}` });
    const big = await vk([], `${env.token}\nprobe ${env.groupId}`);
    expect(big.exit).to.equal(2);
    expect(big.err).to.contain('51 goods');
  });

  it('says what is wrong with the key, with the number, or that there is no key', async () => {
    const refused = await vk(['--yes', '--json'], 'a-key-nobody-has');
    expect(refused.exit).to.equal(3);
    expect(JSON.parse(refused.out)).to.have.property('error', 'VK.TOKEN_REVOKED');
    expect((await vk(['--yes'], null)).exit).to.equal(2);
    expect((await run(['probe:vk', '--group', 'x'], 'k')).exit).to.equal(2);
    expect((await run(['probe:vk'], 'k')).exit).to.equal(2);
  });

  it('reads what Evotor does', async () => {
    const answer = await run(['probe:evotor'], env.evotorToken);
    expect(answer.exit).to.equal(0);
    expect(answer.out).to.contain('1.header  which header carries the token: as assumed');
    expect(answer.out).to.contain('Nothing was written.');
    expect(answer.out).not.to.contain(env.evotorToken);
    const refused = await run(['probe:evotor', '--json'], 'a-token-nobody-has');
    expect(refused.exit).to.equal(3);
    expect(JSON.parse(refused.out)).to.have.property('verdict', 'do_not_go_live');
  });
});
