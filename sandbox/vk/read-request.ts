import type { Request } from 'express';
import { badParam, VkFailure } from './vk-failure.js';

const BODY_CAP = 10 * 1024 * 1024;

/** Reads a request body whole; throws when it is longer than `cap` bytes. */
export async function readBody(req: Request, cap = BODY_CAP): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > cap) throw new VkFailure(8, 'request is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Parses multipart/form-data with the platform's own parser. */
export async function readMultipart(contentType: string, body: Buffer): Promise<FormData> {
  // Marked as deprecated for servers that stream; the sandbox holds the whole body anyway.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
}

/** All parameters of an API call by name; JSON bodies are not read, exactly as VK does not. */
export async function readParams(req: Request): Promise<Map<string, string>> {
  const pairs: [string, string][] = [...new URL(req.originalUrl, 'http://sandbox').searchParams];
  if (req.method === 'POST') {
    const contentType = req.headers['content-type'] ?? '';
    const body = await readBody(req);
    if (contentType.startsWith('application/x-www-form-urlencoded')) {
      pairs.push(...new URLSearchParams(body.toString('utf8')));
    } else if (contentType.startsWith('multipart/form-data')) {
      const form = await readMultipart(contentType, body).catch(() => {
        throw new VkFailure(8, 'body is not multipart/form-data');
      });
      for (const [name, value] of form) if (typeof value === 'string') pairs.push([name, value]);
    } else if (body.length > 0) {
      throw new VkFailure(8, 'content type must be application/x-www-form-urlencoded or multipart/form-data');
    }
  }
  const params = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (params.has(name)) throw badParam(`${name} is given twice`);
    params.set(name, value);
  }
  return params;
}
