import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';
import { ownFiles } from '../repo/own-files.js';

describe('documents', () => {
  const documents = ownFiles(/^(README|CHANGELOG|docs\/.*)\.?(md)$/);

  it('are there', () => {
    expect(documents.map(file => file.path)).to.include.members(['README.md', 'CHANGELOG.md', 'docs/glossary.md']);
  });

  it('link to files that exist', () => {
    const broken = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map(([, target = '']) => target)
        .filter(target => !existsSync(join(projectRoot, dirname(path), target)))
        .map(target => `${path} → ${target}`),
    );
    expect(broken).to.deep.equal([]);
  });

  it('give each decision its number, date and price', () => {
    const decisions = documents.filter(file => file.path.startsWith('docs/adr/'));
    for (const [index, { path, text }] of decisions.sort((a, b) => a.path.localeCompare(b.path)).entries()) {
      expect(path).to.match(new RegExp(`/${String(index + 1).padStart(4, '0')}-`));
      expect(text, path).to.match(new RegExp(`^# ${index + 1}\\. `));
      expect(text, path).to.match(/^Date: \d{4}-\d\d-\d\d · Status: accepted$/m);
      for (const part of ['## Context', '## Decision', '## Consequences', '- Price: '])
        expect(text, path).to.contain(part);
    }
  });
});
