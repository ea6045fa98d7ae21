/**
 * Mutation testing of `src/domain`: `npm run mutation` breaks the rules line by line and counts the breaks that the unit
 * tests of `test/domain` notice. It ends with 1 below `thresholds.break`. One folder only:
 * `npm run mutation -- --mutate 'src/domain/text/*.ts'`.
 */

/** Where git and every other tool leaves it alone. */
const DATA = '.data/mutation';

const BUNDLE = '--bundle --splitting --platform=node --format=esm --packages=external --log-level=warning';

/** Lists of Russian words and sentences: a broken one is a matter for reading, not for a rule of the code. */
const WORD_LISTS = [
  'listing/reasons',
  'listing/default-abbreviations',
  'listing/restricted-words',
  'listing/service-words',
];

/** What the tests of the domain import. */
const COPIED = ['src', 'temporal', 'workflows', 'test/domain'];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
const config = {
  mutate: ['src/domain/**/*.ts', ...WORD_LISTS.map(name => `!src/domain/${name}.ts`)],
  plugins: ['@stryker-mutator/mocha-runner'],
  testRunner: 'mocha',
  // Half of the breaks (tables, regular expressions) need a fresh process each: a bundle starts twice as fast as tsx.
  buildCommand: `esbuild ./test/domain/mutation-run.ts ./test/domain/**/*.unit.test.ts ${BUNDLE} --outdir=built`,
  mochaOptions: { 'no-config': true, require: ['./built/mutation-run.js'], spec: ['built/**/*.unit.test.js'] },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A rule that loops for ever is a noticed break; a machine that is busy is not.
  timeoutMS: 5000,
  thresholds: { high: 95, low: 90, break: 90 },
  ignorePatterns: ['**', ...COPIED.map(folder => `!${folder}/**`), '!package.json'],
  tempDirName: `${DATA}/sandbox`,
  disableTypeChecks: false,
  // Its warnings are about the bundle (no sources of tests in it) and about those fresh processes.
  logLevel: 'error',
  reporters: ['clear-text', 'json', process.stdout.isTTY ? 'progress' : 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false, reportMutants: false },
  jsonReporter: { fileName: `${DATA}/mutation.json` },
};

// Stryker insists on a default export here.
export default config;
