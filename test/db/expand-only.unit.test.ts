import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import type { Migration } from '../../src/db/migration.js';

const FOLDER = new URL('../../migrations/', import.meta.url);
/** Migrations before it are older than the rule. */
const FIRST = '0016';

/** What the release before would stumble over while it still runs. */
const TAKES_AWAY: Readonly<Record<string, RegExp>> = {
  'drops a table': /\bDROP\s+TABLE\b/i,
  'drops a column':
    /\bDROP\s+(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?(?!(?:KEY|INDEX|CONSTRAINT|FOREIGN|PRIMARY|TABLE|CHECK|IF)\b)\w+/i,
  'renames something': /\bRENAME\b|\bCHANGE\s+(?:COLUMN\s+)?\w+\s+\w+/i,
  'empties a table': /\bTRUNCATE\b/i,
  'narrows a type': /\bMODIFY\s+(?:COLUMN\s+)?(?!\w+\s+ENUM\b)\w+/i,
  'adds a column that old programs do not fill':
    /\bADD\s+(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?(?!(?:KEY|INDEX|UNIQUE|CONSTRAINT)\b)\w+\s+[^,]*\bNOT\s+NULL\b(?![^,]*\b(?:DEFAULT|AS)\b)/i,
  'adds a unique key that old programs may break': /\bADD\s+UNIQUE\b/i,
};

function breaches({ up, contracts }: Migration): readonly string[] {
  if (contracts !== undefined) return [];
  return up
    .filter(sql => /^\s*(ALTER|DROP|TRUNCATE|RENAME)\b/i.test(sql))
    .flatMap(sql =>
      Object.entries(TAKES_AWAY).flatMap(([what, pattern]) =>
        pattern.test(sql) ? [`${what}: ${sql.slice(0, 80)}`] : [],
      ),
    );
}

describe('migrations only add', () => {
  it('so that the release before and this one work side by side; what takes away says why', async () => {
    const found: string[] = [];
    for (const file of (await readdir(FOLDER)).sort().filter(name => name >= FIRST)) {
      const { migration } = (await import(new URL(file, FOLDER).href)) as { migration: Migration };
      found.push(...breaches(migration).map(breach => `${file} ${breach}`));
    }
    expect(found, 'give the migration `contracts`: why no running release needs it').to.deep.equal([]);
  });

  const PLANTED: Readonly<Record<string, string>> = {
    'DROP TABLE old_things': 'drops a table',
    'ALTER TABLE users DROP COLUMN IF EXISTS phone': 'drops a column',
    'ALTER TABLE users DROP phone': 'drops a column',
    'ALTER TABLE users RENAME COLUMN phone TO telephone': 'renames something',
    'ALTER TABLE users CHANGE phone telephone VARCHAR(20)': 'renames something',
    'TRUNCATE sessions': 'empties a table',
    'ALTER TABLE users MODIFY COLUMN phone VARCHAR(10) NULL': 'narrows a type',
    'ALTER TABLE users ADD COLUMN IF NOT EXISTS city VARCHAR(50) NOT NULL':
      'adds a column that old programs do not fill',
    'ALTER TABLE users ADD UNIQUE KEY IF NOT EXISTS users_city (city)': 'adds a unique key that old programs may break',
  };
  for (const [sql, what] of Object.entries(PLANTED))
    it(`finds ${sql}`, () => {
      expect(breaches({ up: [sql], down: [] })).to.deep.equal([`${what}: ${sql.slice(0, 80)}`]);
      expect(breaches({ up: [sql], down: [], contracts: 'nobody reads it since release 1.2' })).to.deep.equal([]);
    });

  const HARMLESS = [
    'CREATE TABLE IF NOT EXISTS things (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(9) NOT NULL, UNIQUE KEY a (name))',
    "ALTER TABLE users ADD COLUMN IF NOT EXISTS city VARCHAR(50) NOT NULL DEFAULT ''",
    'ALTER TABLE users ADD COLUMN IF NOT EXISTS city VARCHAR(50) NULL, ADD KEY IF NOT EXISTS users_city (city)',
    'ALTER TABLE users DROP KEY IF EXISTS users_city',
    "ALTER TABLE api_log MODIFY service ENUM('evotor','vk') NOT NULL",
    "INSERT IGNORE INTO roles (name) VALUES ('system')",
  ];
  for (const sql of HARMLESS)
    it(`lets pass ${sql.slice(0, 60)}`, () => {
      expect(breaches({ up: [sql], down: [] })).to.deep.equal([]);
    });
});
