import { expect } from 'chai';
import { advisoriesOf, allowedFault, auditDependencies } from '../../scripts/setup/testing/audit.mjs';

const ID = 'GHSA-aaaa-bbbb-cccc';
const report = (severity: string): string =>
  JSON.stringify({
    vulnerabilities: {
      parser: { via: [{ source: 1, url: `https://advisories.example/${ID}`, severity, title: 'reads too much' }] },
      user: { via: ['parser'] },
    },
  });
const allowed = [{ id: ID, reason: 'only reached by the test reporter, never by input', until: '2027-01-31' }];

describe('dependency audit', () => {
  const audit = async (answer: string | Error, exceptions: typeof allowed = []) => {
    const said: string[] = [];
    const counts = await auditDependencies({
      ask: () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)),
      allowed: exceptions,
      today: '2026-11-21',
      say: line => void said.push(line),
    });
    return { ...counts, said };
  };

  it('passes when nothing is known, and prints what is known but small', async () => {
    expect(await audit('{"vulnerabilities":{}}')).to.include({ passed: 1, failed: 0, skipped: 0 });
    const small = await audit(report('moderate'));
    expect(small).to.include({ passed: 1, failed: 0 });
    expect(small.said).to.deep.equal([`moderate: parser: reads too much (${ID})`]);
  });

  it('fails on a high or critical one, unless it is allowed with a reason and an end', async () => {
    for (const severity of ['high', 'critical'])
      expect(await audit(report(severity))).to.include({ passed: 0, failed: 1 });
    expect(await audit(report('high'), allowed)).to.include({ passed: 1, failed: 0 });
  });

  it('says that the registry could not be asked, and counts that neither as passed nor as failed', async () => {
    const refused = '{"message":"405 Method Not Allowed - POST https://registry.example/-/npm/v1/security"}';
    for (const answer of [refused, 'npm error', '', new Error('no answer within 60 s')]) {
      const counts = await audit(answer);
      expect(counts).to.include({ passed: 0, failed: 0, skipped: 1 });
      expect(counts.note).to.contain('could not be asked');
      expect(counts.said.join()).to.contain('could not be asked').and.not.to.contain('registry.example');
    }
  });

  it('refuses exceptions without a reason or past their end', async () => {
    const [one] = allowed;
    expect(allowedFault([{ ...one!, reason: 'later' }], '2026-11-21')).to.contain('no reason');
    expect(allowedFault([{ ...one!, until: 'never' }], '2026-11-21')).to.contain('no end');
    expect(allowedFault(allowed, '2027-02-01')).to.contain('ended on 2027-01-31');
    expect(await audit(report('low'), [{ ...one!, until: '2026-11-20' }])).to.include({ failed: 1 });
  });

  it('reads no report where there is none', () => {
    expect(advisoriesOf('[]')).to.equal(null);
    expect(advisoriesOf('null')).to.equal(null);
  });
});
