import { existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';
import { UPLOAD_PLACES } from '../../src/web/middleware/upload-places.js';
import { PASSWORD } from '../support/fake-accounts.js';
import { freePort } from '../support/free-port.js';
import { prepareNginx, type TestNginx } from '../support/nginx.js';
import { runScript } from '../support/run-script.js';
import { selfSigned } from '../support/self-signed.js';
import { buildTestSite, listen, type TestSite } from '../support/test-site.js';

const IDN = 'мои-товары.рф';
const SITE = 'xn----8sbfwtmcso8g.xn--p1ai';
const ECHO = 'echo.example.org';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

describe('nginx in front of the site', function () {
  this.timeout(60_000);
  const signed = selfSigned([SITE, ECHO]);
  let nginx: TestNginx;
  let ports: { http: number; https: number };
  let site: TestSite;
  let web: { url: string; close: () => Promise<void> };
  let echo: Server;

  /** One request over TLS, the domain named as a browser names it. */
  function ask(
    domain: string,
    path: string,
    options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = httpsRequest(
        {
          host: '127.0.0.1',
          port: ports.https,
          servername: domain,
          ca: signed.certificate,
          path,
          method: options.method ?? 'GET',
          headers: { host: `${domain}:${ports.https}`, ...options.headers },
        },
        answer => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.once('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        },
      );
      sent.once('error', reject);
      sent.end(options.body);
    });
  }

  function generate(domain: string, upstream: string): ReturnType<typeof runScript> {
    return runScript('generate-nginx-conf.sh', [domain], environment({ UPSTREAM: upstream }));
  }
  const environment = (more: Record<string, string> = {}): Record<string, string> => ({
    NGINX_DIR: nginx.folder,
    LETSENCRYPT_DIR: join(nginx.folder, 'letsencrypt'),
    ACME_ROOT: join(nginx.folder, 'acme'),
    NGINX: nginx.program,
    HTTP_PORT: String(ports.http),
    HTTPS_PORT: String(ports.https),
    ...more,
  });

  before(async () => {
    nginx = await prepareNginx();
    ports = { http: await freePort(), https: await freePort() };
    for (const domain of [SITE, ECHO]) {
      const folder = join(nginx.folder, 'letsencrypt', 'live', domain);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'fullchain.pem'), signed.certificate);
      writeFileSync(join(folder, 'privkey.pem'), signed.key, { mode: 0o600 });
    }
    const acme = join(nginx.folder, 'acme', '.well-known', 'acme-challenge');
    mkdirSync(acme, { recursive: true });
    writeFileSync(join(acme, 'token'), 'the answer');
    site = buildTestSite({ baseUrl: `https://${SITE}:${ports.https}`, isSecure: true, trustProxy: 1 });
    web = await listen(site.app);
    echo = createServer((req, res) => {
      let bytes = 0;
      req.on('data', (chunk: Buffer) => (bytes += chunk.length));
      req.once('end', () => res.end(JSON.stringify({ headers: req.headers, bytes })));
    });
    await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve));
    const address = echo.address();
    const echoPort = typeof address === 'object' ? address?.port : 0;
    for (const made of [
      await generate(IDN, `127.0.0.1:${await freePort()},${new URL(web.url).host}`),
      await generate(ECHO, `127.0.0.1:${echoPort}`),
    ])
      expect(made.code, made.err).to.equal(0);
    await nginx.start(ports.https);
  });
  after(async () => {
    await nginx.stop();
    nginx.remove();
    await web.close();
    echo.closeAllConnections();
    echo.close();
  });

  it('has files of machines’ letters, linked, and is written once', async () => {
    const file = join(nginx.folder, 'sites-available', `${SITE}.conf`);
    expect(readlinkSync(join(nginx.folder, 'sites-enabled', `${SITE}.conf`))).to.equal(file);
    const text = readFileSync(file, 'utf8');
    expect(text)
      .to.contain(`server_name ${SITE};`)
      .and.not.to.match(/@[A-Z0-9_]+@/);
    const [, upstream = ''] = /(127\S+);\n {4}server (\S+);/.exec(text) ?? [];
    const again = await generate(SITE, `${upstream},${new URL(web.url).host}`);
    expect(again).to.include({ code: 0 });
    expect(again.out).to.contain('up to date');
    expect(readFileSync(file, 'utf8')).to.equal(text);
  });

  it('sends plain HTTP to https, but answers Let’s Encrypt', async () => {
    const plain = (path: string): Promise<Answer> =>
      new Promise((resolve, reject) => {
        httpRequest({ host: '127.0.0.1', port: ports.http, path, headers: { host: SITE } }, answer => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part));
          answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
        })
          .once('error', reject)
          .end();
      });
    const moved = await plain('/catalog/stores?q=%D1%87');
    expect(moved.status).to.equal(301);
    expect(moved.headers.location).to.equal(`https://${SITE}:${ports.https}/catalog/stores?q=%D1%87`);
    expect((await plain('/.well-known/acme-challenge/token')).text).to.equal('the answer');
    expect((await plain('/.well-known/acme-challenge/../../../nginx.conf')).status).to.be.oneOf([301, 400, 404]);
  });

  it('lets a merchant log in over TLS, with a cookie bound to the host and one HSTS header', async () => {
    const page = await ask(SITE, '/login', { headers: { 'accept-encoding': 'gzip' } });
    expect(page.status).to.equal(200);
    expect(page.headers['strict-transport-security']).to.equal('max-age=31536000; includeSubDomains');
    expect(page.headers['content-encoding']).to.equal('gzip');
    expect(page.headers['server']).to.equal('nginx');

    const form = await ask(SITE, '/login');
    const cookie = form.headers['set-cookie']?.[0] ?? '';
    expect(cookie)
      .to.match(/^__Host-evosync=/)
      .and.to.contain('; Secure')
      .and.to.contain('; HttpOnly');
    const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(form.text) ?? [];
    const entered = await ask(SITE, '/login', {
      method: 'POST',
      headers: {
        cookie: cookie.split(';')[0] ?? '',
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-for': '6.6.6.6',
        forwarded: 'for=6.6.6.6',
      },
      body: new URLSearchParams({ email: 'olga@chainaya.example', password: PASSWORD, _csrf }).toString(),
    });
    expect(entered.status).to.equal(303);
    expect(site.services.accounts.tries.at(-1)?.address).to.equal('127.0.0.1');
    const inside = await ask(SITE, '/overview', {
      headers: { cookie: entered.headers['set-cookie']?.[0]?.split(';')[0] ?? '' },
    });
    expect(inside.text).to.contain('Всё в порядке');
  });

  it('writes the forwarding headers anew', async () => {
    const forged = {
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=6.6.6.6',
      'x-real-ip': '6.6.6.6',
    };
    const { headers } = JSON.parse((await ask(ECHO, '/', { headers: forged })).text) as { headers: object };
    expect(headers).to.include({ host: ECHO, 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' });
    expect(JSON.stringify(headers)).not.to.contain('6.6.6.6').and.not.to.contain('evil');
  });

  it('takes the largest form of the site, and nothing endless', async () => {
    const twenty = Buffer.alloc(20 * 1024 * 1024, 1);
    const sent = await ask(ECHO, '/upload', { method: 'POST', body: twenty });
    expect(JSON.parse(sent.text)).to.include({ bytes: twenty.length });
    const [, limit = '0'] =
      /client_max_body_size (\d+)m/.exec(readFileSync(join(nginx.folder, 'sites-available', `${SITE}.conf`), 'utf8')) ??
      [];
    const largest = Math.max(...UPLOAD_PLACES.map(place => place.maxTotal));
    expect(Number(limit) * 1024 * 1024).to.be.greaterThan(largest);
    const endless = await ask(ECHO, '/upload', {
      method: 'POST',
      headers: { 'content-length': String(200 * 1024 * 1024), expect: '100-continue' },
    }).catch(() => ({ status: 413 }));
    expect(endless.status).to.equal(413);
  });

  it('keeps the figures to the machine itself', async () => {
    for (const path of ['/metrics', '/metrics/', '/%6detrics'])
      expect((await ask(ECHO, path)).status, path).to.equal(404);
    expect((await ask(SITE, '/health')).status).to.equal(200);
  });

  it('speaks HTTP/2 and TLS 1.2 and 1.3, nothing older', async () => {
    const session = connectHttp2(`https://127.0.0.1:${ports.https}`, { servername: SITE, ca: signed.certificate });
    const status = await new Promise<unknown>((resolve, reject) => {
      session.once('error', reject);
      const stream = session.request({ ':path': '/health', ':authority': SITE });
      stream.once('response', headers => resolve(headers[':status']));
      stream.resume().end();
    });
    session.close();
    expect(status).to.equal(200);
    const version = (protocol: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): Promise<string | null> =>
      new Promise(resolve => {
        const socket = connectTls({
          host: '127.0.0.1',
          port: ports.https,
          servername: SITE,
          ca: signed.certificate,
          minVersion: protocol,
          maxVersion: protocol,
          ...(protocol === 'TLSv1.1' ? { ciphers: 'DEFAULT:@SECLEVEL=0' } : {}),
        });
        socket.once('secureConnect', () => {
          resolve(socket.getProtocol());
          socket.destroy();
        });
        socket.once('error', () => resolve(null));
      });
    expect(await version('TLSv1.3')).to.equal('TLSv1.3');
    expect(await version('TLSv1.2')).to.equal('TLSv1.2');
    expect(await version('TLSv1.1')).to.equal(null);
  });

  it('asks the other web process when one is gone, and says so in Russian when both are', async () => {
    expect((await ask(SITE, '/health')).status).to.equal(200);
    await web.close();
    const down = await ask(SITE, '/health');
    web = await listen(site.app, Number(new URL(web.url).port));
    expect(down.status).to.equal(503);
    expect(down.headers['retry-after']).to.equal('30');
    expect(down.text).to.contain('Ничего не потеряно');
  });

  it('puts the old file back when nginx refuses the new one', async () => {
    const file = join(nginx.folder, 'sites-available', `${ECHO}.conf`);
    const before = readFileSync(file, 'utf8');
    writeFileSync(join(nginx.folder, 'conf.d', 'broken.conf'), 'nonsense;\n');
    const refused = await generate(ECHO, '127.0.0.1:9');
    writeFileSync(join(nginx.folder, 'conf.d', 'broken.conf'), '');
    expect(refused.code).to.equal(1);
    expect(refused.err).to.contain('as it was before').and.to.contain('nonsense');
    expect(readFileSync(file, 'utf8')).to.equal(before);
    expect(existsSync(join(nginx.folder, 'sites-enabled', `${ECHO}.conf`))).to.equal(true);
  });

  it('leaves a file alone that somebody else wrote', async () => {
    const file = join(nginx.folder, 'sites-available', 'other.example.org.conf');
    mkdirSync(join(nginx.folder, 'letsencrypt', 'live', 'other.example.org'), { recursive: true });
    for (const name of ['fullchain.pem', 'privkey.pem'])
      writeFileSync(join(nginx.folder, 'letsencrypt', 'live', 'other.example.org', name), '');
    writeFileSync(file, '# by hand\n');
    const refused = await generate('other.example.org', '127.0.0.1:9');
    expect(refused).to.include({ code: 1 });
    expect(readFileSync(file, 'utf8')).to.equal('# by hand\n');
  });

  it('guards the Temporal Web UI with name and password, and hands neither on', async () => {
    const gate = await prepareNginx();
    const port = await freePort();
    const address = echo.address();
    const behind = `127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`;
    const values: Readonly<Record<string, string>> = {
      TEMPORAL_UI_LISTEN: String(port),
      TEMPORAL_UI_HOST: behind,
      TEMPORAL_UI_USER: 'operator',
      TEMPORAL_UI_PASSWORD: 'of-the-test',
      NGINX_ENVSUBST_OUTPUT_DIR: join(gate.folder, 'conf.d'),
    };
    try {
      for (const name of ['temporal-ui.conf', 'temporal-ui.htpasswd']) {
        const template = readFileSync(join(projectRoot, 'nginx', `${name}.template`), 'utf8');
        // What the image of nginx does at its start.
        const filled = template.replace(/\$\{(\w+)\}/g, (whole, variable: string) => values[variable] ?? whole);
        writeFileSync(join(gate.folder, 'conf.d', name), filled);
      }
      await gate.start(port);
      const open = (authorization?: string) =>
        fetch(`http://127.0.0.1:${port}/namespaces`, authorization === undefined ? {} : { headers: { authorization } });
      expect((await open()).status).to.equal(401);
      const basic = (words: string): string => `Basic ${Buffer.from(words).toString('base64')}`;
      expect((await open(basic('operator:wrong'))).status).to.equal(401);
      const inside = await open(basic('operator:of-the-test'));
      expect(inside.status).to.equal(200);
      expect(await inside.text()).not.to.contain('authorization');
      expect((await fetch(`http://127.0.0.1:${port}/alive`)).status).to.equal(204);
    } finally {
      await gate.stop();
      gate.remove();
    }
  });
});
