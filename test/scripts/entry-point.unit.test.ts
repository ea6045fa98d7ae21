import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { inProject } from '../../scripts/setup/project-root.mjs';

const ENTRY_POINT = inProject('scripts/setup/entry-point.mjs');
const SETUP_ERROR = inProject('scripts/setup/setup-error.mjs');

/** Runs `main` as an entry point; once it has printed `up`, it gets the signal. */
async function run(main: string, signal?: NodeJS.Signals) {
  const script = `
    import { runEntryPoint } from ${JSON.stringify(ENTRY_POINT)};
    import { SetupError } from ${JSON.stringify(SETUP_ERROR)};
    await runEntryPoint(async life => {
      life.defer(async () => console.log('first deferred'));
      life.defer(async () => console.log('second deferred'));
      console.log('up');
      ${main}
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  if (signal) child.stdout.once('data', () => child.kill(signal));
  const closed = once(child, 'close') as Promise<unknown[]>;
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { stdout, stderr, code };
}

const CLEANED = 'up\nsecond deferred\nfirst deferred\n';

describe('our commands', () => {
  it('clean up at the end, last in, first out', async () => {
    expect(await run('return 3;')).to.deep.equal({ stdout: CLEANED, stderr: '', code: 3 });
  });

  it('end a failure with its sentence and its remedy', async () => {
    const { stdout, stderr, code } = await run("throw new SetupError('x.y', 'It is so.', 'Do this.');");
    expect(stderr).to.equal('✗ It is so.\n  What to do: Do this.\n');
    expect([stdout, code]).to.deep.equal([CLEANED, 1]);
  });

  it('clean up when Ctrl-C comes in the middle', async () => {
    const { stdout, stderr, code } = await run('await new Promise(resolve => setTimeout(resolve, 60_000));', 'SIGINT');
    expect([stdout, code]).to.deep.equal([CLEANED, 130]);
    expect(stderr).to.contain('stopping');
  });

  it('take SIGTERM for the orderly end once they serve', async () => {
    const { stdout, code } = await run('setInterval(() => {}, 60_000); return life.serve();', 'SIGTERM');
    expect([stdout, code]).to.deep.equal([CLEANED, 0]);
  });
});
