#!/usr/bin/env node
/**
 * `npm test`: every check and suite, on a fresh machine, by itself. The last line is `N passed, N failed`.
 * `node scripts/test.mjs unit web` runs only those; what follows `--` goes to mocha, e.g. `-- --grep price`.
 */
import { build } from './setup/build.mjs';
import { explain, runEntryPoint } from './setup/entry-point.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { SetupError } from './setup/setup-error.mjs';
import { prepareTestEnvironment } from './setup/testing/test-environment.mjs';
import { runCheck, runSuite } from './setup/testing/run-stage.mjs';
import { STAGES } from './setup/testing/stages.mjs';
import { printSummary } from './setup/testing/test-summary.mjs';

await runEntryPoint(async life => {
  /** @type {import('./setup/testing/test-summary.mjs').StageResult[]} */
  const results = [];
  life.defer(() => printSummary(results)); // the first deferred is done last: after the servers have ended
  const { stages, mochaArgs } = chosenStages(process.argv.slice(2));
  await ensureNodeModules();
  await build();
  const environment = prepareTestEnvironment(life, stages);
  for (const stage of stages) {
    process.stdout.write(`\n── ${stage.name} ${'─'.repeat(70 - stage.name.length)}\n`);
    const startedAt = performance.now();
    const counts = await runStage(stage, environment, mochaArgs);
    results.push({ name: stage.name, seconds: (performance.now() - startedAt) / 1000, ...counts });
  }
  return results.some(result => result.failed > 0) ? 1 : 0;
});

/**
 * @param {import('./setup/testing/stages.mjs').Stage} stage
 * @param {import('./setup/testing/test-environment.mjs').EnvironmentOf} environment
 * @param {readonly string[]} mochaArgs
 */
async function runStage(stage, environment, mochaArgs) {
  try {
    if (stage.check) return await stage.check();
    return stage.commands ? await runCheck(stage) : await runSuite(stage, await environment(stage), mochaArgs);
  } catch (error) {
    explain(error);
    return { passed: 0, failed: 1, skipped: 0, note: error instanceof Error ? error.message : String(error) };
  }
}

/** @param {readonly string[]} args */
function chosenStages(args) {
  const end = args.indexOf('--');
  const names = end < 0 ? args : args.slice(0, end);
  const unknown = names.find(name => !STAGES.some(stage => stage.name === name));
  if (unknown) {
    throw new SetupError(
      'test.unknown_stage',
      `There is no stage "${unknown}".`,
      `Choose from ${STAGES.map(stage => stage.name).join(', ')}.`,
    );
  }
  const stages = names.length === 0 ? STAGES : STAGES.filter(stage => names.includes(stage.name));
  return { stages, mochaArgs: end < 0 ? [] : args.slice(end + 1) };
}
