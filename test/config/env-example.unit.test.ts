import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { VARIABLES } from '../../src/config/env-schema.js';
import { projectRoot } from '../../src/config/project-root.js';

describe('.env.example', () => {
  const lines = readFileSync(join(projectRoot, '.env.example'), 'utf8').split('\n');
  const names = lines.flatMap(line => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);

  it('names exactly the variables of the schema, in its order', () => {
    expect(names).to.deep.equal(VARIABLES);
  });

  it('gives each variable one sentence and no value', () => {
    for (const [index, line] of lines.entries()) {
      if (!/^[A-Z_]+=/.test(line)) continue;
      expect(line, 'a value in the example is copied into real files').to.match(/=$/);
      expect(lines[index - 1], line).to.match(/^# .+\.$/);
    }
  });
});
