import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { VARIABLES } from '../../src/config/env-schema.js';
import { projectRoot } from '../../src/config/project-root.js';

describe('.env.example', () => {
  const lines = readFileSync(join(projectRoot, '.env.example'), 'utf8').split('\n');
  const namesIn = (part: readonly string[]) => part.flatMap(line => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
  const border = lines.findIndex(line => line.startsWith('# --- Only docker compose'));

  it('names exactly the variables of the schema, in its order', () => {
    expect(namesIn(lines.slice(0, border))).to.deep.equal(VARIABLES);
  });

  it('names what docker compose asks for besides, and nothing else', () => {
    const compose = readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8');
    const asked = [...compose.matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map(match => match[1] ?? '');
    const own = [...new Set(asked)].filter(name => !VARIABLES.includes(name));
    expect(border).to.be.greaterThan(0);
    expect(namesIn(lines.slice(border))).to.have.members(own);
  });

  it('gives each variable one sentence and no value', () => {
    for (const [index, line] of lines.entries()) {
      if (!/^[A-Z_]+=/.test(line)) continue;
      expect(line, 'a value in the example is copied into real files').to.match(/=$/);
      expect(lines[index - 1], line).to.match(/^# .+\.$/);
    }
  });
});
