import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { COMMANDS } from '../../src/cli/run-cli.js';
import { VARIABLES } from '../../src/config/env-schema.js';
import { projectRoot } from '../../src/config/project-root.js';
import { SETTINGS } from '../../src/services/sync/settings-table.js';
import { ownFiles } from '../repo/own-files.js';
import { routesOf } from '../support/route-table.js';
import { buildTestSite } from '../support/test-site.js';

const text = readFileSync(join(projectRoot, 'docs/going-live.md'), 'utf8');
/** Everything between single backticks, and the lines of code blocks. */
const quoted = [
  ...[...text.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, words = '']) => words),
  ...[...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, lines = '']) => lines.trim().split('\n')),
];

/** A path of ours as a pattern: what the document leaves open in braces is a parameter. */
function isRoute(path: string, routes: readonly string[]): boolean {
  return routes.some(route => {
    const pattern = route.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
    return new RegExp(`^${pattern}/?$`).test(path.replace(/\{\w+\}/g, 'x'));
  });
}

describe('docs/going-live.md', () => {
  it('names routes that exist', () => {
    const routes = routesOf(buildTestSite().app).map(({ path }) => path);
    const named = quoted
      .map(words => /^(?:https:\/\/<domain>)?(\/[a-z][\w/{}.-]*)$/i.exec(words)?.[1])
      .filter(path => path !== undefined);
    expect(named.length).to.be.greaterThan(15);
    // Sections, not pages.
    const unknown = named.filter(path => !isRoute(path, routes) && !routes.some(route => route.startsWith(`${path}/`)));
    expect(unknown).to.deep.equal([]);
  });

  it('names settings that exist, and all that matter for going live', () => {
    const constants = ['LETSENCRYPT_EMAIL'];
    const named = quoted.flatMap(words => words.match(/(?<![.\w])[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/g) ?? []);
    const unknown = named.filter(name => !VARIABLES.includes(name) && !constants.includes(name));
    expect(unknown.filter(name => !isConstant(name))).to.deep.equal([]);
    for (const name of [
      'DOMAIN',
      'TRUST_PROXY',
      'SECRET_KEY',
      'TOKEN_ENCRYPTION_KEY',
      'SMTP_URL',
      'EMAIL_FROM',
      'VK_CLIENT_ID',
      'EVOTOR_APP_ID',
      'EVOTOR_WEBHOOK_SECRET',
      'METRICS_TOKEN',
    ])
      expect(text, name).to.contain(`\`${name}`);
  });

  it('names commands with options they take, and settings of a merchant that exist', () => {
    const lines = quoted.filter(words => /^(npx )?evosync /.test(words));
    expect(lines.length).to.be.greaterThan(10);
    for (const line of lines) {
      const [name, ...rest] = line.replace(/^(npx )?evosync /, '').split(' ');
      if (name === '…') continue;
      const command = COMMANDS.find(known => known.name === name);
      expect(command, line).not.to.equal(undefined);
      for (const option of rest.filter(word => word.startsWith('--'))) expect(command?.usage, line).to.contain(option);
      for (const [, setting = ''] of rest.join(' ').matchAll(/\b([a-z_]+)=/g))
        expect(
          SETTINGS.map(known => known.name),
          line,
        ).to.include(setting);
    }
  });

  it('names files that exist', () => {
    const files = quoted.flatMap(words => words.match(/(?:\.\/)?(?:scripts|docs|src)\/[\w./-]+/g) ?? []);
    expect(files.filter(path => !existsSync(join(projectRoot, path)))).to.deep.equal([]);
  });

  it('gives Evotor the addresses of every webhook there is', () => {
    const webhooks = ['/user/create', '/user/verify', '/user/token', '/subscription/event', '/installation/event'];
    for (const path of webhooks) expect(text).to.contain(`https://<domain>${path}`);
    expect(text).to.contain('https://<domain>/inventories/stores/{storeUuid}/products');
    expect(text).to.contain('https://<domain>/vk/callback');
  });
});

describe('what the probes say to change', () => {
  const sources = ownFiles(/^src\/services\/probes\/.*\.ts$/);

  it('is in files that exist, under names that are in them', () => {
    const named = sources.flatMap(({ text: source }) => [...source.matchAll(/(\w+)?(?: in)? ?(src\/[\w/.-]+\w)/g)]);
    expect(named.length).to.be.greaterThan(8);
    for (const [whole, name, path = ''] of named) {
      expect(existsSync(join(projectRoot, path)), whole).to.equal(true);
      // A name of code, not a word of the sentence.
      if (name !== undefined && /^[A-Z_]{3,}$|[a-z][A-Z]/.test(name))
        expect(readFileSync(join(projectRoot, path), 'utf8'), whole).to.contain(name);
    }
  });

  it('names settings that exist', () => {
    const all = sources.map(({ text: source }) => source).join('\n');
    const settings = [...all.matchAll(/\b([a-z]+(?:_[a-z]+)+)=/g)].map(([, name = '']) => name);
    expect(settings).to.include.members(['price_rounding', 'stock_mode', 'merge_by']);
    expect(settings.filter(name => !SETTINGS.some(known => known.name === name))).to.deep.equal([]);
    for (const name of ['limit_items', 'limit_adds_per_day'])
      expect(SETTINGS.map(known => known.name)).to.include(name);
  });
});

function isConstant(name: string): boolean {
  return ownFiles(/^src\/.*\.ts$/).some(({ text: source }) => source.includes(`const ${name}`));
}
