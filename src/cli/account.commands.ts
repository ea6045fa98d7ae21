import { migrateUp } from '../db/migrate.js';
import { refuseNewerSchema } from '../services/operations/schema-fit.js';
import { createUser } from '../services/accounts/create-user.js';
import { COMMAND_LINE } from '../domain/access/actor.js';
import type { Role } from '../domain/account.js';
import { EXIT, userOf, type Command } from './context.js';
import { UsageError } from './usage-error.js';

const ROLES: readonly Role[] = ['user', 'admin', 'system'];

function roleOf(given: string | null): Role {
  const role = ROLES.find(candidate => candidate === (given ?? 'user'));
  if (role === undefined) throw new UsageError(`--role must be one of ${ROLES.join(', ')}`);
  return role;
}

/** Commands that set an installation and its accounts up. */
export const accountCommands: readonly Command[] = [
  {
    name: 'migrate',
    usage: 'migrate',
    about: 'bring the database schema up to date',
    anySchema: true,
    async run(context) {
      const db = await context.db();
      await refuseNewerSchema(db);
      const migrations = await migrateUp(db);
      const text = migrations.length === 0 ? ['the schema is up to date'] : migrations.map(name => `applied ${name}`);
      return { json: { applied: migrations }, text, exit: EXIT.done };
    },
  },
  {
    name: 'schedules:apply',
    usage: 'schedules:apply',
    about: 'create the Temporal Schedules or bring them up to date',
    async run(context) {
      const schedules = await context.applySchedules();
      return { json: { schedules }, text: schedules.map(({ id, result }) => `${id}: ${result}`), exit: EXIT.done };
    },
  },
  {
    name: 'user:create',
    usage: 'user:create --email E --role user|admin|system [--first-name F] [--last-name L] [--phone P]',
    about: 'add an account; its password on standard input',
    async run(context) {
      const { args } = context;
      const role = roleOf(args.find('role'));
      const email = args.need('email');
      const password = await context.readSecret('password');
      const userId = await createUser(await context.db(), {
        email,
        password,
        role,
        firstName: args.find('first-name') ?? '',
        lastName: args.find('last-name') ?? '',
        phone: args.find('phone'),
      });
      return { json: { userId, email, role }, text: [`${email} was added with the role ${role}`], exit: EXIT.done };
    },
  },
  {
    name: 'user:invite',
    usage: 'user:invite --email E [--role user|admin|system] [--first-name F] [--last-name L]',
    about: 'send a letter with a link that gives the account its password',
    async run(context) {
      const { args } = context;
      const email = args.need('email');
      const { userId, expiresAt } = await (
        await context.services()
      ).accounts.invite(COMMAND_LINE, {
        email,
        firstName: args.find('first-name') ?? '',
        lastName: args.find('last-name') ?? '',
        role: roleOf(args.find('role')),
      });
      const until = expiresAt.toISOString();
      return {
        json: { userId, email, expiresAt: until },
        text: [`${email} was invited until ${until}`],
        exit: EXIT.done,
      };
    },
  },
  {
    name: 'connect:evotor',
    usage: 'connect:evotor --user E',
    about: 'connect the till; its token on standard input',
    async run(context) {
      const user = await userOf(context);
      const token = await context.readSecret('Evotor token');
      const result = await (await context.services()).connections.connectEvotor({ userId: user.id, token });
      return { json: { service: 'evotor', ...result }, text: ['the till is connected'], exit: EXIT.done };
    },
  },
  {
    name: 'connect:vk',
    usage: 'connect:vk --user E --group ID',
    about: 'connect the VK community; the user token on standard input',
    async run(context) {
      const groupId = Number(context.args.need('group'));
      if (!Number.isSafeInteger(groupId) || groupId <= 0)
        throw new UsageError('--group must be the positive id of the community');
      const user = await userOf(context);
      const token = await context.readSecret('VK token');
      const result = await (await context.services()).connections.connectVk({ userId: user.id, token, groupId });
      const notes = result.lights
        .filter(light => light.state === 'bad')
        .map(light => `attention: ${light.code ?? light.id}`);
      return { json: { service: 'vk', ...result }, text: ['the community is connected', ...notes], exit: EXIT.done };
    },
  },
];
