import { setTimeout as pause } from 'node:timers/promises';
import { MERCHANT_PASSWORD } from '../../test/support/pipeline-merchant.js';

const EVERY_MS = 500;
/** Longer than any page may take while a server starts again. */
const PATIENCE_MS = 15_000;

/** What a merchant who keeps looking at the site saw. */
export interface Visits {
  readonly answered: number;
  /** Requests that got no answer, or one of a broken site, by the time since the day began, seconds. */
  readonly failed: readonly { readonly atSeconds: number; readonly what: string }[];
}

/** Logs in once and then opens a page twice a second, all day. */
export function keepVisiting(siteUrl: string, email: string, beganAt: number) {
  const ending = new AbortController();
  const failed: Visits['failed'][number][] = [];
  let answered = 0;
  let cookie = '';
  const noteFailure = (what: string): void => {
    failed.push({ atSeconds: Math.round((performance.now() - beganAt) / 1000), what });
  };
  const ask = async (path: string, init: RequestInit = {}): Promise<Response | null> => {
    try {
      const answer = await fetch(`${siteUrl}${path}`, {
        ...init,
        redirect: 'manual',
        headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }), ...init.headers },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      for (const set of answer.headers.getSetCookie())
        if (/^(?:__Host-)?evosync=/u.test(set)) cookie = set.split(';')[0] ?? '';
      return answer;
    } catch (error) {
      noteFailure(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
      return null;
    }
  };
  const logIn = async (): Promise<void> => {
    const page = await (await ask('/login'))?.text();
    const _csrf = /name="_csrf" value="([^"]+)"/u.exec(page ?? '')?.[1] ?? '';
    const body = new URLSearchParams({ _csrf, email, password: MERCHANT_PASSWORD, next: '' });
    await ask('/login', { method: 'POST', body });
  };
  const visit = async (): Promise<void> => {
    const answer = await ask('/overview');
    if (answer === null) return;
    const text = await answer.text();
    if (answer.status === 303) return logIn();
    if (answer.status === 200 && text.includes('</html>')) answered += 1;
    else noteFailure(`HTTP ${answer.status}`);
  };
  const over = (async () => {
    while (!ending.signal.aborted) {
      await visit();
      await pause(EVERY_MS);
    }
  })();
  return {
    async end(): Promise<Visits> {
      ending.abort();
      await over;
      return { answered, failed };
    },
  };
}
