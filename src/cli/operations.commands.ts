import { join } from 'node:path';
import { COMMAND_LINE } from '../domain/access/actor.js';
import { forgetLetters } from '../mail/forget-letters.js';
import { makeBackup } from '../services/operations/make-backup.js';
import { noteBackup } from '../services/operations/note-backup.js';
import { restoreBackup } from '../services/operations/restore-backup.js';
import { countKeys, rotateKeys, type KeyCount } from '../services/operations/rotate-keys.js';
import { verifyBackup, type BackupManifest } from '../services/operations/backup-file.js';
import { UsageError } from './usage-error.js';
import { EXIT, userOf, type Command, type CommandResult } from './context.js';

const KEYS_APART =
  'attention: keys are not in it. Without TOKEN_ENCRYPTION_KEY (of `npm start`: DATA_DIR/secrets.json) every merchant has to connect anew; keep it in another place than the backup';

const sum = (rows: Readonly<Record<string, number>>): number => Object.values(rows).reduce((all, n) => all + n, 0);

function summary(backup: BackupManifest): string {
  const tables = Object.keys(backup.rows).length;
  return `EvoSync ${backup.version}, ${backup.madeAt}, ${sum(backup.rows)} rows in ${tables} tables, schema ${backup.migrations.at(-1) ?? '?'}`;
}

/** Commands that keep an installation: its data and its keys. */
export const operationsCommands: readonly Command[] = [
  {
    name: 'backup',
    usage: 'backup --to FILE',
    about: 'write the whole database into a new file, while everything runs',
    anySchema: true,
    async run(context) {
      const file = context.args.need('to');
      const { db, databaseUrl, version } = await context.installation();
      const ending = new AbortController();
      const stop = (): void => ending.abort();
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
      try {
        const program = context.config.database.dumpProgram;
        const deps = { db, databaseUrl, program, version, now: Date.now, signal: ending.signal };
        const made = await makeBackup(deps, file);
        // A database that cannot note it has its backup all the same.
        await noteBackup(db, made).catch((error: unknown) => context.logger.warn('the backup is not noted', { error }));
        const text = [`${file}: ${summary(made)}, ${made.bytes} bytes`, KEYS_APART];
        return { json: { ...made, keysIncluded: false }, text, exit: EXIT.done };
      } finally {
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.removeListener(signal, stop);
      }
    },
  },
  {
    name: 'backup:verify',
    usage: 'backup:verify --from FILE',
    about: 'read a backup to its end and say whether it is whole and the keys fit',
    anySchema: true,
    async run(context) {
      const backup = await verifyBackup(context.args.need('from'));
      const missing = backup.keyIds.filter(id => !context.keyIds.includes(id));
      const keys =
        missing.length === 0
          ? 'the keys of this installation open its tokens'
          : `attention: ${missing.length} of its keys (${missing.join(', ')}) are not in TOKEN_ENCRYPTION_KEY`;
      const exit = missing.length === 0 ? EXIT.done : EXIT.failed;
      return { json: { ...backup, missingKeys: missing }, text: [`whole: ${summary(backup)}`, keys], exit };
    },
  },
  {
    name: 'restore',
    usage: 'restore --from FILE [--confirm] [--paused] [--without-keys]',
    about: 'put the database back to a backup; --confirm: what is in it now goes; --paused: for a copy',
    anySchema: true,
    run: async context => {
      const { args } = context;
      const file = args.need('from');
      const { db, databaseUrl, vault } = await context.installation();
      const restored = await restoreBackup(
        {
          db,
          databaseUrl,
          vault,
          program: context.config.database.clientProgram,
          now: Date.now,
          endRuns: context.endRuns,
        },
        { file, confirmed: args.has('confirm'), withoutKeys: args.has('without-keys'), paused: args.has('paused') },
      );
      const { backup, deletedSince, isCarriedOver } = restored;
      const text = [
        `restored: ${summary(backup)}`,
        ...restored.migrated.map(name => `applied ${name}`),
        `${restored.runsEnded} runs were ended, ${restored.merchantsTold} merchants are told; everybody logs in anew, and each shop is read whole by its next run`,
        isCarriedOver
          ? 'newer connections, passwords, pauses and suspensions of the replaced database were kept'
          : 'nothing newer was there to be kept: whoever signed in with VK ID since may have to connect anew',
        ...(deletedSince.length > 0
          ? [
              `attention: accounts deleted since the backup are back, suspended: ${deletedSince.join(', ')}; delete them again with \`evosync user:erase\``,
            ]
          : []),
        'start worker and web now',
      ];
      return { json: { ...restored }, text, exit: EXIT.done };
    },
  },
  {
    name: 'keys:rotate',
    usage: 'keys:rotate [--check]',
    about: 'seal all vendor tokens with the first of TOKEN_ENCRYPTION_KEY; --check only counts',
    async run(context) {
      const { db, vault } = await context.installation();
      if (context.args.has('check')) return keyResult({ ...(await countKeys({ db, vault })) });
      return keyResult(await rotateKeys({ db, vault }));
    },
  },
  {
    name: 'user:erase',
    usage: 'user:erase --user E --confirm E',
    about: 'delete an account and all its data at once, for good; the e-mail twice',
    async run(context) {
      const email = context.args.need('user');
      // `--confirm` alone confirms elsewhere; here the address has to be typed a second time.
      if (!context.args.has('confirm') || context.args.words[0]?.toLowerCase() !== email.toLowerCase())
        throw new UsageError(`repeat the e-mail: --confirm ${email}`);
      const { id } = await userOf(context);
      const { adminUsers } = await context.services();
      await adminUsers.delete(COMMAND_LINE, id, { email });
      await context.lettersSent();
      const letters = await forgetLetters(join(context.config.dataDir, 'mail'), email);
      const text = [
        `account ${id} and everything of it was deleted`,
        ...(letters > 0 ? [`${letters} letters kept in DATA_DIR/mail were deleted`] : []),
        'backups made before still hold it until they are deleted; goods in VK stay as they are',
      ];
      return { json: { userId: id, erased: true, letters }, text, exit: EXIT.done };
    },
  },
];

function keyResult(counts: KeyCount & { readonly resealed?: number }): CommandResult {
  const { total, current, old, unreadable, resealed } = counts;
  const text = [
    ...(resealed === undefined ? [] : [`sealed anew: ${resealed}`]),
    `${total} sealed values: ${current} with the first key, ${old} need an older key, ${unreadable} open with no key`,
    old === 0 ? 'older keys can be taken out of TOKEN_ENCRYPTION_KEY' : 'keep the older keys, and run it again',
    ...(unreadable > 0
      ? ['attention: put the missing key back behind the first one, or let those merchants connect anew']
      : []),
  ];
  return {
    json: { ...counts, oldKeysNeeded: old > 0 },
    text,
    exit: old === 0 && unreadable === 0 ? EXIT.done : EXIT.failed,
  };
}
