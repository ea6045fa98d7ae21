import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server got it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Form fields of a urlencoded body. */
  readonly form: URLSearchParams;
}

/** What the script says to answer; the words are ways to misbehave. */
export type Answer =
  | {
      readonly status?: number;
      readonly headers?: Record<string, string>;
      readonly json?: unknown;
      readonly text?: string;
    }
  | 'silence'
  | 'reset'
  | 'reset_mid_body'
  | 'endless_body'
  | 'slow_body';

export type Script = (seen: Seen, nth: number) => Answer;

export interface ScriptedServer {
  readonly url: string;
  /** All requests so far, oldest first. */
  readonly seen: readonly Seen[];
  /** Answers from now on. */
  play(script: Script): void;
  close(): Promise<void>;
}

function misbehave(how: Extract<Answer, string>, response: ServerResponse): void {
  if (how === 'silence') return;
  if (how === 'reset') {
    response.socket?.destroy();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  if (how === 'reset_mid_body') response.write('{"resp', () => response.socket?.destroy());
  if (how === 'slow_body') response.write('{"resp');
  if (how === 'endless_body') {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  }
}

async function read(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const url = new URL(request.url ?? '/', 'http://localhost');
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body,
    form: new URLSearchParams(isForm ? body.toString('utf8') : ''),
  };
}

/** A server that answers by a script, for what a well-behaved vendor would not do. Give it a script with `play`. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const seen: Seen[] = [];
  let script: Script = () => ({ status: 500 });
  let from = 0;
  const server = createServer((request, response) => {
    void read(request).then(one => {
      seen.push(one);
      const answer = script(one, seen.length - 1 - from);
      if (typeof answer === 'string') {
        misbehave(answer, response);
        return;
      }
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      response.end(answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json)));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    play(next) {
      script = next;
      from = seen.length;
    },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
