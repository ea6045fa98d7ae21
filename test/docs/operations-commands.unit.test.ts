import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';
import { ownFiles } from '../repo/own-files.js';
import { COMMANDS } from './operations-commands.js';

/** Programs an operator starts; other texts in small print are no commands. */
const STARTS_A_PROGRAM =
  /^(?:npx )?evosync (?:--)?[a-z]|^(?:npm|docker|systemctl|journalctl|curl|temporal|mariadb|nginx|certbot|node|sh|sudo|openssl) [-a-z./]/u;

interface Found {
  readonly place: string;
  readonly command: string;
}

/** A text in quotes may go over several lines. */
function wholeLines(lines: readonly string[]): string[] {
  const whole: string[] = [];
  let open = '';
  for (const line of lines) {
    open = open === '' ? line : `${open} ${line.trim()}`;
    if ((open.match(/"/gu)?.length ?? 0) % 2 === 1) continue;
    whole.push(open);
    open = '';
  }
  return open === '' ? whole : [...whole, open];
}

/** Lines of ```sh blocks, continued ones joined and remarks dropped, and commands in small print. */
function commandsOf(path: string, text: string): Found[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gmu)].flatMap(([, block = '']) =>
    wholeLines(block.replaceAll(/\\\n\s*/gu, ' ').split('\n')),
  );
  const small = [...text.replaceAll(/^```[\s\S]*?^```/gmu, '').matchAll(/`([^`\n]+)`/gu)]
    .map(([, code = '']) => code)
    .filter(code => STARTS_A_PROGRAM.test(code));
  return [...blocks, ...small]
    .flatMap(line => line.replace(/(?:^|\s)#.*$/u, '').split(' && '))
    .map(command => command.trim().replace(/^sudo /u, ''))
    .filter(line => line !== '')
    .map(command => ({ place: path, command }));
}

describe('the operator’s handbook', () => {
  const pages = ownFiles(/^docs\/operations(?:\.md|\/.*\.md)$/);
  const found = pages.flatMap(({ path, text }) => commandsOf(path, text));
  const ruleOf = (command: string) => COMMANDS.find(rule => rule.command.test(command));

  it('names no command that no test runs, unless it says why', () => {
    expect(found.length).to.be.greaterThan(30);
    const unknown = found.filter(({ command }) => ruleOf(command) === undefined);
    expect(
      unknown.map(({ place, command }) => `add to test/docs/operations-commands.ts: ${command} (${place})`),
    ).to.deep.equal([]);
  });

  it('has tests behind its commands that are there and run them', () => {
    for (const { command, test, mentions, notTestableHere } of COMMANDS) {
      if (test === undefined) {
        expect(notTestableHere?.length, String(command)).to.be.greaterThan(15);
        continue;
      }
      const file = join(projectRoot, test);
      expect(existsSync(file), `${String(command)}: ${test} is not there`).to.equal(true);
      expect(readFileSync(file, 'utf8'), `${test} does not run ${String(command)}`).to.include(mentions);
    }
  });

  it('has no rule for a command that nobody is told', () => {
    const idle = COMMANDS.filter(rule => !found.some(({ command }) => ruleOf(command) === rule));
    expect(idle.map(({ command }) => String(command))).to.deep.equal([]);
  });

  it('has a way for every code: an entry of its own, or one of its family', () => {
    const [runbook] = ownFiles(/^docs\/operations\/runbook\.md$/);
    const text = runbook?.text ?? '';
    const entries = new Set([...text.matchAll(/^### (\S+)$/gmu)].map(([, name]) => name));
    const families = [...text.matchAll(/`([A-Z_]+)\.\*`/gu)].map(([, family]) => family);
    const [errors] = ownFiles(/^docs\/errors\.md$/);
    const codes = [...(errors?.text ?? '').matchAll(/^\| `([^`]+)` \|/gmu)].map(([, code = '']) => code);
    expect(codes.length).to.be.greaterThan(200);
    const helpless = codes.filter(code => {
      const [family, rest] = code.split('.');
      return rest !== undefined && !entries.has(code) && !families.includes(family);
    });
    expect(helpless).to.deep.equal([]);
    expect(text).to.include('without a point');
    // What nobody but the operator can mend has an entry, not a family.
    const own = codes.filter(code => /^(?:DB|DISK|PORT|SCHEMA|VAULT|SYSTEM)\./u.test(code));
    expect(own.filter(code => !entries.has(code))).to.deep.equal([]);
    const gone = [...entries].filter(name => name?.includes('.') && !codes.includes(name));
    expect(gone).to.deep.equal([]);
  });

  it('leads from entry to entry that are there', () => {
    const [runbook] = ownFiles(/^docs\/operations\/runbook\.md$/);
    const text = runbook?.text ?? '';
    const entries = [...text.matchAll(/^### (\S+)$/gmu)].map(([, name]) => name ?? '');
    const asked = [...text.matchAll(/\b(EvoSync[A-Z]\w+)\b/gu)].map(([, name]) => name ?? '');
    expect([...new Set(asked)].filter(name => !entries.includes(name))).to.deep.equal([]);
    expect(new Set(entries).size).to.equal(entries.length);
  });
});
