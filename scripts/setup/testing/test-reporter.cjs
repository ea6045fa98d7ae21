'use strict';
// CommonJS, because mocha loads reporters with require().
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

/** Prints like mocha's own `spec`, and writes the counts to the file named by the option `counts`. */
module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      writeFileSync(
        options.reporterOptions.counts,
        JSON.stringify({ passed: passes, failed: failures, skipped: pending }),
      );
    });
  }
};
