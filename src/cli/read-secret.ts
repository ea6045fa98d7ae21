import { UsageError } from './usage-error.js';

/** Longest secret read from standard input, in bytes. */
const MAX_BYTES = 10_000;

/** Reads a secret from standard input up to its end; one line end is dropped. Never echoed, never an argument. */
export async function readSecret(input: NodeJS.ReadStream, what: string): Promise<string> {
  if (input.isTTY) process.stderr.write(`${what}: `);
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A terminal stays open for the next line.
  for await (const chunk of input.iterator({ destroyOnReturn: !input.isTTY })) {
    const part = Buffer.from(chunk as Uint8Array);
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new UsageError(`the ${what} on standard input is too long`);
    chunks.push(part);
    // A person ends a line, not a file.
    if (input.isTTY && part.includes(10)) break;
  }
  if (input.isTTY) input.pause();
  const secret = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (secret === '') throw new UsageError(`give the ${what} on standard input`);
  return secret;
}

/** Asks the person at the terminal for a line; null where there is no terminal. */
export async function askPerson(input: NodeJS.ReadStream, question: string): Promise<string | null> {
  if (!input.isTTY) return null;
  process.stderr.write(question);
  for await (const chunk of input.iterator({ destroyOnReturn: false })) {
    input.pause();
    return String(chunk).trim();
  }
  return null;
}
