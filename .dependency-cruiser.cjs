// Who may import whom, type-only imports included. A rule lists what a folder may import; everything else is a breach.
// The map of the layers is in docs/adr/0012-direction-of-imports.md; each rule has a planted breach under test/layers/planted.

const { join } = require('node:path');

/** One file or folder at the top of a path; `src/domain` does not match `src/domains`. */
const own = (...folders) => `^(${folders.join('|')})(/|\\.[a-z]+$)`;
/** Installed packages, or the packages that hold their types. */
const npm = (...names) => `^node_modules/(@types/)?(${names.join('|')})/`;
/** Modules of Node itself. */
const NODE = '^(node:)?[a-z_/]+$';

const PRODUCT = own('src', 'workflows', 'activities', 'temporal', 'migrations');

/** `name`: what it says when it fires. */
const mayImportOnly = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: own(...from) },
  to: { pathNot: allowed },
});

module.exports = {
  forbidden: [
    mayImportOnly(
      'domain-imports-only-domain',
      ['src/domain'],
      [own('src/domain')],
      'Rules know nothing of the world.',
    ),
    mayImportOnly(
      'clients-know-domain-and-http',
      ['src/clients'],
      [own('src/clients', 'src/domain'), npm('zod', 'node-fetch'), NODE],
      'A client turns vendor JSON into domain types; it has no database and no use case.',
    ),
    {
      name: 'clients-do-not-know-each-other',
      comment: 'What both need belongs to src/clients/http or to the domain.',
      severity: 'error',
      from: { path: '^src/clients/(evotor|vk)/' },
      to: { path: '^src/clients/(evotor|vk)/', pathNot: '^src/clients/$1/' },
    },
    mayImportOnly(
      'db-knows-domain-only',
      ['src/db'],
      [own('src/db', 'src/domain', 'migrations'), npm('sequelize', 'mariadb', 'umzug'), NODE],
      'Repositories return domain types and call no one.',
    ),
    mayImportOnly(
      'services-are-use-cases',
      ['src/services'],
      [
        own('src/services', 'src/domain', 'src/db', 'src/clients', 'src/photos', 'src/security', 'src/mail'),
        own('src/config/config', 'src/observability', 'temporal/contracts', 'temporal/client'),
        npm('zod', 'libphonenumber-js'),
        NODE,
      ],
      'Use cases join rules and adapters; they know neither Express nor Sequelize nor the Temporal SDK.',
    ),
    mayImportOnly(
      'activities-are-thin',
      ['activities'],
      [
        own('activities', 'src/services', 'src/domain', 'src/observability', 'temporal/contracts'),
        npm('@temporalio/activity', '@temporalio/common'),
      ],
      'An activity adds heartbeat, cancellation and failure mapping to a use case; it has no database and no vendor.',
    ),
    mayImportOnly(
      'workflows-are-pure',
      ['workflows'],
      [
        own('workflows', 'activities', 'src/domain', 'temporal/contracts'),
        npm('@temporalio/workflow', '@temporalio/common'),
      ],
      'Workflow code is replayed: it may not touch anything outside.',
    ),
    {
      name: 'workflows-see-activity-types-only',
      comment: 'Use `import type`: a value import would pull the activity and all below it into the bundle.',
      severity: 'error',
      from: { path: own('workflows') },
      to: { path: own('activities'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-calls-use-cases-only',
      comment: 'A page calls src/services; it never reaches for the database, a vendor or Temporal.',
      severity: 'error',
      from: { path: own('src/web') },
      to: {
        path: [
          own('src/(db|clients|photos|mail|cli|main)', 'workflows', 'activities', 'temporal', 'migrations'),
          npm('sequelize', 'mariadb', 'node-fetch', '@temporalio/[a-z-]+'),
        ],
      },
    },
    mayImportOnly(
      'contracts-are-plain-data',
      ['temporal/contracts'],
      [own('temporal/contracts', 'src/domain')],
      'Ids, queue names and messages are shared by processes and by workflow code.',
    ),
    mayImportOnly(
      'config-stands-alone',
      ['src/config'],
      [own('src/config'), npm('zod'), NODE],
      'Configuration is read before anything else exists.',
    ),
    mayImportOnly(
      'adapters-know-domain-only',
      ['src/(photos|security|mail|observability)'],
      [
        own('src/(photos|security|mail|observability)', 'src/domain', 'src/config/config'),
        npm('sharp', '@node-rs/argon2', 'winston', 'nodemailer', 'ejs', 'prom-client', '@expo-google-fonts/golos-text'),
        NODE,
      ],
      'Adapters do one thing and know no use case.',
    ),
    {
      name: 'only-main-joins',
      comment: 'The composition roots import everything and are imported by no one.',
      severity: 'error',
      from: { path: PRODUCT, pathNot: own('src/main') },
      to: { path: own('src/main') },
    },
    {
      name: 'migrations-are-frozen',
      comment: 'History does not change when a model or a rule does: a migration is SQL and the type of a migration.',
      severity: 'error',
      from: { path: own('migrations') },
      to: { pathNot: [own('src/db/migration'), own('migrations')] },
    },
    {
      name: 'sandbox-stands-alone',
      comment: 'The vendors are played by a program of its own that shares no line with the product.',
      severity: 'error',
      from: { path: own('sandbox') },
      to: { path: own('src', 'workflows', 'activities', 'temporal', 'migrations', 'test', 'bench', 'chaos') },
    },
    {
      name: 'nobody-knows-the-sandbox',
      comment: 'The product must not be able to tell the sandbox from the vendors.',
      severity: 'error',
      from: { path: PRODUCT },
      to: { path: own('sandbox', 'test', 'bench', 'chaos') },
    },
    {
      name: 'no-development-package-in-the-product',
      comment: 'It would be missing after `npm ci --omit=dev`.',
      severity: 'error',
      from: { path: PRODUCT },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'], pathNot: '/@types/' },
    },
    {
      name: 'no-circular-imports',
      comment: 'Take what both need into a third file. (Circles of types alone are harmless and allowed.)',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved-imports',
      comment: 'The file or package does not exist.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'test/layers/planted' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'require', 'default'],
      mainFields: ['types', 'typings', 'module', 'main'],
    },
  },
};
