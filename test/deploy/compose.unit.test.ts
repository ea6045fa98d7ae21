import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { VARIABLES } from '../../src/config/env-schema.js';
import { loadConfig } from '../../src/config/load-config.js';
import { projectRoot } from '../../src/config/project-root.js';
import { SEARCH_ATTRIBUTES } from '../../temporal/contracts.js';

const read = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');

/** Every first group of the pattern, in order. */
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(match => match[1] ?? '');

describe('containers', () => {
  const compose = read('docker-compose.yml');
  const dockerfile = read('Dockerfile');
  const defaults = loadConfig({
    SECRET_KEY: 'a-secret-of-some-length',
    TOKEN_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  });

  it('set variables that EvoSync reads, or that belong to the database image', () => {
    const names = all(compose, /^ {4,6}([A-Z][A-Z_]+): /gm);
    expect(names).to.include.members(['SECRET_KEY', 'TOKEN_ENCRYPTION_KEY', 'DATABASE_URL', 'TEMPORAL_ADDRESS']);
    const foreign = names.filter(name => !VARIABLES.includes(name) && !name.startsWith('MARIADB_'));
    expect(foreign).to.deep.equal([]);
  });

  it('give a usable production configuration once the secrets are filled in', () => {
    const app = compose.slice(compose.indexOf('x-app:'), compose.indexOf('services:'));
    const env = Object.fromEntries(
      [...app.matchAll(/^ {4}([A-Z_]+): '?(.*?)'?$/gm)].map(([, name, value]) => [name ?? '', fill(value ?? '')]),
    );
    const config = loadConfig(env);
    expect(config.isProduction).to.equal(true);
    expect(config.temporal.address).to.equal('temporal:7233');
    expect(new URL(config.database.url ?? '').hostname).to.equal('mariadb');
  });

  function fill(value: string): string {
    return value
      .replace('${TOKEN_ENCRYPTION_KEY:?}', Buffer.alloc(32).toString('base64'))
      .replace(/\$\{\w+:\?\}/g, 'filled-in-by-the-operator');
  }

  it('publish the default port of the site, on loopback', () => {
    const ports = all(compose, /^ {6}- (\d[\d.]*:\d+:\d+)$/gm);
    expect(ports).to.include(`127.0.0.1:${defaults.http.port}:${defaults.http.port}`);
    expect(ports.every(port => port.startsWith('127.0.0.1:'))).to.equal(true);
    expect(all(dockerfile, /^EXPOSE (\d+)$/gm)).to.deep.equal([String(defaults.http.port)]);
  });

  it('start programs that exist', () => {
    const programs = new Set(all(compose + dockerfile, /dist\/(src\/main\/[\w-]+)\.js/g));
    expect([...programs]).to.have.members(['src/main/web', 'src/main/worker', 'src/main/cli']);
    const missing = [...programs].filter(program => !existsSync(join(projectRoot, `${program}.ts`)));
    expect(missing).to.deep.equal([]);
    const scripts = all(dockerfile, /from '\.\/(scripts\/[\w/.-]+)'/g);
    expect(scripts.filter(script => !existsSync(join(projectRoot, script)))).to.deep.equal([]);
  });

  it('declare the search attributes of the workflows', () => {
    const declared = all(compose, /--search-attribute=(\w+)=Keyword/g);
    expect(declared).to.have.members(Object.values(SEARCH_ATTRIBUTES));
  });

  it('run the Node line of package.json and the Temporal of the embedded server', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    const [major] = /\d+/.exec(engines.node) ?? [];
    for (const image of all(dockerfile, /^FROM node:(\d+)/gm)) expect(image).to.equal(major);
    const [, server] = /github\.com\/temporalio\/cli v([\d.]+)/.exec(read('temporal/server/go.mod')) ?? [];
    expect(compose).to.contain(`temporalio/temporal:${server}`);
  });

  it('name only services and volumes that are there', () => {
    const services = all(compose.slice(compose.indexOf('\nservices:')), /^ {2}([a-z]+):$/gm);
    const wanted = all(compose, /^ {6}([a-z]+): \{ condition/gm);
    expect(services).to.include.members([...new Set(wanted)]);
    const volumes = new Set(all(compose, /^ {4,6}- ([a-z]+):\//gm));
    expect(services.slice(-volumes.size)).to.have.members([...volumes]);
  });
});
