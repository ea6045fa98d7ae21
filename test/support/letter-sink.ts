import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { until } from './until.js';

/** A mail server of this machine that keeps what it is given. */
export interface LetterSink {
  /** For `SMTP_URL`. */
  readonly url: string;
  readonly letters: readonly Email[];
  /** The newest letter to an address whose subject has the words in it, as soon as it is there. */
  letterTo(address: string, words: string): Promise<Email>;
  close(): Promise<void>;
}

/** `password`: what the mail server wants; a server that wants none unless given. */
export async function startLetterSink({ password }: { readonly password?: string } = {}): Promise<LetterSink> {
  const letters: Email[] = [];
  const server = new SMTPServer({
    authOptional: password === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (auth, _session, done) =>
      auth.password === password ? done(null, { user: auth.username }) : done(new Error('wrong password')),
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        void PostalMime.parse(Buffer.concat(chunks)).then(letter => {
          letters.push(letter);
          done();
        });
      });
    },
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://${password === undefined ? '' : `robot:${encodeURIComponent(password)}@`}127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    letters,
    letterTo: (address, words) =>
      until(`a letter «${words}» to ${address}`, () =>
        Promise.resolve(
          letters.findLast(
            ({ to, subject }) =>
              (subject ?? '').includes(words) && (to ?? []).some(({ address: found }) => found === address),
          ) ?? null,
        ),
      ),
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}
