import { expect } from 'chai';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blankedDotEnv, demoLogin } from '../../scripts/setup/demo/demo-environment.mjs';
import { readDemoOptions } from '../../scripts/setup/demo/demo-options.mjs';
import { isSuccess, slotUse, vkFigures } from '../../scripts/setup/demo/demo-report.mjs';
import { welcome } from '../../scripts/setup/demo/welcome.mjs';
import { setupFailure } from './fixtures/failure.js';
import { inScratch } from './fixtures/scratch.js';

describe('the demo', () => {
  it('counts how many of the call slots were used', () => {
    const everyThird = Array.from({ length: 31 }, (_, index) => 1000 + (index * 1000) / 3);
    expect(slotUse(everyThird)).to.equal(1);
    expect(slotUse(everyThird.filter((_, index) => index % 2 === 0))).to.equal(0.516);
    expect(slotUse([1000])).to.equal(null);
  });

  it('reports calls per new item, and none if nothing is new', () => {
    const counted = { traffic: { vkCalls: 90, maxCallsInOneSecond: 3, tooManyPerSecond: 0 }, vkCalls: [] };
    expect(vkFigures(counted, 40)).to.deep.equal({
      calls: 90,
      perNewItem: 2.25,
      maxPerSecond: 3,
      error6: 0,
      slotUse: null,
    });
    expect(vkFigures(counted, 0).perNewItem).to.equal(null);
  });

  it('is a success only if the shop has the goods', () => {
    expect(isSuccess({ job: { status: 'success', created: 40 }, visible: 40 })).to.equal(true);
    expect(isSuccess({ job: { status: 'success', created: 40 }, visible: 39 })).to.equal(false);
    expect(isSuccess({ job: { status: 'unchanged' }, visible: 40 })).to.equal(true);
    expect(isSuccess({ job: { status: 'unchanged' }, visible: 0 })).to.equal(false);
    expect(isSuccess({ job: {}, visible: 40 })).to.equal(false);
  });

  it('takes nothing from a real installation’s .env', async () => {
    await inScratch(folder => {
      const file = join(folder, '.env');
      writeFileSync(file, '# note\nSMTP_URL=smtp://real\nexport VK_CLIENT_ID = 7\nPATH=x\n');
      expect(blankedDotEnv(file)).to.deep.equal({ SMTP_URL: '', VK_CLIENT_ID: '' });
      expect(blankedDotEnv(join(folder, 'none'))).to.deep.equal({});
    });
  });

  it('keeps its log-in for the next start, for the owner’s eyes only', async () => {
    await inScratch(folder => {
      const login = demoLogin(folder);
      expect(demoLogin(folder)).to.deep.equal(login);
      expect(statSync(join(folder, 'demo-login.json')).mode & 0o777).to.equal(0o600);
    });
  });

  it('draws its box straight and shows what one needs', () => {
    const merchant = {
      evotorToken: 'secret-1',
      vkToken: 'secret-2',
      vkGroupId: 1,
      tillPage: 'http://till',
      shopPage: 'http://shop',
    };
    const login = { email: 'a@b', password: 'pass' };
    const box = welcome({ webUrl: 'http://site', temporalUiUrl: undefined, login, merchant, dataDir: '/data' });
    expect(new Set(box.split('\n').map(line => line.length)).size).to.equal(1);
    for (const shown of ['http://site', 'a@b', 'pass', 'http://till', 'http://shop']) expect(box).to.contain(shown);
    expect(box).not.to.contain('secret');
  });

  it('refuses arguments it does not know', async () => {
    expect(readDemoOptions(['--once', '--port', '9000'])).to.deep.equal({ once: true, fresh: false, port: 9000 });
    expect((await setupFailure(() => readDemoOptions(['--onec']))).remedy).to.contain('--once');
    expect((await setupFailure(() => readDemoOptions(['--port', 'x']))).code).to.equal('settings.port');
  });
});
