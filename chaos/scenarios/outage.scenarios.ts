import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { givePartnerToken } from '../../test/support/give-partner-token.js';
import { MERCHANT_PASSWORD } from '../../test/support/pipeline-merchant.js';
import { patiently } from '../patience.js';
import type { Scenario } from './scenario.js';
import { changeTill } from './till-changes.js';

/** A merchant looks at these while the exchange stands still. */
const PAGES = ['/overview', '/sync', '/catalog/stores', '/sync/runs', '/connections'];
/** Longer than this nobody waits for a page. */
const PAGE_MS = 10_000;

const formToken = (html: string): string => /name="_csrf" value="([^"]+)"/u.exec(html)?.[1] ?? '';
const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

/** Logs in at the site; answers what sends a request as this merchant. */
async function visit(url: string, email: string) {
  let cookie = '';
  const send = async (path: string, form?: Readonly<Record<string, string>>): Promise<Response> => {
    const answer = await fetch(url + path, {
      headers: { cookie, accept: 'text/html' },
      redirect: 'manual',
      signal: AbortSignal.timeout(PAGE_MS * 2),
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    cookie = cookieOf(answer) || cookie;
    return answer;
  };
  const page = await (await send('/login')).text();
  await send('/login', { email, password: MERCHANT_PASSWORD, _csrf: formToken(page) });
  return send;
}

export const outageScenarios: readonly Scenario[] = [
  {
    name: 'temporal-gone',
    what: 'Temporal is gone for a while: pages go on, the till’s marks stay, and the exchange resumes',
    isViolent: true,
    seconds: { short: 120, long: 300 },
    async play(stage) {
      const { env, merchant } = stage;
      await merchant.run(stage.deadline);
      const url = await env.webUrl();
      const userToken = (await givePartnerToken(env.db, merchant.account.userId)).replace(/^Bearer /, '');
      await merchant.call('PATCH', '', { webhook: { baseUrl: url, userToken } });
      const send = await visit(url, merchant.account.email);

      await env.temporal.kill();
      await changeTill(stage, { isPushed: true });
      for (const path of PAGES) {
        const startedAt = performance.now();
        const { status } = await send(path);
        stage.claim(status === 200, `${path} answered ${status} without Temporal`);
        stage.claim(performance.now() - startedAt < PAGE_MS, `${path} took too long without Temporal`);
      }
      const [alive, ready] = [await fetch(`${url}/health`), await fetch(`${url}/health/ready`)];
      stage.claim(alive.status === 200, `/health answered ${alive.status}`);
      stage.claim(ready.status === 503, `/health/ready answered ${ready.status}`);
      const parts = (await ready.json()) as { database: boolean; temporal: boolean };
      stage.claim(parts.database && !parts.temporal, `/health/ready said ${JSON.stringify(parts)}`);
      const asked = await send('/sync/run-now', { _csrf: formToken(await (await send('/sync')).text()) });
      stage.claim(asked.status === 503 || asked.status === 303, `the wish for a run was answered ${asked.status}`);
      const { dirtySince } = await getSyncConfig(env.db, merchant.account.userId);
      stage.claim(dirtySince !== null, 'the till’s mark was lost');

      await env.temporal.startAgain();
      await merchant.run(stage.deadline);
      await patiently(
        'the mark to be served',
        async () => (await getSyncConfig(env.db, merchant.account.userId)).dirtySince === null || null,
        stage.deadline,
      );
      const after = await send('/overview');
      stage.claim(after.status === 200, `/overview answered ${after.status} afterwards`);
    },
  },
];
