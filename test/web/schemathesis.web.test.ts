import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findSchemathesis } from '../../scripts/setup/schemathesis.mjs';
import { runCommand } from '../../scripts/setup/process/run-command.mjs';
import { startServicesEnv, type ServicesEnv } from '../support/services-env.js';
import { startWebhookSite, WEBHOOK_SECRET, type WebhookSite } from '../support/webhook-site.js';

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
];
/** Of each address and method: with the examples and the edges of each schema, some hundreds of messages. */
const EXAMPLES = 8;

describe('the description of the API, tried on the real site', () => {
  let env: ServicesEnv;
  let site: WebhookSite;
  /** It writes down what it tried, in the folder it is started in. */
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evosync-schemathesis-'));
    env = await startServicesEnv();
    site = await startWebhookSite(env, { limits: { wrongPerAddress: 100_000, pushesPerMinute: 100_000 } });
  });
  after(async () => {
    await site.close();
    await env.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds for messages made up from it, good and bad', async function () {
    // The first run on a machine fetches the program.
    this.timeout(600_000);
    const { command, args, env: environment } = await findSchemathesis();
    const result = await runCommand(
      command,
      [
        ...args,
        'run',
        `${site.url}/openapi.json`,
        ...['--url', site.url, '--checks', CHECKS.join(','), '--phases', 'examples,coverage,fuzzing'],
        ...['--max-examples', String(EXAMPLES), '--seed', '20261121', '--workers', '1', '--request-timeout', '10'],
        ...['--header', `Authorization: Bearer ${WEBHOOK_SECRET}`, '--header', 'Accept: application/json'],
        ...['--no-color', '--warnings', 'off', '--continue-on-failure'],
        // One at a time: the program's own parsing of Python is not safe in threads before Python 3.12.
        // The metrics answer to their own key.
        ...['--exclude-path', '/metrics'],
      ],
      { cwd: folder, env: { ...environment, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1' }, timeoutSeconds: 120 },
    );
    expect(result.status, `${result.stdout.slice(-12_000)}\n${result.stderr.slice(-2000)}`).to.equal(0);
    expect(Number(/(\d+) generated/u.exec(result.stdout)?.[1])).to.be.greaterThan(200);
    // Good ones came through to the use cases, and were no mere refusals.
    const tills = await env.db.rows('SELECT id FROM evotor_connections');
    expect(tills.length).to.be.greaterThan(1);
  });
});
