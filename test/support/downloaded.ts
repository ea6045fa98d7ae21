import type request from 'supertest';

/** Reads the body of an answer as it came, for `.buffer(true).parse(downloaded)`. */
export function downloaded(res: request.Response, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  res.on('data', (chunk: Buffer) => chunks.push(chunk));
  res.on('end', () => done(null, Buffer.concat(chunks)));
}

/** An answer with its body byte for byte. */
export async function bodyOf(sent: request.Test): Promise<{ answer: request.Response; text: string }> {
  const answer = await sent.buffer(true).parse(downloaded);
  return { answer, text: Buffer.isBuffer(answer.body) ? answer.body.toString('utf8') : '' };
}
