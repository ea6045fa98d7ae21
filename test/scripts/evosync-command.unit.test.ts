import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inProject } from '../../scripts/setup/project-root.mjs';
import { inScratch } from './fixtures/scratch.js';

const COMMAND_LINE = `
  const [word] = process.argv.slice(2);
  if (word === 'wait') process.on('SIGTERM', () => process.exit(42)), console.log('waiting'), setInterval(() => {}, 60_000);
  else if (word === 'echo') process.stdin.pipe(process.stdout);
  else process.exit(Number(word));`;

/** A project with our scripts and a command line of its own. */
function makeProject(root: string) {
  cpSync(inProject('scripts'), join(root, 'scripts'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(inProject(file), join(root, file));
  mkdirSync(join(root, 'node_modules'));
  for (const name of readdirSync(inProject('node_modules'))) {
    if (name !== '.evosync-stamp') symlinkSync(inProject('node_modules', name), join(root, 'node_modules', name));
  }
  mkdirSync(join(root, 'src/main'), { recursive: true });
  writeFileSync(join(root, 'src/main/cli.ts'), COMMAND_LINE);
}

describe('npx evosync', function () {
  this.timeout(20_000);

  it('builds by itself and hands over arguments, standard input, signals and the exit code', async () => {
    await inScratch(async root => {
      makeProject(root);
      const start = (word: string) =>
        spawn(process.execPath, [join(root, 'scripts/evosync.mjs'), word], { stdio: 'pipe' });
      const three = start('3');
      const said = text(three.stderr);
      expect(await once(three, 'close')).to.deep.equal([3, null]);
      expect(await said).to.equal('');
      const echo = start('echo');
      echo.stdin.end('secret');
      expect(await text(echo.stdout)).to.equal('secret');
      const waiting = start('wait');
      await once(waiting.stdout, 'data');
      waiting.kill('SIGTERM');
      expect(await once(waiting, 'close')).to.deep.equal([42, null]);
    });
  });
});
