import type request from 'supertest';

/** The body of an answer as it came, byte for byte. */
export async function downloaded(sent: request.Test): Promise<{ answer: request.Response; text: string }> {
  const answer = await sent.buffer(true).parse((res, done) => {
    const chunks: Buffer[] = [];
    res.on('data', (chunk: Buffer) => chunks.push(chunk));
    res.on('end', () => done(null, Buffer.concat(chunks)));
  });
  return { answer, text: Buffer.isBuffer(answer.body) ? answer.body.toString('utf8') : '' };
}
