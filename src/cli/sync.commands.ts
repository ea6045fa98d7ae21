import { findJob } from '../db/repositories/jobs.repository.js';
import { countByKind } from '../db/repositories/operations.repository.js';
import { setRules } from '../services/catalogue/change-rules.js';
import { saveSettings } from '../services/sync/sync-service.js';
import { shownSettings } from '../services/sync/settings-table.js';
import { listingDefaults } from '../config/listing-defaults.js';
import { EXIT, userOf, type Command } from './context.js';
import { overJob } from './over-job.js';
import { riskyLines } from './risky-lines.js';
import { UsageError } from './usage-error.js';

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find(candidate => candidate === value);
  if (found === undefined) throw new UsageError(`--${name} must be one of ${allowed.join(', ')}`);
  return found;
}

/** Commands of the exchange. */
export const syncCommands: readonly Command[] = [
  {
    name: 'sync:settings',
    usage: 'sync:settings --user E key=value…',
    about: 'change settings',
    async run(context) {
      if (context.args.words.length === 0) throw new UsageError('give at least one key=value');
      const values = Object.fromEntries(
        context.args.words.map(word => {
          const at = word.indexOf('=');
          if (at <= 0) throw new UsageError(`"${word}" is not key=value`);
          return [word.slice(0, at), word.slice(at + 1)];
        }),
      );
      const user = await userOf(context);
      const deps = { db: await context.db(), ...listingDefaults(context.config) };
      const settings = shownSettings(await saveSettings(deps, user.id, values));
      return {
        json: { settings },
        text: Object.entries(settings).map(([k, v]) => `${k}=${String(v)}`),
        exit: EXIT.done,
      };
    },
  },
  {
    name: 'sync:filter',
    usage: 'sync:filter --user E --type store|group|product --id ID --mode include|exclude|none',
    about: 'write or remove a selection rule',
    async run(context) {
      const entityType = oneOf('type', context.args.need('type'), ['store', 'group', 'product'] as const);
      const mode = oneOf('mode', context.args.need('mode'), ['include', 'exclude', 'none'] as const);
      const entityId = context.args.need('id');
      const user = await userOf(context);
      const deps = { db: await context.db(), ...listingDefaults(context.config) };
      await setRules(deps, user.id, [{ entityType, entityId, mode }]);
      return {
        json: { type: entityType, id: entityId, mode },
        text: [`${entityType} ${entityId}: ${mode}`],
        exit: EXIT.done,
      };
    },
  },
  {
    name: 'sync:enable',
    usage: 'sync:enable --user E [--confirm]',
    about: 'switch the exchange on; --confirm lets it write to VK',
    async run(context) {
      const user = await userOf(context);
      const { sync } = await context.services();
      await sync.setEnabled(user.id, true);
      if (!context.args.has('confirm'))
        return { json: { enabled: true, confirmed: false }, text: ['switched on, not confirmed yet'], exit: EXIT.done };
      await sync.setConfirmed(user.id);
      return {
        json: { enabled: true, confirmed: true },
        text: ['switched on and confirmed; `evosync sync:run` begins at once, the clock within its interval'],
        exit: EXIT.done,
      };
    },
  },
  {
    name: 'sync:disable',
    usage: 'sync:disable --user E',
    about: 'switch the exchange off; goods in VK stay as they are',
    async run(context) {
      const user = await userOf(context);
      await (await context.services()).sync.setEnabled(user.id, false);
      return { json: { enabled: false }, text: ['switched off'], exit: EXIT.done };
    },
  },
  {
    name: 'sync:run',
    usage: 'sync:run --user E [--wait]',
    about: 'run now',
    async run(context) {
      const user = await userOf(context);
      const { outcome, jobId } = await (await context.services()).sync.runNow(user.id);
      if (!context.args.has('wait'))
        return { json: { jobId, outcome }, text: [`job ${jobId}: ${outcome}`], exit: EXIT.done };
      return overJob(context, jobId);
    },
  },
  {
    name: 'sync:preview',
    usage: 'sync:preview --user E',
    about: 'what the next run would do',
    async run(context) {
      const user = await userOf(context);
      const { jobId } = await (await context.services()).sync.preview(user.id);
      const over = await overJob(context, jobId);
      const db = await context.db();
      const kinds = await countByKind(db, jobId, ['planned']);
      const job = await findJob(db, jobId);
      const of = (kind: 'create' | 'update' | 'hide' | 'unhide' | 'delete') => kinds.get(kind) ?? 0;
      const planned = {
        create: of('create'),
        update: of('update'),
        hide: of('hide'),
        unhide: of('unhide'),
        delete: of('delete'),
      };
      const risky = (await riskyLines(db, user.id, jobId)).map(({ kind, key, name, brake }) => ({
        kind,
        key,
        name,
        brake,
      }));
      return {
        json: { jobId, status: over.json['status'], planned, notListed: job?.counters.skipped ?? 0, risky },
        text: [
          ...over.text,
          ...Object.entries(planned).map(([kind, count]) => `${kind}: ${count}`),
          ...risky.map(
            ({ kind, name, brake }) => `waits for a yes: ${kind} ${name}${brake === null ? '' : ` (${brake})`}`,
          ),
        ],
        exit: over.exit,
      };
    },
  },
];
