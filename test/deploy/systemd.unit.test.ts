import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findExecutable } from '../../scripts/setup/process/find-executable.mjs';
import { projectRoot } from '../../src/config/project-root.js';

const FOLDER = join(projectRoot, 'deploy', 'systemd');
const HARDENING = [
  'NoNewPrivileges=yes',
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'PrivateTmp=yes',
  'PrivateDevices=yes',
  'RestrictNamespaces=yes',
  'CapabilityBoundingSet=',
  'SystemCallFilter=@system-service',
];

describe('systemd units', () => {
  const names = readdirSync(FOLDER).sort();
  const units = new Map(names.map(name => [name, readFileSync(join(FOLDER, name), 'utf8')]));
  const services = [...units].filter(([name]) => name.endsWith('.service'));

  it('are the site, any number of workers, and a backup with its clock', () => {
    expect(names).to.deep.equal([
      'evosync-backup.service',
      'evosync-backup.timer',
      'evosync-web.service',
      'evosync-worker@.service',
    ]);
  });

  it('are made of sections and settings, nothing else', () => {
    for (const [name, text] of units) {
      const strange = text.split('\n').filter(line => !/^(|#.*|\[[A-Z]\w+\]|[A-Z]\w+=.*)$/.test(line));
      expect(strange, name).to.deep.equal([]);
      expect(text.match(/^\[\w+\]$/gm), name).to.include('[Unit]');
    }
  });

  it('run programs that exist, as a plain user, with the settings of one file', () => {
    for (const [name, text] of services) {
      const programs = [...text.matchAll(/dist\/(src\/main\/[\w-]+)\.js/g)].map(([, program = '']) => program);
      expect(programs, name).to.have.length(1);
      for (const program of programs) expect(existsSync(join(projectRoot, `${program}.ts`)), program).to.equal(true);
      expect(text, name).to.match(/^User=evosync$/m);
      expect(text, name).to.match(/^EnvironmentFile=\/etc\/evosync\/evosync\.env$/m);
      expect(text, name).to.match(/^Environment=NODE_ENV=production DATA_DIR=\/var\/lib\/evosync/m);
    }
  });

  it('may do no more than they need', () => {
    for (const [name, text] of services)
      for (const setting of HARDENING) expect(text.split('\n'), name).to.include(setting);
  });

  it('start the worker as the container does, and give each process its time to end', () => {
    const flags = (text: string): string[] => text.match(/--max-[\w-]+=\d+/g) ?? [];
    const compose = readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8');
    const worker = /command: \[(node.*worker\.js)\]/.exec(compose)?.[1] ?? '';
    expect(flags(units.get('evosync-worker@.service') ?? '')).to.deep.equal(flags(worker));
    for (const [name, text] of services.filter(([unit]) => unit !== 'evosync-backup.service'))
      expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(text)?.[1]), name).to.be.greaterThanOrEqual(30);
  });

  it('satisfy systemd itself', function () {
    this.timeout(30_000);
    const verify = findExecutable(['systemd-analyze']);
    if (verify === undefined) return this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'evosync-units-'));
    try {
      const files = [...units].map(([name, text]) => {
        const file = join(folder, name.replace('@.', '@1.'));
        // It looks for the program; on this machine Node may lie elsewhere.
        writeFileSync(file, text.replaceAll('/usr/bin/node', process.execPath));
        return file;
      });
      // A missing manual page is no fault of ours.
      const said = execFileSync(verify, ['verify', '--man=no', ...files], { stdio: 'pipe', encoding: 'utf8' });
      expect(said).to.equal('');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
