'use strict';
// CommonJS, because mocha loads reporters with require().
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

const PATIENCE_MS = 15_000;

/** Prints like mocha's own `spec`, and writes the counts to the file named by the option `counts`. */
module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      const counts = { passed: passes, failed: failures, skipped: pending };
      const write = value => writeFileSync(options.reporterOptions.counts, JSON.stringify(value));
      write(counts);
      const leave = () => {
        write({ ...counts, failed: failures + 1, note: 'something was left open: a server, a connection or a timer' });
        process.exit(1);
      };
      setTimeout(leave, PATIENCE_MS).unref(); // fires only if the process has not ended by itself until then
    });
  }
};
