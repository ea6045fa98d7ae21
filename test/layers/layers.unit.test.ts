import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';
import { type Cruise, cruise } from './cruise.js';

const DIRECT = '.dependency-cruiser.cjs';
const REACH = '.depcruise-reach.cjs';
const PLANTED = join(projectRoot, 'test/layers/planted');

/** rule → the planted import that must set it off. */
const BREACHES: Record<string, readonly [from: string, to: string][]> = {
  'domain-imports-only-domain': [
    ['src/domain/reads-disk.ts', 'fs'],
    ['src/domain/takes-a-row.ts', 'src/db/row.ts'],
  ],
  'clients-know-domain-and-http': [['src/clients/vk/uses-database.ts', 'src/db/row.ts']],
  'clients-do-not-know-each-other': [['src/clients/vk/uses-evotor.ts', 'src/clients/evotor/evotor.ts']],
  'db-knows-domain-only': [['src/db/calls-a-service.ts', 'src/services/use-case.ts']],
  'services-are-use-cases': [['src/services/knows-the-site.ts', 'src/web/page.ts']],
  'activities-are-thin': [['activities/uses-database.ts', 'src/db/row.ts']],
  'workflows-are-pure': [['workflows/calls-a-service.workflow.ts', 'src/services/use-case.ts']],
  'workflows-see-activity-types-only': [['workflows/calls-activity.workflow.ts', 'activities/activity.ts']],
  'web-calls-use-cases-only': [['src/web/uses-database.ts', 'src/db/row.ts']],
  'contracts-are-plain-data': [['temporal/contracts.ts', 'src/services/use-case.ts']],
  'config-stands-alone': [['src/config/knows-rules.ts', 'src/domain/legal.ts']],
  'adapters-know-domain-only': [['src/security/calls-a-service.ts', 'src/services/use-case.ts']],
  'only-main-joins': [['src/services/joins.ts', 'src/main/main.ts']],
  'migrations-are-frozen': [['migrations/0001-uses-model.ts', 'src/db/row.ts']],
  'sandbox-stands-alone': [['sandbox/borrows.ts', 'src/db/row.ts']],
  'nobody-knows-the-sandbox': [['src/web/uses-sandbox.ts', 'sandbox/till.ts']],
  'no-development-package-in-the-product': [['src/services/uses-chai.ts', 'chai']],
  'no-circular-imports': [['src/services/circle-one.ts', 'src/services/circle-two.ts']],
  'no-unresolved-imports': [['src/services/unresolved.ts', './gone.js']],
  'workflows-reach-nothing-outside': [
    ['workflows/takes-a-detour.workflow.ts', 'src/db/row.ts'],
    ['workflows/reads-disk.workflow.ts', 'fs'],
  ],
  'domain-reaches-nothing-outside': [['src/domain/reads-disk.ts', 'fs']],
};

describe('direction of imports', function () {
  this.timeout(120_000);

  for (const config of [DIRECT, REACH]) {
    it(`holds in the whole tree (${config})`, async () => {
      const { breaches, modules } = await cruise(config);
      expect(breaches.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`)).to.deep.equal([]);
      // A compiler the tool does not understand makes it find nothing, and call that clean.
      expect(modules).to.be.greaterThan(50);
    });
  }

  describe('each rule fires on its planted breach', () => {
    let found: Cruise['breaches'];
    before(async () => {
      found = [...(await cruise(DIRECT, PLANTED)).breaches, ...(await cruise(REACH, PLANTED)).breaches];
    });

    for (const [rule, imports] of Object.entries(BREACHES)) {
      for (const [from, to] of imports) {
        it(`${rule}: ${from} → ${to}`, () => {
          const shown = found.filter(breach => breach.rule === rule);
          const hit = shown.some(breach => breach.from === from && breach.to.includes(to));
          expect(hit, JSON.stringify(shown)).to.equal(true);
        });
      }
    }

    it('keeps quiet about the legal files', () => {
      expect(found.filter(breach => breach.from.includes('/legal.'))).to.deep.equal([]);
    });

    it('has a planted breach for every rule', () => {
      const require = createRequire(import.meta.url);
      const rules = [DIRECT, REACH].flatMap(config => {
        const { forbidden } = require(join(projectRoot, config)) as { forbidden: { name: string }[] };
        return forbidden.map(rule => rule.name);
      });
      expect(Object.keys(BREACHES)).to.have.members(rules);
    });
  });
});
