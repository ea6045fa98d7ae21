import { expect } from 'chai';
import { readChaosOptions } from '../../chaos/options.js';
import { SCENARIOS } from '../../chaos/scenarios/index.js';
import type { Result } from '../../chaos/play-scenario.js';
import { isGood, resultTable } from '../../chaos/result-table.js';

const GOOD: Result = {
  scenario: 'flood',
  seed: 7,
  operations: 51,
  vkCalls: 79,
  twins: 0,
  wrong: 0,
  lost: 0,
  foreignChanged: 0,
  secondsToConverge: 15.5,
  complaints: [],
};

describe('the command line of the chaos runs', () => {
  it('plays everything with seed 1 unless told otherwise', () => {
    const { seed, scenarios, isShort, isJson, isKept } = readChaosOptions([]);
    expect({ seed, isShort, isJson, isKept }).to.deep.equal({ seed: 1, isShort: false, isJson: false, isKept: false });
    expect(scenarios).to.deep.equal(SCENARIOS);
  });

  it('picks scenarios by name, in the order of the table', () => {
    const { seed, scenarios, isShort, isJson } = readChaosOptions([
      '--seed',
      '7',
      '--only',
      'webhooks,worker-killed',
      '--short',
      '--json',
    ]);
    expect({ seed, isShort, isJson }).to.deep.equal({ seed: 7, isShort: true, isJson: true });
    expect(scenarios.map(({ name }) => name)).to.deep.equal(['worker-killed', 'webhooks']);
  });

  for (const argv of [['--only', 'earthquake'], ['--seed', 'x'], ['--seed', '-1'], ['--loud'], ['extra']])
    it(`refuses ${argv.join(' ')}`, () => {
      expect(() => readChaosOptions(argv))
        .to.throw()
        .with.property('name', 'SetupError');
    });

  it('gives every scenario a name and a sentence of its own', () => {
    expect(new Set(SCENARIOS.map(({ name }) => name))).to.have.property('size', SCENARIOS.length);
    expect(new Set(SCENARIOS.map(({ what }) => what))).to.have.property('size', SCENARIOS.length);
  });
});

describe('the result table of the chaos runs', () => {
  it('calls a result good only without complaints and at rest', () => {
    expect(isGood(GOOD)).to.equal(true);
    expect(isGood({ ...GOOD, complaints: ['twins: a'] })).to.equal(false);
    expect(isGood({ ...GOOD, secondsToConverge: null })).to.equal(false);
  });

  it('has a line per scenario and a sentence per complaint', () => {
    const bad: Result = { ...GOOD, scenario: 'captcha', twins: 1, secondsToConverge: null, complaints: ['twins: a'] };
    const [head = '', first = '', second = '', third] = resultTable([GOOD, bad]).split('\n');
    expect(head).to.match(/scenario .*operations .*twins .*wrong .*lost .*unrelated changed .*converged/);
    expect(first).to.match(/^✓ flood .*51 .*15\.5 s$/);
    expect(second).to.match(/^✗ captcha .*never$/);
    expect(third).to.equal('  captcha: twins: a');
  });
});
