import { PASSWORD } from '../test/support/services-env.js';

/** A person with a browser who has logged in. */
export interface Visit {
  get(path: string): Promise<{ readonly size: number }>;
}

/** Logs in at a site and keeps the session; every page must come, and not packed, so that its weight can be told. */
export async function visit(url: string, email: string): Promise<Visit> {
  const jar = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), cookie, 'accept-encoding': 'identity' };
    const answer = await fetch(url + path, { ...init, redirect: 'manual', headers });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      jar.set(name, value);
    }
    return answer;
  };
  const form = await (await ask('/login')).text();
  const csrf = /name="_csrf" value="([^"]+)"/u.exec(form)?.[1] ?? '';
  const entered = await ask('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _csrf: csrf, email, password: PASSWORD }).toString(),
  });
  if (entered.status !== 303) throw new Error(`log-in failed: ${entered.status}`);
  return {
    async get(path) {
      const answer = await ask(path);
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.headers.get('location') ?? ''}`);
      return { size: Buffer.byteLength(text) };
    },
  };
}
