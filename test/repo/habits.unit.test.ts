import { expect } from 'chai';
import { hits, ownFiles } from './own-files.js';

const CODE = /\.(ts|mjs|cjs|js|ejs|css|go|sql)$/;
const MAX_LINES = 350;

describe('habits', () => {
  it('looks at the whole project', () => {
    expect(ownFiles(CODE).length).to.be.greaterThan(100);
  });

  it('no file of code is longer than a person reads in one go', () => {
    const long = ownFiles(CODE).filter(file => file.lines.length > MAX_LINES);
    expect(long.map(file => `${file.path}: ${file.lines.length} lines`)).to.deep.equal([]);
  });

  it('nothing is left to be done in a comment', () => {
    const pattern = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`);
    expect(hits(ownFiles(/\.(ts|mjs|cjs|js|ejs|css|md|ya?ml)$|Dockerfile/), pattern)).to.deep.equal([]);
  });

  it('no test is left out or runs alone', () => {
    const tests = ownFiles(/^test\/.*\.test\.ts$/);
    expect(hits(tests, /\b(describe|context|it)\.(only|skip)\b|\bx(it|describe)\(/)).to.deep.equal([]);
  });

  it('every test file says what it needs', () => {
    const needs = /\.(unit|db|web|client|temporal|replay|browser|chaos|day|contract)\.test\.ts$/;
    const unnamed = ownFiles(/^test\/.*\.test\.ts$/).filter(file => !needs.test(file.path));
    expect(unnamed.map(file => file.path)).to.deep.equal([]);
  });

  it('views print unescaped text through include alone', () => {
    expect(hits(ownFiles(/^views\/.*\.ejs$/), /<%-(?!\s*include\()/)).to.deep.equal([]);
    // The sandbox's pages draw icons from a fixed table, too.
    expect(hits(ownFiles(/^sandbox\/.*\.ejs$/), /<%-(?!\s*(include|icon)\()/)).to.deep.equal([]);
  });

  it('no path of somebody’s machine stands in a file', () => {
    const files = ownFiles(/\.(ts|mjs|cjs|js|json|ejs|css|md|ya?ml|go)$|Dockerfile|\.env\.example/);
    expect(hits(files, new RegExp('(^|[\\s"\'`(=])/(work|root|Users|home)/\\w'))).to.deep.equal([]);
  });

  it('files are named in kebab-case, by what they hold', () => {
    const names = ownFiles(/^(src|workflows|activities|temporal|migrations|sandbox|scripts|test|bench)\/.*\.(ts|mjs)$/);
    const odd = names.filter(({ path }) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|mjs)$/.test(name) || /^(utils?|helpers?|common|misc)\./.test(name)
      );
    });
    expect(odd.map(file => file.path)).to.deep.equal([]);
  });
});
