/** A command of the operator's handbook, and where it is run. */
export interface CommandRule {
  /** What the command looks like. */
  readonly command: RegExp;
  /** The test that runs it, and a text of it that shows so. */
  readonly test?: string;
  readonly mentions?: string;
  /** Why no test runs it. */
  readonly notTestableHere?: string;
}

const CLI = 'test/cli/commands.temporal.test.ts';
const SITE_SCRIPTS = 'test/deploy/site-scripts.unit.test.ts';
const NO_ROOT = 'changes the machine as root: users, folders, packages';
const NO_DOCKER = 'needs Docker; what runs inside the containers is run by the tests of its own command';
const NO_SYSTEMD = 'needs systemd as the first process of the machine; the units are checked by test/deploy';

/** Runs a command of our own command line: its name stands in the test as a text. */
const evosync = (name: string, test = CLI): CommandRule => ({
  command: new RegExp(`^(?:npx )?evosync ${name}(?: |$)`, 'u'),
  test,
  mentions: `'${name}'`,
});

/** Every command of docs/operations.md and docs/operations/*.md; the first rule that fits counts. */
export const COMMANDS: readonly CommandRule[] = [
  ...['doctor', 'migrate', 'schedules:apply', 'user:invite', 'user:create', 'explain', 'sync:run', 'config:read'].map(
    name => evosync(name),
  ),
  evosync('--help'),
  evosync('config:check', 'test/main/start-up.db.test.ts'),
  ...['backup', 'backup:verify', 'restore', 'keys:rotate', 'user:erase'].map(name =>
    evosync(name, 'test/cli/operations.temporal.test.ts'),
  ),
  ...['probe:vk', 'probe:evotor'].map(name => evosync(name, 'test/cli/probes.temporal.test.ts')),
  {
    command: /^npm (?:start(?: -- --servers-only)?|run demo)$/u,
    notTestableHere:
      'builds everything and starts servers of its own; its parts are run by test/scripts and by the chaos runs',
  },
  { command: /^npm run build$/u, test: 'test/scripts/build.unit.test.ts', mentions: 'build' },
  { command: /^curl .*\/health\/ready$/u, test: 'test/web/errors.web.test.ts', mentions: '/health/ready' },
  { command: /^curl .*\/health$/u, test: 'test/web/errors.web.test.ts', mentions: '/health' },
  { command: /^curl .*\/metrics$/u, test: 'test/web/metrics.web.test.ts', mentions: '/metrics' },
  { command: /\bdocker compose /u, notTestableHere: NO_DOCKER },
  { command: /^(?:systemctl|journalctl) /u, notTestableHere: NO_SYSTEMD },
  {
    command: /^cp deploy\/systemd\/\* /u,
    test: 'test/deploy/systemd.unit.test.ts',
    mentions: "'deploy', 'systemd'",
  },
  { command: /^evosync\(\) \{/u, notTestableHere: NO_SYSTEMD },
  { command: /^\.\/scripts\/init-letsencrypt\.sh /u, test: SITE_SCRIPTS, mentions: "runScript('init-letsencrypt.sh'" },
  { command: /^\.\/scripts\/generate-nginx-conf\.sh /u, test: SITE_SCRIPTS, mentions: 'generate-nginx-conf.sh' },
  { command: /^npm (?:ci|prune --omit=dev)$/u, notTestableHere: 'would take away the packages the tests run with' },
  { command: /^(?:useradd|install|cd|cp|chmod) /u, notTestableHere: NO_ROOT },
  { command: /^git clone /u, notTestableHere: 'needs the address of the sources and a network' },
  { command: /^nano /u, notTestableHere: 'a person types the settings; what reads them is tested in test/config' },
  { command: /^mariadb --execute /u, notTestableHere: 'makes a database as root on a server of the machine' },
  {
    command: /^temporal server start-dev /u,
    test: 'test/scripts/temporal-server.temporal.test.ts',
    mentions: 'temporal',
  },
  { command: /^openssl rand /u, notTestableHere: 'makes random bytes; what reads them is tested in test/config' },
  { command: /^timedatectl /u, notTestableHere: 'changes the clock of the machine' },
  { command: /^df -h$/u, notTestableHere: 'a look at the machine itself' },
  {
    command: /^temporal operator namespace create /u,
    notTestableHere: 'a tool of Temporal; the namespace of the tests is there already',
  },
];
