import { expect } from 'chai';
import session from 'express-session';
import { PASSWORD } from '../support/fake-accounts.js';
import { buildTestSite, listen } from '../support/test-site.js';

/** A store that needs longer to keep a session than a browser needs to follow a redirect. */
class SlowStore extends session.MemoryStore {
  override set(sid: string, data: session.SessionData, done?: (error?: unknown) => void): void {
    setTimeout(() => super.set(sid, data, done), 80);
  }
}

/** Acts as soon as the head of an answer is there, as browsers do with a redirect. */
function hastyBrowser(url: string) {
  let cookie = '';
  return async (path: string, fields?: Readonly<Record<string, string>>): Promise<Response> => {
    const answer = await fetch(`${url}${path}`, {
      redirect: 'manual',
      headers: { cookie },
      ...(fields === undefined ? {} : { method: 'POST', body: new URLSearchParams(fields) }),
    });
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return answer;
  };
}

const tokenIn = async (page: Response): Promise<string> =>
  /name="_csrf" value="([^"]+)"/u.exec(await page.text())?.[1] ?? '';

describe('a session store on a busy day', () => {
  it('has what the next page says before the browser asks for that page', async () => {
    const { url, close } = await listen(buildTestSite({}, undefined, new SlowStore()).app);
    const go = hastyBrowser(url);
    try {
      const form = { email: 'olga@chainaya.example', password: PASSWORD, _csrf: await tokenIn(await go('/login')) };
      expect((await go('/login', form)).status).to.equal(303);
      const _csrf = await tokenIn(await go('/sync'));
      const { headers } = await go('/sync/pause', { paused: '1', _csrf });
      expect(await (await go(headers.get('location') ?? '/')).text()).to.include('class="flash');
    } finally {
      await close();
    }
  });
});
