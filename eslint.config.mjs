import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Every rule is an error or off: a warning is a rule nobody keeps.

const ENV_BAN = {
  object: 'process',
  property: 'env',
  message: 'Only src/config reads the environment: take the slice of Config you need as a parameter.',
};
const PROCESS_IMPORT_BAN = {
  name: 'node:process',
  message: 'Use the global process; its env is read by src/config alone.',
};
const NODE_FETCH_BAN = { name: 'node-fetch', message: 'Vendors are called through src/clients/http only.' };
const FETCH_BAN = { name: 'fetch', message: 'Vendors are called through src/clients/http only.' };
const impure = (name, instead) => ({ name, message: `Pure code does without ${name}: ${instead}` });
const IMPURE_GLOBALS = [
  impure('process', 'take the value as a parameter.'),
  impure('Buffer', 'use text or Uint8Array.'),
  impure('console', 'return what is worth telling.'),
  impure('performance', 'take the time as a parameter.'),
  impure('crypto', 'take ids and keys as parameters.'),
  ...['setTimeout', 'setInterval', 'setImmediate'].map(name => impure(name, 'workflows use sleep of the SDK.')),
];
const IMPURE_PROPERTIES = [
  { object: 'Date', property: 'now', message: 'Pure code takes the time as a parameter.' },
  { object: 'Math', property: 'random', message: 'Pure code takes chance as a parameter.' },
];
const DEFAULT_EXPORT_BAN = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Export by name, so that a thing is called the same everywhere.',
};
const CLOCK_BAN = {
  selector: ':matches(NewExpression[arguments.length=0], CallExpression)[callee.name="Date"]',
  message: 'Pure code takes the time as a parameter.',
};

const PRODUCT = ['src/**/*.ts', 'workflows/**/*.ts', 'activities/**/*.ts', 'temporal/**/*.ts', 'migrations/**/*.ts'];
const PURE = ['src/domain/**/*.ts', 'workflows/**/*.ts'];

/** A test that asserts nothing stays green whatever the code does. */
const assertionFreeTests = {
  meta: { type: 'problem', schema: [], messages: { none: 'This test asserts nothing.' } },
  create: context => ({
    'CallExpression[callee.name="it"]': node => {
      const body = node.arguments[1];
      if (body && !/\b(expect|assert)\w*\s*[(.]/.test(context.sourceCode.getText(body))) {
        context.report({ node, messageId: 'none' });
      }
    },
  }),
};

const NODE_GLOBALS = [
  'process',
  'console',
  'Buffer',
  'URL',
  'URLSearchParams',
  'fetch',
  'AbortSignal',
  'AbortController',
]
  .concat(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'performance', 'TextDecoder'])
  .concat(['TextEncoder', 'structuredClone', 'Response', 'Request', 'Headers']);
const BROWSER_GLOBALS = ['window', 'document', 'navigator', 'location', 'history', 'localStorage', 'matchMedia', 'htmx']
  .concat(['bootstrap', 'fetch', 'URL', 'URLSearchParams', 'FormData', 'Event', 'CustomEvent', 'Node', 'Element'])
  .concat(['HTMLElement', 'HTMLFormElement', 'HTMLInputElement', 'setTimeout', 'clearTimeout', 'setInterval'])
  .concat([
    'clearInterval',
    'requestAnimationFrame',
    'MutationObserver',
    'AbortController',
    'console',
    'sessionStorage',
  ]);
const readonly = names => Object.fromEntries(names.map(name => [name, 'readonly']));

// eslint insists on a default export here.
export default defineConfig(
  { ignores: ['node_modules/', 'dist/', '.data/', 'coverage/', 'public/vendor/', 'test/layers/planted/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', DEFAULT_EXPORT_BAN],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // Off: they argue with the compiler's noPropertyAccessFromIndexSignature style, branded numbers or plain taste.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-unary-minus': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/prefer-optional-chain': 'off',
    },
  },
  {
    files: PRODUCT,
    ignores: ['src/config/**'],
    rules: {
      'no-restricted-properties': ['error', ENV_BAN],
      'no-restricted-imports': ['error', { paths: [PROCESS_IMPORT_BAN, NODE_FETCH_BAN] }],
      'no-restricted-globals': ['error', FETCH_BAN],
    },
  },
  {
    files: ['src/clients/http/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: [PROCESS_IMPORT_BAN] }],
      'no-restricted-globals': 'off',
    },
  },
  // Tells a C library where our font is, by the only means it has: the environment.
  { files: ['src/photos/load-sharp.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: PURE,
    rules: {
      'no-restricted-properties': ['error', ENV_BAN, ...IMPURE_PROPERTIES],
      'no-restricted-globals': ['error', FETCH_BAN, ...IMPURE_GLOBALS],
      'no-restricted-syntax': ['error', DEFAULT_EXPORT_BAN, CLOCK_BAN],
    },
  },
  {
    files: ['test/**/*.ts'],
    plugins: { evosync: { rules: { 'assertion-free-tests': assertionFreeTests } } },
    rules: {
      'evosync/assertion-free-tests': 'error',
      // chai asserts by reading a property.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', 'public/**/*.js'],
    extends: [js.configs.recommended],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: readonly(NODE_GLOBALS) } },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: readonly([...NODE_GLOBALS, 'module', 'require', '__dirname']) },
  },
  { files: ['public/**/*.js'], languageOptions: { globals: readonly(BROWSER_GLOBALS) } },
  { files: ['scripts/**/*.mjs'], rules: { 'no-restricted-syntax': ['error', DEFAULT_EXPORT_BAN] } },
);
