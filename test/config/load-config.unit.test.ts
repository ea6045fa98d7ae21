import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError } from '../../src/config/config-error.js';
import { loadConfig } from '../../src/config/load-config.js';
import { projectRoot } from '../../src/config/project-root.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
const SECRETS = { SECRET_KEY: 'a-secret-of-some-length', TOKEN_ENCRYPTION_KEY: KEY };

function faultOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('accepted');
}

describe('loadConfig', () => {
  it('has the defaults of the specification', () => {
    const config = loadConfig(SECRETS);
    expect(config.http).to.deep.equal({ port: 8080, trustProxy: 0 });
    expect(config.baseUrl).to.equal('http://localhost:8080');
    expect(config.database.url).to.equal(null);
    expect(config.temporal).to.deep.equal({ address: null, namespace: 'default', uiUrl: null });
    expect(config.dataDir).to.equal(join(projectRoot, '.data'));
    expect(config.evotor.apiUrl).to.equal('https://api.evotor.ru');
    expect(config.vk).to.deep.equal({
      apiUrl: 'https://api.vk.ru',
      idUrl: 'https://id.vk.ru',
      clientId: null,
      apiVersion: '5.199',
      callsPerSecond: 3,
      categoryId: 40_932,
      stockAmount: 1000,
      defaultPhotoPath: null,
    });
    expect(config.sync).to.deep.equal({
      refreshIntervalSeconds: 3600,
      healthIntervalSeconds: 600,
      logRetentionDays: 30,
    });
    expect(config.accounts.inviteExpireHours).to.equal(48);
    expect(config.mail.provider).to.equal('console');
    expect(config.log.level).to.equal('info');
    expect(config.isProduction).to.equal(false);
  });

  it('takes the base address from BASE_URL, else DOMAIN, else the port', () => {
    expect(loadConfig({ ...SECRETS, PORT: '9000' }).baseUrl).to.equal('http://localhost:9000');
    expect(loadConfig({ ...SECRETS, DOMAIN: 'shop.test' }).baseUrl).to.equal('https://shop.test');
    const both = { ...SECRETS, DOMAIN: 'shop.test', BASE_URL: 'http://10.0.0.1:81/' };
    expect(loadConfig(both).baseUrl).to.equal('http://10.0.0.1:81');
  });

  it('takes a domain in national letters and writes it as machines do', () => {
    for (const DOMAIN of ['мои-товары.рф', 'МОИ-Товары.РФ', 'xn----8sbfwtmcso8g.xn--p1ai'])
      expect(loadConfig({ ...SECRETS, DOMAIN }).baseUrl).to.equal('https://xn----8sbfwtmcso8g.xn--p1ai');
    expect(loadConfig({ ...SECRETS, BASE_URL: 'https://Мои-товары.рф:8443/x/' }).baseUrl).to.equal(
      'https://xn----8sbfwtmcso8g.xn--p1ai:8443/x',
    );
    for (const DOMAIN of [
      'a b',
      '../x',
      'http://x.ru',
      '*.x.ru',
      'a..b',
      '-x.ru',
      `${'x'.repeat(64)}.ru`,
      'x.ru:80',
      'тест%2f.рф',
    ])
      expect(() => loadConfig({ ...SECRETS, DOMAIN }), DOMAIN).to.throw('DOMAIN must be a bare host name');
  });

  it('counts an empty or blank text as not set', () => {
    expect(loadConfig({ ...SECRETS, PORT: '', VK_API_URL: '  ', DATABASE_URL: '' }).vk.apiUrl).to.equal(
      'https://api.vk.ru',
    );
  });

  it('names every fault in one message and prints no value', () => {
    const message = faultOf({
      ...SECRETS,
      PORT: '99999',
      DATABASE_URL: 'postgres://root:hunter2@db/x',
      TOKEN_ENCRYPTION_KEY: 'c2hvcnQgc2VjcmV0',
      METRICS_TOKEN: 'shorty-secret',
      LOG_LEVEL: 'loud-value',
      EMAIL_PROVIDER: 'pigeon-value',
      TRUST_PROXY: 'true',
      BASE_URL: 'https://user:hunter2@host',
    });
    for (const name of [
      'PORT',
      'DATABASE_URL',
      'TOKEN_ENCRYPTION_KEY',
      'METRICS_TOKEN',
      'LOG_LEVEL',
      'EMAIL_PROVIDER',
    ]) {
      expect(message).to.contain(`- ${name} `);
    }
    expect(message).to.contain('- TRUST_PROXY ').and.to.contain('- BASE_URL ');
    for (const value of ['99999', 'hunter2', 'c2hvcnQ', 'shorty', 'loud', 'pigeon'])
      expect(message).not.to.contain(value);
  });

  it('asks for the keys in production, and for both at once', () => {
    const message = faultOf({ NODE_ENV: 'production' });
    expect(message).to.contain('SECRET_KEY is needed').and.to.contain('TOKEN_ENCRYPTION_KEY is needed');
    expect(loadConfig({ ...SECRETS, NODE_ENV: 'production' }).isProduction).to.equal(true);
  });

  it('asks for the mail server when letters are to be sent', () => {
    expect(faultOf({ ...SECRETS, EMAIL_PROVIDER: 'smtp' }))
      .to.contain('SMTP_URL')
      .and.to.contain('EMAIL_FROM');
    const env = { ...SECRETS, EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtp://mail.test:25', EMAIL_FROM: 'shop@mail.test' };
    expect(loadConfig(env).mail).to.deep.equal({
      provider: 'smtp',
      smtpUrl: 'smtp://mail.test:25',
      from: 'shop@mail.test',
    });
  });

  it('splits rotated keys, newest first', () => {
    const old = Buffer.alloc(32, 9);
    const config = loadConfig({
      SECRET_KEY: 'the-new-secret-key-1, the-old-secret-key-1',
      TOKEN_ENCRYPTION_KEY: `${KEY},${old.toString('base64url')}`,
    });
    expect(config.secrets.secretKeys).to.deep.equal(['the-new-secret-key-1', 'the-old-secret-key-1']);
    expect(config.secrets.tokenEncryptionKeys.map(key => Buffer.from(key).toString('base64'))).to.deep.equal([
      KEY,
      old.toString('base64'),
    ]);
  });

  it('is frozen to the bottom', () => {
    const config = loadConfig(SECRETS);
    expect(() => Object.assign(config.vk, { apiUrl: 'x' })).to.throw(TypeError);
    expect(() => (config.secrets.secretKeys as string[]).push('x')).to.throw(TypeError);
  });

  it('touches no file when both keys are given, and makes them once when not', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'evosync-config-'));
    try {
      loadConfig({ ...SECRETS, DATA_DIR: dataDir });
      expect(readdirSync(dataDir)).to.deep.equal([]);
      const first = loadConfig({ DATA_DIR: dataDir }).secrets;
      expect(loadConfig({ DATA_DIR: dataDir }).secrets).to.deep.equal(first);
      const mixed = loadConfig({ DATA_DIR: dataDir, SECRET_KEY: SECRETS.SECRET_KEY }).secrets;
      expect(mixed.secretKeys).to.deep.equal([SECRETS.SECRET_KEY]);
      expect(mixed.tokenEncryptionKeys).to.deep.equal(first.tokenEncryptionKeys);
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });
});
