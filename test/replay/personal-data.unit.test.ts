import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';

const FOLDER = join(projectRoot, 'test', 'replay', 'histories');

/** Every text of the payloads of a history. */
function payloads(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(payloads);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'data' && typeof inner === 'string' ? [Buffer.from(inner, 'base64').toString('utf8')] : payloads(inner),
  );
}

describe('what Temporal keeps of runs', () => {
  for (const file of readdirSync(FOLDER))
    it(`${file} holds numbers, keys of goods and codes, and nothing of a person`, () => {
      const texts = payloads(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
      expect(texts.length).to.be.greaterThan(5);
      for (const text of texts) {
        expect(text).not.to.match(/[\w.+-]+@[\w-]+\.\w+/u);
        expect(text).not.to.match(/vk1\.|"(?:token|email|phone|firstName|lastName)"/u);
        // Names of goods, groups and people are Russian; ids and codes are not.
        expect(text).not.to.match(/[а-яё]{3,}/iu);
      }
    });
});
