import type { Express } from 'express';
import request from 'supertest';
import { PASSWORD } from './fake-accounts.js';

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A file of a form. */
export interface SentFile {
  readonly field: string;
  readonly name: string;
  readonly bytes: Buffer;
}

/** A browser without scripts: keeps cookies, takes the token from a page it has seen. */
export interface Visitor {
  get(path: string): request.Test;
  /** Sends a form with the token of the visitor's session. */
  post(path: string, fields?: Fields): Promise<request.Response>;
  postWithoutToken(path: string, fields?: Fields): request.Test;
  /** Sends a form with files, the token first as in every form of the site. */
  upload(path: string, files: readonly SentFile[], fields?: Fields): Promise<request.Response>;
  uploadWithoutToken(path: string, files: readonly SentFile[], fields?: Fields): request.Test;
  token(): Promise<string>;
}

export function visitor(app: Express, pageWithForm = '/login'): Visitor {
  const agent = request.agent(app);
  const token = async (): Promise<string> => {
    // The page to log out on has a form for everybody: an operator's first page may have none.
    for (const path of [pageWithForm, '/logout']) {
      const page = await agent.get(path).redirects(4);
      const [, found] = /name="_csrf" value="([^"]+)"/u.exec(page.text) ?? [];
      if (found !== undefined) return found;
    }
    return '';
  };
  return {
    get: path => agent.get(path),
    token,
    async post(path, fields = {}) {
      const _csrf = await token();
      return agent
        .post(path)
        .type('form')
        .send({ ...fields, _csrf });
    },
    async upload(path, files, fields = {}) {
      const _csrf = await token();
      return withFiles(agent.post(path), files, { _csrf, ...fields });
    },
    uploadWithoutToken: (path, files, fields = {}) => withFiles(agent.post(path), files, fields),
    postWithoutToken: (path, fields = {}) => agent.post(path).type('form').send(fields),
  };
}

function withFiles(sent: request.Test, files: readonly SentFile[], fields: Fields): request.Test {
  for (const [name, value] of Object.entries(fields)) sent.field(name, typeof value === 'string' ? value : [...value]);
  for (const { field, name, bytes } of files) sent.attach(field, bytes, name);
  return sent;
}

/** A visitor who has logged in, by default as the merchant. */
export async function loggedIn(
  app: Express,
  email = 'olga@chainaya.example',
  password = PASSWORD,
  pageWithForm?: string,
): Promise<Visitor> {
  const someone = visitor(app, pageWithForm);
  const answer = await someone.post('/login', { email, password });
  if (answer.status !== 303) throw new Error(`log-in failed: ${answer.status}`);
  return someone;
}
