import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { copyViewerFiles } from '../../scripts/setup/build/viewer-files.mjs';
import { findSchemathesis } from '../../scripts/setup/schemathesis.mjs';
import { projectRoot } from '../../src/config/project-root.js';

describe('the viewers of the API in a build', () => {
  let dist: string;
  beforeEach(() => {
    dist = mkdtempSync(join(tmpdir(), 'evosync-viewers-'));
  });
  afterEach(() => rmSync(dist, { recursive: true }));

  const folders = () => readdirSync(join(dist, 'vendor')).sort();
  const fileOf = (start: string, name: string) =>
    join(
      dist,
      'vendor',
      folders().find(one => one.startsWith(start))!,
      name,
    );

  it('are copied with their licences and packed twins, and ask no other host for a picture', () => {
    copyViewerFiles(projectRoot, dist);
    expect(folders()).to.have.length(2);
    const redoc = readFileSync(fileOf('redoc@', 'bundles/redoc.standalone.js'), 'utf8');
    expect(redoc).to.include('src:"data:,"').and.not.include('cdn.redoc.ly');
    expect(gunzipSync(readFileSync(fileOf('redoc@', 'bundles/redoc.standalone.js.gz'))).toString()).to.equal(redoc);
    for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-bundle.js.gz', 'LICENSE'])
      expect(statSync(fileOf('swagger-ui-dist@', name)).size).to.be.greaterThan(1000);
  });

  it('are copied once a version; an older one and a half one go', () => {
    for (const left of ['redoc@1.0.0', 'swagger-ui-dist@5.35.0'])
      mkdirSync(join(dist, 'vendor', left), { recursive: true });
    copyViewerFiles(projectRoot, dist);
    expect(folders()).to.have.length(2).and.not.include('redoc@1.0.0');
    const file = fileOf('redoc@', 'bundles/redoc.standalone.js');
    writeFileSync(file, 'kept');
    copyViewerFiles(projectRoot, dist);
    expect(readFileSync(file, 'utf8')).to.equal('kept');
  });

  it('stay as they are where the packages are not installed', () => {
    copyViewerFiles(projectRoot, dist);
    const before = folders();
    copyViewerFiles(dist, dist);
    expect(folders()).to.deep.equal(before);
  });
});

describe('the tester of the API', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  it('that was chosen must be a program', async () => {
    process.env['SCHEMATHESIS'] = '/no/such/program';
    const error: unknown = await findSchemathesis(() => undefined).catch((fault: unknown) => fault);
    expect(error).to.include({ code: 'schemathesis.bad_choice' });
  });

  it('that is nowhere and cannot be fetched fails with what to do', async () => {
    delete process.env['SCHEMATHESIS'];
    process.env['PATH'] = '/no/such/folder';
    const error: unknown = await findSchemathesis(() => undefined).catch((fault: unknown) => fault);
    expect(error).to.include({ code: 'schemathesis.not_found' });
    expect((error as { remedy: string }).remedy)
      .to.include('python3-venv')
      .and.include('SCHEMATHESIS');
  });
});
