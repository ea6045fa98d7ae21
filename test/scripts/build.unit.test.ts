import { expect } from 'chai';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from '../../scripts/setup/build.mjs';
import { inProject } from '../../scripts/setup/project-root.mjs';
import { setupFailure } from './fixtures/failure.js';
import { inScratch } from './fixtures/scratch.js';

function makeProject(root: string) {
  mkdirSync(join(root, 'src/main'), { recursive: true });
  mkdirSync(join(root, 'temporal/server'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'src/main/web.ts'), 'export const port: number = 1;\n');
  writeFileSync(join(root, 'src/main/words.json'), '[]');
  writeFileSync(join(root, 'temporal/server/go.sum'), 'not for dist');
  symlinkSync(inProject('node_modules'), join(root, 'node_modules'));
}

describe('the build', () => {
  it('compiles to the same place below dist, with what lies beside the code', async () => {
    await inScratch(async root => {
      makeProject(root);
      await build({ root, log: () => undefined });
      expect(readFileSync(join(root, 'dist/src/main/web.js'), 'utf8')).to.contain('const port = 1');
      expect(readdirSync(join(root, 'dist/src/main')).sort()).to.deep.equal(['web.js', 'web.js.map', 'words.json']);
      expect(existsSync(join(root, 'dist/temporal'))).to.equal(false);
    });
  });

  it('does nothing when nothing changed, and removes outputs whose source is gone', async () => {
    await inScratch(async root => {
      makeProject(root);
      writeFileSync(join(root, 'src/main/old.ts'), '');
      await build({ root, log: () => undefined });
      const said: string[] = [];
      await build({ root, log: line => said.push(line) });
      expect(said).to.deep.equal([]);
      rmSync(join(root, 'src/main/old.ts'));
      utimesSync(join(root, 'src/main/web.ts'), 1, 1);
      await build({ root, log: line => said.push(line) });
      expect(said[0]).to.contain('compiling 1 files');
      expect(existsSync(join(root, 'dist/src/main/old.js'))).to.equal(false);
      expect(existsSync(join(root, 'dist/src/main/old.js.map'))).to.equal(false);
    });
  });

  it('names file and line of a fault, and tries again next time', async () => {
    await inScratch(async root => {
      makeProject(root);
      writeFileSync(join(root, 'src/main/web.ts'), '\nconst = 1;\n');
      const error = await setupFailure(() => build({ root, log: () => undefined }));
      expect(error.message).to.match(/src\/main\/web\.ts:2/);
      expect((await setupFailure(() => build({ root, log: () => undefined }))).code).to.equal('build.failed');
    });
  });
});
