import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { VARIABLES } from '../../src/config/env-schema.js';
import { loadConfig } from '../../src/config/load-config.js';
import { projectRoot } from '../../src/config/project-root.js';

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly target: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] };
  readonly restart?: string;
  readonly mem_limit?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const read = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');

describe('docker-compose.yml', () => {
  const text = read('docker-compose.yml');
  const compose = parse(text, { merge: true }) as Compose;
  const services = Object.entries(compose.services);
  const ours = services.filter(([, service]) => service.build !== undefined);
  /** Services that are to stay up. */
  const lasting = services.filter(([, { restart }]) => restart === 'unless-stopped');

  it('has the services of the plan, and jobs that run once', () => {
    expect(lasting.map(([name]) => name)).to.have.members([
      'web',
      'worker',
      'db',
      'temporal',
      'temporal-db',
      'temporal-ui',
      'temporal-gate',
    ]);
    expect(compose.services['db']?.image).to.equal('mariadb:11.4');
    expect(ours.map(([name]) => name)).to.have.members(['web', 'worker', 'setup', 'backup']);
  });

  it('sets variables that EvoSync reads', () => {
    for (const [name, { environment = {} }] of ours)
      for (const variable of Object.keys(environment)) expect(VARIABLES, name).to.include(variable);
  });

  it('gives a usable production configuration once the passwords are filled in', () => {
    const fill = (value: string): string =>
      value
        .replace(/\$\{TOKEN_ENCRYPTION_KEY:\?[^}]*\}/, Buffer.alloc(32).toString('base64'))
        .replace(/\$\{\w+:\?[^}]*\}/g, 'filledinbytheoperator')
        .replace(/\$\{\w+:-([^}]*)\}/g, '$1');
    for (const name of ['web', 'worker']) {
      const given = Object.entries(compose.services[name]?.environment ?? {});
      const config = loadConfig(Object.fromEntries(given.map(([key, value]) => [key, fill(value)])));
      expect(config.isProduction).to.equal(true);
      expect(config.http.trustProxy).to.equal(1);
      const hosts = [new URL(config.database.url ?? '').hostname, config.temporal.address?.split(':')[0]];
      for (const host of hosts) expect(Object.keys(compose.services)).to.include(host);
    }
  });

  it('has no password of its own', () => {
    for (const [name, { environment = {} }] of services)
      for (const [variable, value] of Object.entries(environment))
        if (/PASSWORD|PWD|SECRET|_KEY|TOKEN/.test(variable) && !variable.includes('RANDOM'))
          expect(value, `${name}: ${variable}`).to.match(/^\$\{\w+:\?[^}]+\}$/);
  });

  it('publishes the site and Temporal’s gate on loopback and nothing else', () => {
    const published = services.flatMap(([name, { ports = [] }]) => ports.map(port => `${name} ${port}`));
    expect(published).to.deep.equal(['web 127.0.0.1:8080:8080', 'temporal-gate 127.0.0.1:8233:8233']);
    expect(compose.networks['inside']?.internal).to.equal(true);
    for (const [name, { networks }] of services)
      if (!['web', 'worker', 'setup', 'backup', 'temporal-gate'].includes(name))
        expect(networks, name).to.deep.equal(['inside']);
  });

  it('limits memory, watches what lasts, and pins every image', () => {
    for (const [name, { mem_limit, image }] of services) {
      expect(mem_limit, name).to.match(/^\d+[mg]$/);
      expect(image, name).to.match(/:[\w.-]*\d[\w.-]*$/);
    }
    for (const [name, { healthcheck, build }] of lasting)
      if (name !== 'temporal-ui') expect(healthcheck?.test !== undefined || build !== undefined, name).to.equal(true);
    for (const [name, { read_only, cap_drop }] of ours)
      expect({ read_only, cap_drop }, name).to.deep.equal({ read_only: true, cap_drop: ['ALL'] });
  });

  it('gives the processes the time they need to end', () => {
    const graces = [...text.matchAll(/stop_grace_period: (\d+)(s|m)/g)].map(
      ([, n, unit]) => Number(n) * (unit === 'm' ? 60 : 1),
    );
    expect(Math.min(...graces)).to.be.greaterThanOrEqual(30);
    expect(read('src/main/start-up/serve.ts')).to.contain('GRACE_MS = 10_000');
    expect(read('temporal/workers.ts')).to.contain("SHUTDOWN_GRACE = '20 seconds'");
  });

  it('starts programs that exist, and runs the Temporal of the embedded server', () => {
    const programs = new Set([...text.matchAll(/dist\/(src\/main\/[\w-]+)\.js/g)].map(([, program]) => program));
    expect([...programs]).to.have.members(['src/main/web', 'src/main/worker']);
    for (const program of programs) expect(existsSync(join(projectRoot, `${program}.ts`)), program).to.equal(true);
    const [, server = 'none'] = /go\.temporal\.io\/server v([\d.]+)/.exec(read('temporal/server/go.mod')) ?? [];
    expect(compose.services['temporal']?.image).to.equal(`temporalio/server:${server}`);
    for (const name of ['temporal-schema', 'temporal-setup'])
      expect(compose.services[name]?.image).to.equal(`temporalio/admin-tools:${server}`);
  });

  it('gives Temporal the settings of the embedded server', () => {
    const embedded = [...read('scripts/setup/temporal.mjs').matchAll(/^ {2}'([\w.]+)=(\w+)'/gm)];
    const settings = parse(read('deploy/temporal/dynamic-config.yaml')) as Record<string, { value: unknown }[]>;
    expect(embedded.length).to.be.greaterThan(3);
    expect(settings).to.deep.equal(
      Object.fromEntries(embedded.map(([, name, value]) => [name, [{ value: JSON.parse(value ?? '') as unknown }]])),
    );
  });

  it('names only services, networks, volumes and files that are there', () => {
    for (const [name, { depends_on = [], networks, volumes = [] }] of services) {
      const needed = Array.isArray(depends_on) ? (depends_on as readonly string[]) : Object.keys(depends_on);
      for (const other of needed) expect(Object.keys(compose.services), name).to.include(other);
      for (const network of networks) expect(Object.keys(compose.networks), name).to.include(network);
      for (const volume of volumes) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('.')) expect(existsSync(join(projectRoot, source)), source).to.equal(true);
        else expect(Object.keys(compose.volumes), name).to.include(source);
      }
    }
  });

  it('waits for a healthy service only where there is a health check', () => {
    for (const [name, { depends_on = {} }] of services)
      for (const [other, { condition }] of Object.entries(depends_on as Record<string, { condition: string }>))
        if (condition === 'service_healthy')
          expect(compose.services[other]?.healthcheck?.test, `${name} → ${other}`).to.be.an('array');
  });
});
