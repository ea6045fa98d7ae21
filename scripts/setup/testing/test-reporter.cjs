'use strict';
// CommonJS, because mocha loads reporters with require().
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

const PATIENCE_MS = 15_000;

function leave() {
  process.stderr.write(
    '  something was left open (a server, connection or timer), so the process did not end by itself\n',
  );
  process.exit(70);
}

/** Prints like mocha's own `spec`, and writes the counts to the file named by the option `counts`. */
module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      setTimeout(leave, PATIENCE_MS).unref(); // fires only if something is still open then
      const { passes, failures, pending } = runner.stats;
      writeFileSync(
        options.reporterOptions.counts,
        JSON.stringify({ passed: passes, failed: failures, skipped: pending }),
      );
    });
  }
};
