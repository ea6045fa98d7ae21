import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findExecutable } from '../../scripts/setup/process/find-executable.mjs';
import { projectRoot } from '../../src/config/project-root.js';
import { runScript } from '../support/run-script.js';

const SITE = 'xn----8sbfwtmcso8g.xn--p1ai';
const SCRIPTS = ['generate-nginx-conf.sh', 'init-letsencrypt.sh'] as const;

/** Writes down how it was called; certbot also leaves a certificate. */
const RECORDER = `#!/bin/sh
printf '%s' "$(basename "$0")" >> "$LOG"
printf ' [%s]' "$@" >> "$LOG"
echo >> "$LOG"
[ "$(basename "$0")" != nginx ] || { [ "\${1:-}" != -v ] || echo 'nginx version: nginx/1.26.3' >&2; }
if [ "$(basename "$0")" = certbot ]; then
  [ -z "\${CERTBOT_FAILS:-}" ] || exit 1
  mkdir -p "$LETSENCRYPT_DIR/live/$DOMAIN_OF_TEST"
  echo cert > "$LETSENCRYPT_DIR/live/$DOMAIN_OF_TEST/fullchain.pem"
  echo key > "$LETSENCRYPT_DIR/live/$DOMAIN_OF_TEST/privkey.pem"
fi
`;

describe('scripts for domain and certificate', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'evosync-site-'));
    for (const name of ['nginx', 'certbot', 'reload']) {
      writeFileSync(join(folder, name), RECORDER);
      chmodSync(join(folder, name), 0o755);
    }
    mkdirSync(join(folder, 'etc'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const environment = (more: Record<string, string> = {}): Record<string, string> => ({
    NGINX_DIR: join(folder, 'etc'),
    LETSENCRYPT_DIR: join(folder, 'letsencrypt'),
    ACME_ROOT: join(folder, 'acme'),
    NGINX: join(folder, 'nginx'),
    CERTBOT: join(folder, 'certbot'),
    RELOAD: join(folder, 'reload'),
    LOG: join(folder, 'log'),
    DOMAIN_OF_TEST: SITE,
    ...more,
  });
  const calls = (program: string): string[] =>
    readFileSync(join(folder, 'log'), 'utf8')
      .split('\n')
      .filter(line => line.startsWith(program));

  it('get a certificate for a domain in national letters, then a site; both again without harm', async () => {
    const first = await runScript('init-letsencrypt.sh', ['Мои-Товары.рф'], environment());
    expect(first.code, first.err).to.equal(0);
    const waiting = readFileSync(join(folder, 'etc', 'sites-available', `${SITE}.conf`), 'utf8');
    expect(waiting).to.contain(`server_name ${SITE};`).and.to.contain('acme-challenge').and.not.to.contain('ssl');
    expect(calls('reload')).to.have.length(1);
    const [asked = ''] = calls('certbot');
    expect(asked).to.contain(`[--cert-name] [${SITE}] [--domain] [${SITE}]`).and.to.contain('[--webroot]');
    expect(asked).to.contain('[--non-interactive]').and.to.contain('[--keep-until-expiring]');
    expect(asked)
      .to.contain(`[--deploy-hook] [${join(folder, 'reload')}]`)
      .and.to.contain('unsafely-without-email');
    expect(first.out).to.match(/^0 3 \* \* \* root .*certbot renew --quiet/m);

    expect((await runScript('generate-nginx-conf.sh', ['мои-товары.рф'], environment())).code).to.equal(0);
    const site = readFileSync(join(folder, 'etc', 'sites-enabled', `${SITE}.conf`), 'utf8');
    // This nginx is newer than 1.25.1.
    expect(site).to.contain('http2 on;').and.not.to.contain('ssl http2');
    const email = { LETSENCRYPT_EMAIL: 'admin@example.org', LETSENCRYPT_STAGING: '1' };
    expect((await runScript('init-letsencrypt.sh', [SITE], environment(email))).code).to.equal(0);
    expect(readFileSync(join(folder, 'etc', 'sites-enabled', `${SITE}.conf`), 'utf8')).to.equal(site);
    expect(calls('certbot')[1]).to.contain('[--email] [admin@example.org]').and.to.contain('[--staging]');
  });

  it('say what to look at when there is no certificate', async () => {
    const refused = await runScript('init-letsencrypt.sh', [SITE], environment({ CERTBOT_FAILS: '1' }));
    expect(refused.code).to.equal(1);
    expect(refused.err).to.contain('Does the domain point to this machine');
    const early = await runScript('generate-nginx-conf.sh', ['other.example.org'], environment());
    expect(early.code).to.equal(1);
    expect(early.err).to.contain('there is no certificate').and.to.contain('init-letsencrypt.sh');
    expect(existsSync(join(folder, 'etc', 'sites-available', 'other.example.org.conf'))).to.equal(false);
  });

  const bad: readonly (readonly [string, readonly string[]])[] = [
    ['none', []],
    ['an empty one', ['']],
    ['blanks', ['my shop.ru']],
    ['a path', ['../../etc/passwd']],
    ['dots that climb', ['..']],
    ['an empty label', ['a..ru']],
    ['a wildcard', ['*.example.org']],
    ['an address', ['https://example.org']],
    ['a port', ['example.org:443']],
    ['an option', ['--help-me']],
    ['one label', ['localhost']],
    ['digits', ['192.0.2.1']],
    ['an underscore', ['my_shop.ru']],
    ['a hyphen at the end', ['shop-.ru']],
    ['a command', ['example.org;reboot']],
    ['a variable', ['$HOME.ru']],
    ['a line break', ['example.org\nevil.org']],
    ['a long label', [`${'x'.repeat(64)}.ru`]],
    ['300 characters', [`${'товар.'.repeat(60)}рф`]],
    ['nonsense letters', ['‮.рф']],
    ['two', ['a.ru', 'b.ru']],
  ];
  for (const [what, args] of bad) {
    it(`refuse ${what} in words and touch nothing`, async () => {
      for (const script of SCRIPTS) {
        const refused = await runScript(script, args, environment());
        expect(refused.code, refused.out + refused.err).to.equal(2);
        expect(refused.err)
          .to.match(new RegExp(`^${script}: .{20,}\n$`))
          .and.to.match(/example\.org|253|one domain|domain that/);
      }
      expect(existsSync(join(folder, 'log'))).to.equal(false);
      expect(existsSync(join(folder, 'etc', 'sites-available'))).to.equal(false);
    });
  }

  it('ask for sudo instead of failing in the middle', async () => {
    if (process.getuid?.() === 0) {
      // Root may write everywhere: somebody else is asked to.
      for (const script of SCRIPTS) {
        chmodSync(folder, 0o755);
        const refused = await runScript(script, ['example.org'], environment(), { uid: 65534, gid: 65534 });
        expect(refused.code).to.equal(1);
        expect(refused.err).to.contain('sudo');
      }
      return;
    }
    chmodSync(join(folder, 'etc'), 0o555);
    expect((await runScript('generate-nginx-conf.sh', ['example.org'], environment())).err).to.contain('sudo');
  });

  it('turn national letters the same way with each of the three programs', () => {
    for (const program of ['idn2', 'node', 'python3']) {
      const found = findExecutable([program]);
      if (found === undefined) continue;
      // What is on PATH may be a wrapper that needs more than itself.
      const path =
        program === 'python3'
          ? execFileSync(found, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim()
          : found;
      const bin = join(folder, `only-${program}`);
      mkdirSync(bin);
      symlinkSync(path, join(bin, program));
      for (const name of ['sh', 'sed', 'awk', 'grep', 'tr', 'wc', 'basename', 'dirname', 'cat', 'env', 'bash']) {
        const tool = findExecutable([name]);
        if (tool !== undefined) symlinkSync(tool, join(bin, name));
      }
      const script = `. '${projectRoot}/scripts/site-domain.sh'; ascii_domain 'Мои-Товары.рф'`;
      const env = { PATH: bin, HOME: process.env['HOME'] ?? '' };
      expect(execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' }).trim(), program).to.equal(SITE);
    }
  });

  it('are clean shell', function () {
    const scripts = [...SCRIPTS, 'site-domain.sh'].map(name => join(projectRoot, 'scripts', name));
    const others = ['setup-schema.sh', 'create-namespace.sh'].map(name =>
      join(projectRoot, 'deploy', 'temporal', name),
    );
    for (const script of [...scripts, ...others]) expect(execFileSync('/bin/sh', ['-n', script]).length).to.equal(0);
    const shellcheck = findExecutable(['shellcheck']);
    if (shellcheck === undefined) return this.skip();
    expect(
      execFileSync(shellcheck, ['-x', '--source-path', projectRoot, ...scripts, ...others], { encoding: 'utf8' }),
    ).to.equal('');
  });
});
