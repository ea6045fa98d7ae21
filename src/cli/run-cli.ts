import { ConfigError } from '../config/config-error.js';
import { isAppError, type AppError } from '../domain/errors.js';
import { needsPerson } from '../domain/sync/job-outcome.js';
import { accountCommands } from './account.commands.js';
import type { Arguments } from './arguments.js';
import { EXIT, type CliContext, type Command, type CommandResult } from './context.js';
import { doctorCommand } from './doctor.command.js';
import { readCommands } from './read.commands.js';
import { syncCommands } from './sync.commands.js';
import { UsageError } from './usage-error.js';

export const COMMANDS: readonly Command[] = [doctorCommand, ...accountCommands, ...syncCommands, ...readCommands];

/** Where the answers go: standard output carries the result and nothing else. */
export interface Output {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

function usage(): readonly string[] {
  const lines = COMMANDS.map(({ usage: line, about }) => `  evosync ${line}\n      ${about}`);
  return ['usage: evosync COMMAND [options] [--json]', '', ...lines];
}

/** Codes that mean the command was used wrongly: its arguments, or a user nobody knows. */
const WRONG_USE = new Set([
  'ACCOUNT.NOT_FOUND',
  'SETTING.INVALID',
  'ACCOUNT.EMAIL_INVALID',
  'PRODUCT.NOT_FOUND',
  'CATALOGUE.ENTITY_NOT_FOUND',
  'PASSWORD.TOO_SHORT',
  'PASSWORD.TOO_LONG',
  'CONNECTION.TOKEN_SHAPE',
  'VK.GROUP_ID_INVALID',
]);

function exitOf(error: AppError): CommandResult['exit'] {
  if (WRONG_USE.has(error.code)) return EXIT.usage;
  return needsPerson(error.code) ? EXIT.person : EXIT.failed;
}

/** Runs one command line; answers the exit code. */
export async function runCli(args: Arguments, context: CliContext, output: Output): Promise<number> {
  const isJson = args.has('json');
  const command = COMMANDS.find(({ name }) => name === args.command);
  if (args.has('help') || !command) {
    for (const line of usage()) (args.has('help') ? output.out : output.err)(line);
    if (args.command !== undefined && !command) output.err(`unknown command ${args.command}`);
    return args.has('help') ? EXIT.done : EXIT.usage;
  }
  try {
    const result = await command.run(context);
    if (isJson) output.out(JSON.stringify(result.json));
    else for (const line of result.text) output.out(line);
    return result.exit;
  } catch (error) {
    return failure(error, command, isJson, output, context);
  }
}

function failure(error: unknown, command: Command, isJson: boolean, output: Output, context: CliContext): number {
  if (error instanceof UsageError) {
    output.err(`${error.message}\nusage: evosync ${command.usage}`);
    if (isJson) output.out(JSON.stringify({ error: 'USAGE', message: error.message }));
    return EXIT.usage;
  }
  if (error instanceof ConfigError) {
    output.err(error.message);
    if (isJson) output.out(JSON.stringify({ error: 'CONFIG', message: error.message }));
    return EXIT.failed;
  }
  if (!isAppError(error)) throw error;
  const details = Object.entries(error.details).map(([name, value]) => `${name}: ${String(value)}`);
  output.err([error.code, ...details].join(', '));
  context.logger.debug('command failed', { error });
  if (isJson) output.out(JSON.stringify({ error: error.code, details: error.details }));
  return exitOf(error);
}
