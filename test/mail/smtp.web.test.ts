import { readFile, readdir, stat, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { projectRoot } from '../../src/config/project-root.js';
import { createMailer } from '../../src/mail/create-mailer.js';
import type { LetterContent } from '../../src/mail/letter-content.js';
import { createPostbox } from '../../src/mail/postbox.js';
import { createLetterRenderer } from '../../src/mail/render-letter.js';
import { createLogger, silentLogger } from '../../src/observability/logger.js';
import { codeOf } from '../support/services-env-sentence.js';

const FROM = 'EvoSync <no-reply@evosync.example>';
const BASE_URL = 'https://evosync.example';
const LETTER: LetterContent = {
  subject: 'Подтвердите почту — «Чайная» & Ко 🍵',
  heading: 'Подтвердите почту',
  paragraphs: ['Ольга, здравствуйте.', 'Имя с разметкой: <b>жирно</b> & "кавычки".'],
  facts: [{ label: 'Товаров', value: '12' }],
  button: { label: 'Подтвердить', path: '/confirm-email?token=abc-_123' },
  notes: ['Ссылка работает 48 часов.'],
  footing: 'Вы получили это письмо, потому что зарегистрировались.',
};

interface Sink {
  readonly url: string;
  readonly taken: { from: string; to: string[]; user: string | null; mail: Email }[];
  close(): Promise<void>;
}

/** A real mail server of this machine, which keeps what it is given. */
async function openSink(options: SMTPServerOptions = {}, login = ''): Promise<Sink> {
  const taken: Sink['taken'] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        void PostalMime.parse(Buffer.concat(chunks)).then(mail => {
          const { mailFrom, rcptTo } = session.envelope;
          taken.push({
            from: mailFrom === false ? '' : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            user: (session.user as string | undefined) ?? null,
            mail,
          });
          done();
        });
      });
    },
    ...options,
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://${login}127.0.0.1:${port}`,
    taken,
    close: () => new Promise(resolve => server.close(resolve)),
  };
}

const render = createLetterRenderer({ projectRoot, baseUrl: BASE_URL });
const mailerTo = (smtpUrl: string) =>
  createMailer({ mail: { provider: 'smtp', smtpUrl, from: FROM }, dataDir: '/nowhere' }, silentLogger);
const send = async (smtpUrl: string, letter = LETTER) =>
  mailerTo(smtpUrl).send({ to: 'olga@chainaya.example', ...(await render('letter', letter)) });

describe('letters by SMTP', () => {
  const sinks: Sink[] = [];
  const sink = async (options?: SMTPServerOptions, login?: string): Promise<Sink> => {
    const made = await openSink(options, login);
    sinks.push(made);
    return made;
  };
  after(() => Promise.all(sinks.map(one => one.close())));

  it('arrive with a Russian subject, both parts, and a link to our own site', async () => {
    const to = await sink();
    await send(to.url);
    const [letter] = to.taken;
    expect(letter).to.deep.include({ from: 'no-reply@evosync.example', to: ['olga@chainaya.example'] });
    const { mail } = letter ?? expect.fail('no letter');
    expect(mail.subject).to.equal(LETTER.subject);
    expect(mail.from?.address).to.equal('no-reply@evosync.example');
    expect(mail.text).to.include('Имя с разметкой: <b>жирно</b> & "кавычки".').and.include('Товаров: 12');
    expect(mail.text).to.include('https://evosync.example/confirm-email?token=abc-_123');
    expect(mail.html)
      .to.include('&lt;b&gt;жирно&lt;/b&gt;')
      .and.include('href="https://evosync.example/confirm-email?token=abc-_123"');
    expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).to.equal('auto-generated');
  });

  it('load nothing from anywhere and link to our site alone', async () => {
    const to = await sink();
    await send(to.url);
    const html = to.taken[0]?.mail.html ?? '';
    expect(html).not.to.match(/<(?:img|script|link|iframe|object|form)\b|url\(|@import|srcset/iu);
    for (const [, target = ''] of html.matchAll(/(?:href|src)="([^"]*)"/gu))
      expect(target).to.match(/^https:\/\/evosync\.example(?:\/|$)/u);
  });

  it('log in where the server asks for it', async () => {
    const to = await sink(
      {
        authOptional: false,
        onAuth: ({ username, password }, _session, done) =>
          username === 'evosync' && password === 'p@ss word' ? done(null, { user: username }) : done(new Error('no')),
      },
      'evosync:p%40ss%20word@',
    );
    await send(to.url);
    expect(to.taken[0]?.user).to.equal('evosync');
    expect(await codeOf(send(to.url.replace('p%40ss', 'wrong')))).to.equal('MAIL.NOT_SENT');
  });

  it('are encrypted before a password goes to another machine', async () => {
    const to = await sink(
      { authOptional: false, onAuth: (_auth, _session, done) => done(null, { user: 'x' }) },
      'a:b@',
    );
    // The same server under a name that is not this machine's own, as far as the text tells.
    const elsewhere = to.url.replace('127.0.0.1', '0.0.0.0');
    expect(await codeOf(send(elsewhere))).to.equal('MAIL.NOT_SENT');
    expect(to.taken).to.deep.equal([]);
  });

  it('that are refused fail by a code, whatever the server says', async () => {
    const refusing = await sink({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no such mailbox'), { responseCode: 550 })),
    });
    expect(await codeOf(send(refusing.url))).to.equal('MAIL.NOT_SENT');
    const busy = await sink({
      onMailFrom: (_address, _session, done) => done(Object.assign(new Error('later'), { responseCode: 451 })),
    });
    expect(await codeOf(send(busy.url))).to.equal('MAIL.NOT_SENT');
    const gone = await openSink();
    await gone.close();
    expect(await codeOf(send(gone.url))).to.equal('MAIL.NOT_SENT');
  });

  it('keep line breaks of a name out of the headers', async () => {
    const to = await sink();
    await send(to.url, { ...LETTER, subject: 'Ваш магазин\r\nBcc: evil@example.org' });
    expect(to.taken[0]?.to).to.deep.equal(['olga@chainaya.example']);
    expect(to.taken[0]?.mail.subject).to.equal('Ваш магазин Bcc: evil@example.org');
  });

  it('link to no other host, whatever is asked for', async () => {
    for (const path of ['//evil.example', 'https://evil.example', 'javascript:alert(1)', ''])
      expect(
        await render('letter', { ...LETTER, button: { label: 'x', path } }).catch((error: unknown) => error),
      ).to.be.an.instanceof(RangeError);
  });
});

describe('a postbox', () => {
  it('logs what a server refused, without the letter’s link, and goes on', async () => {
    const lines: string[] = [];
    const stream = new PassThrough();
    stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
    const gone = await openSink();
    await gone.close();
    const postbox = createPostbox(mailerTo(gone.url), render, createLogger({ level: 'info', stream }));
    postbox.later(() => postbox.deliver('olga@chainaya.example', LETTER));
    await postbox.idle();
    expect(lines.join('')).to.include('letter not sent').and.include('MAIL.NOT_SENT');
    expect(lines.join('')).not.to.include('token=').and.not.include('abc-_123');
  });
});

describe('letters of the console', () => {
  it('lie in a folder of the owner’s, readable as text; the log tells where and no more', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'evosync-mail-'));
    const lines: string[] = [];
    const stream = new PassThrough();
    stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
    try {
      const mailer = createMailer(
        { mail: { provider: 'console', from: FROM }, dataDir },
        createLogger({ level: 'info', stream }),
      );
      await mailer.send({ to: 'olga@chainaya.example', ...(await render('letter', LETTER)) });
      const folder = join(dataDir, 'mail');
      const names = (await readdir(folder)).sort();
      expect(names.map(name => name.slice(-4))).to.deep.equal(['.eml', '.txt']);
      for (const name of names) expect((await stat(join(folder, name))).mode & 0o777).to.equal(0o600);
      expect((await stat(folder)).mode & 0o777).to.equal(0o700);
      const text = await readFile(join(folder, names[1] ?? ''), 'utf8');
      expect(text).to.include('olga@chainaya.example').and.include('/confirm-email?token=abc-_123');
      const mail = await PostalMime.parse(await readFile(join(folder, names[0] ?? '')));
      expect(mail.subject).to.equal(LETTER.subject);
      expect(lines.join(''))
        .to.include(names[1] ?? '')
        .and.not.include('token=');
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });
});
