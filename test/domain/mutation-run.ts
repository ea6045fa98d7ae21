import fc from 'fast-check';

/**
 * Loaded before the tests of a mutation run (see `stryker.config.mjs`): the same examples each time, so that the score
 * repeats; and the first counter-example will do, for nobody reads a shrunk one.
 */
fc.configureGlobal({ seed: 20_261_121, endOnFailure: true });
