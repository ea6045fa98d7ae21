import { expect } from 'chai';
import { STAGES, testFiles } from '../../scripts/setup/testing/stages.mjs';
import { summaryLine } from '../../scripts/setup/testing/test-summary.mjs';

const result = (passed: number, failed: number) => ({ name: 'x', seconds: 1, passed, failed, skipped: 2 });

describe('npm test', () => {
  it('ends with the sum over all stages', () => {
    expect(summaryLine([result(1, 0), result(40, 2), result(3, 0)])).to.equal('44 passed, 2 failed');
  });

  it('never looks like a success when it came to no stage', () => {
    expect(summaryLine([])).to.equal('0 passed, 1 failed');
  });

  it('finds this file in the suite unit and in no other', () => {
    const suites = STAGES.filter(stage => !stage.commands).filter(({ name }) =>
      testFiles(name).includes('test/scripts/test-summary.unit.test.ts'),
    );
    expect(suites.map(({ name }) => name)).to.deep.equal(['unit']);
  });
});
