import { join } from 'node:path';
import { expect } from 'chai';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { projectRoot } from '../../src/config/project-root.js';

/** What is planted where → the rule that must refuse it. */
const BREACHES: [code: string, file: string, rule: string][] = [
  ['export const a = process.env;', 'src/services/x.ts', 'no-restricted-properties'],
  ['export const { env } = process;', 'src/main/x.ts', 'no-restricted-properties'],
  ["export { env } from 'node:process';", 'activities/x.ts', 'no-restricted-imports'],
  ["export const a = fetch('https://x.test');", 'src/services/x.ts', 'no-restricted-globals'],
  ["export const a = fetch('https://x.test');", 'src/clients/vk/x.ts', 'no-restricted-globals'],
  ["import f from 'node-fetch'; export const a = f;", 'src/clients/vk/x.ts', 'no-restricted-imports'],
  ['export default 1;', 'src/web/x.ts', 'no-restricted-syntax'],
  ['const a = 1; export { a as default };', 'sandbox/x.ts', 'no-restricted-syntax'],
  ['export const a = (b: any) => b;', 'src/web/x.ts', '@typescript-eslint/no-explicit-any'],
  ['export const a = 1;\n'.repeat(301), 'src/web/x.ts', 'max-lines'],
  ["it('does', () => { Number(1); });", 'test/x.unit.test.ts', 'evosync/assertion-free-tests'],
  ...['src/domain/x.ts', 'workflows/x.workflow.ts'].flatMap((file): [string, string, string][] => [
    ['export const a = process.env;', file, 'no-restricted-properties'],
    ['export const a = Date.now();', file, 'no-restricted-properties'],
    ['export const a = Math.random();', file, 'no-restricted-properties'],
    ['export const a = new Date();', file, 'no-restricted-syntax'],
    ['export const a = Date();', file, 'no-restricted-syntax'],
    ['export default 1;', file, 'no-restricted-syntax'],
    ["export const a = Buffer.from('');", file, 'no-restricted-globals'],
    ['export const a = process.pid;', file, 'no-restricted-globals'],
    ['setTimeout(() => undefined, 1);', file, 'no-restricted-globals'],
    ["export const a = fetch('https://x.test');", file, 'no-restricted-globals'],
  ]),
];

const LEGAL: [code: string, file: string][] = [
  ['export const a = process.env;', 'src/config/x.ts'],
  ["import f from 'node-fetch'; export const a = f;", 'src/clients/http/x.ts'],
  ['export const a = new Date(0);', 'src/domain/x.ts'],
  ['export const a = new Date();', 'src/services/x.ts'],
  ["it('does', () => { expect(1).to.equal(1); });", 'test/x.unit.test.ts'],
];

/** Rules that need types cannot run on files that do not exist; that they are on is tested below. */
const syntactic = new ESLint({
  cwd: projectRoot,
  overrideConfig: [tseslint.configs.disableTypeChecked, { rules: { 'no-undef': 'off' } }],
});

async function rulesHit(code: string, file: string): Promise<readonly (string | null)[]> {
  const [result] = await syntactic.lintText(code, { filePath: join(projectRoot, file) });
  return (result?.messages ?? []).map(message => message.ruleId);
}

describe('lint bans', function () {
  this.timeout(60_000);

  for (const [code, file, rule] of BREACHES) {
    it(`${rule} refuses «${code.split('\n', 1).join('')}» in ${file}`, async () => {
      expect(await rulesHit(code, file)).to.include(rule);
    });
  }

  for (const [code, file] of LEGAL) {
    it(`nothing against «${code}» in ${file}`, async () => {
      expect(await rulesHit(code, file)).to.deep.equal([]);
    });
  }

  it('has every rule as an error or off, everywhere', async () => {
    const files = ['src/domain/x.ts', 'src/web/x.ts', 'test/x.unit.test.ts', 'scripts/x.mjs', 'public/js/x.js'];
    for (const file of files) {
      const { rules } = await configOf(file);
      const warned = Object.entries(rules).filter(([, [severity]]) => severity === 1);
      expect(warned, file).to.deep.equal([]);
    }
  });

  const TYPED = ['no-floating-promises', 'no-misused-promises', 'switch-exhaustiveness-check', 'await-thenable'];
  for (const rule of TYPED) {
    it(`${rule} is on, with types`, async () => {
      const { rules, languageOptions } = await configOf('src/services/x.ts');
      expect(rules[`@typescript-eslint/${rule}`]?.[0]).to.equal(2);
      expect(languageOptions.parserOptions.projectService).to.equal(true);
    });
  }
});

interface FileConfig {
  rules: Record<string, [severity: number]>;
  languageOptions: { parserOptions: { projectService?: boolean } };
}

async function configOf(file: string): Promise<FileConfig> {
  return (await new ESLint({ cwd: projectRoot }).calculateConfigForFile(join(projectRoot, file))) as FileConfig;
}
