/**
 * Mutation testing of `src/domain`: `npm run mutation` breaks the rules line by line and counts the breaks that the unit
 * tests of `test/domain` notice. It ends with 1 below `thresholds.break`. `npx stryker run --mutate 'src/domain/text/*.ts'`
 * looks at one folder only.
 */

/** All of it stays under `.data`, which git and every other tool leaves alone. */
const DATA = '.data/mutation';

const BUNDLE = '--bundle --splitting --platform=node --format=esm --packages=external --log-level=warning';

/** Lists of Russian words and sentences: a broken one is a matter for reading, not for a rule of the code. */
const WORD_LISTS = [
  'listing/reasons',
  'listing/default-abbreviations',
  'listing/restricted-words',
  'listing/service-words',
];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
const config = {
  mutate: ['src/domain/**/*.ts', ...WORD_LISTS.map(name => `!src/domain/${name}.ts`)],
  testRunner: 'mocha',
  // Half of the breaks (tables, regular expressions) need a fresh process each: it starts twice as fast without tsx.
  buildCommand: `esbuild ./test/domain/mutation-run.ts ./test/domain/**/*.unit.test.ts ${BUNDLE} --outdir=built`,
  mochaOptions: { 'no-config': true, require: ['./built/mutation-run.js'], spec: ['built/**/*.unit.test.js'] },
  plugins: ['@stryker-mutator/mocha-runner'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A rule that loops for ever is a noticed break; a machine busy with other suites is not.
  timeoutMS: 10_000,
  thresholds: { high: 95, low: 90, break: 90 },
  // Copied beside the project: what the tests of the domain import, and nothing else.
  ignorePatterns: [
    '**',
    ...['src', 'temporal', 'workflows', 'test/domain'].map(folder => `!${folder}/**`),
    '!package.json',
  ],
  tempDirName: `${DATA}/sandbox`,
  incremental: false,
  incrementalFile: `${DATA}/incremental.json`,
  disableTypeChecks: false,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { logTests: false, reportTests: false, reportMutants: false, skipFull: true },
  jsonReporter: { fileName: `${DATA}/mutation.json` },
};

// Stryker insists on a default export here.
export default config;
