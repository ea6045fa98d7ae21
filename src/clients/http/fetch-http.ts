import { Agent as PlainAgent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import nodeFetch, { Blob, FormData } from 'node-fetch';
import type { BodyInit, Response } from 'node-fetch';
import type { Http, HttpFailure, HttpReply, HttpRequest, MultipartFile } from './http.js';

/** Idle sockets are closed before the 5 s after which common servers close theirs: a reset would be an unknown outcome. */
const IDLE_SOCKET_MS = 4000;

function form(files: readonly MultipartFile[]): FormData {
  const data = new FormData();
  for (const file of files) data.append(file.field, new Blob([file.data], { type: file.contentType }), file.filename);
  return data;
}

function bodyOf(body: HttpRequest['body']): BodyInit | null {
  return body === null || typeof body === 'string' ? body : form([body].flat());
}

class TooLarge extends Error {}

/** Reads the body piece by piece, so that a huge one is cut off and never held. */
async function readText(response: Response, maxBytes: number): Promise<{ text: string; bytes: number }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    bytes += piece.length;
    if (bytes > maxBytes) throw new TooLarge();
    chunks.push(piece);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), bytes };
}

/** System error code of a failed exchange. Messages are not used: node-fetch puts the whole address into them. */
function failureCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
}

/**
 * The real {@link Http}, on node-fetch with kept-alive connections. The only place of the project that uses node-fetch;
 * `fetch` is a parameter so that a test can watch it.
 */
export function createFetchHttp(fetch: typeof nodeFetch = nodeFetch): Http {
  const settings = { keepAlive: true, timeout: IDLE_SOCKET_MS };
  const plain = new PlainAgent(settings);
  const tls = new TlsAgent(settings);

  return async function exchange(request: HttpRequest): Promise<HttpReply | HttpFailure> {
    if (request.signal?.aborted) return { kind: 'aborted', message: 'aborted' };
    const stop = new AbortController();
    const ended: { why: 'timeout' | 'aborted' | null } = { why: null };
    const end = (why: 'timeout' | 'aborted') => {
      ended.why ??= why;
      stop.abort();
    };
    const onAbort = () => end('aborted');
    request.signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(() => end('timeout'), request.timeoutMs);
    try {
      const response = await fetch(request.url, {
        method: request.method,
        headers: { ...request.headers },
        body: bodyOf(request.body),
        redirect: 'manual',
        signal: stop.signal,
        agent: url => (url.protocol === 'http:' ? plain : tls),
      });
      const { text, bytes } = await readText(response, request.maxBytes);
      return { kind: 'reply', status: response.status, headers: Object.fromEntries(response.headers), text, bytes };
    } catch (error) {
      if (error instanceof TooLarge) {
        stop.abort();
        return { kind: 'too_large', message: `over ${request.maxBytes} bytes` };
      }
      const { why } = ended;
      return why === null ? { kind: 'reset', message: failureCode(error) } : { kind: why, message: why };
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
    }
  };
}
