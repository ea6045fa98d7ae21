import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}
interface Lock {
  readonly packages: Readonly<Record<string, Manifest & { resolved?: string; integrity?: string; link?: boolean }>>;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(projectRoot, name), 'utf8'));
}

describe('packages', () => {
  const manifest = readJson('package.json') as Manifest;
  const lock = readJson('package-lock.json') as Lock;
  const installed = Object.entries(lock.packages).filter(([path]) => path !== '');

  it('are pinned to one version each', () => {
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
    const loose = Object.entries(wanted).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).to.deep.equal([]);
  });

  it('are locked at exactly those versions', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(lock.packages[`node_modules/${name}`]?.version, name).to.equal(version);
    }
  });

  it('carry a checksum and no download address, so that any registry serves', () => {
    expect(installed.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).to.deep.equal([]);
    const bare = installed.filter(([, entry]) => entry.integrity === undefined && entry.link !== true);
    expect(bare.map(([path]) => path)).to.deep.equal([]);
  });

  it('hold one copy of protobufjs 8, shared by all of Temporal', () => {
    const copies = installed.filter(([path]) => path.endsWith('node_modules/protobufjs'));
    const ours = copies.filter(([, entry]) => entry.version?.startsWith('8.'));
    expect(ours.map(([path]) => path)).to.deep.equal(['node_modules/protobufjs']);
    expect(copies.filter(([path]) => path.includes('@temporalio'))).to.deep.equal([]);
  });

  it('hold one version of all Temporal packages', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([name]) => name.startsWith('@temporalio/'))
      .map(([, version]) => version);
    expect(versions.length).to.be.greaterThan(4);
    expect(new Set(versions).size).to.equal(1);
  });
});
