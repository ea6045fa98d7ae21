import { ConfigError } from '../config/config-error.js';
import { isAppError, type AppError } from '../domain/errors.js';
import { needsPerson } from '../domain/sync/job-outcome.js';
import { withOrigin } from '../observability/origin.js';
import { scrubText } from '../observability/redact.js';
import { operatorSentence } from '../services/operations/operator-sentence.js';
import { accountCommands } from './account.commands.js';
import type { Arguments } from './arguments.js';
import { configCommand } from './config.command.js';
import { EXIT, type CliContext, type Command, type CommandResult } from './context.js';
import { doctorCommand } from './doctor.command.js';
import { jobCommands } from './job.commands.js';
import { operationsCommands } from './operations.commands.js';
import { probeCommands } from './probe.commands.js';
import { readCommands } from './read.commands.js';
import { syncCommands } from './sync.commands.js';
import { UsageError } from './usage-error.js';

export const COMMANDS: readonly Command[] = [
  doctorCommand,
  configCommand,
  ...accountCommands,
  ...syncCommands,
  ...jobCommands,
  ...readCommands,
  ...probeCommands,
  ...operationsCommands,
];

/** Where the answers go: standard output carries the result and nothing else. */
export interface Output {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

function usage(): readonly string[] {
  const lines = COMMANDS.map(({ usage: line, about }) => `  evosync ${line}\n      ${about}`);
  return ['usage: evosync COMMAND [options] [--json]', '', ...lines];
}

/** Codes that mean the command was used wrongly: its arguments, or a user or job nobody knows. */
const WRONG_USE = new Set([
  'ACCOUNT.NOT_FOUND',
  'SETTING.INVALID',
  'SETTING.PRICES_GONE',
  'ACCOUNT.EMAIL_INVALID',
  'PRODUCT.NOT_FOUND',
  'JOB.NOT_FOUND',
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
    if (args.has('help')) return EXIT.done;
    return failure(
      new UsageError(args.command === undefined ? 'no command' : `unknown command ${args.command}`),
      isJson,
      output,
    );
  }
  try {
    const result = await withOrigin('cli', () => command.run(context));
    if (isJson) output.out(JSON.stringify(result.json));
    else for (const line of result.text) output.out(line);
    return result.exit;
  } catch (error) {
    context.logger.debug('command failed', { error });
    return failure(error, isJson, output, command);
  }
}

/** Says what went wrong, on standard error for a person and with `--json` as one object; answers the exit code. */
export function failure(error: unknown, isJson: boolean, output: Output, command?: Command): number {
  const { code, message, details, exit } = failureOf(error);
  output.err(message);
  if (command && error instanceof UsageError) output.err(`usage: evosync ${command.usage}`);
  if (isJson) output.out(JSON.stringify({ error: code, ...details }));
  return exit;
}

interface Failure {
  readonly code: string;
  /** For standard error. */
  readonly message: string;
  /** What stands beside the code in the JSON. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly exit: CommandResult['exit'];
}

function failureOf(error: unknown): Failure {
  if (isAppError(error)) {
    const details = Object.entries(error.details).map(([name, value]) => `${name}: ${String(value)}`);
    const sentence = operatorSentence(error);
    const message = sentence === null ? [error.code, ...details].join(', ') : `${error.code}: ${sentence}`;
    return { code: error.code, message, details: { details: error.details }, exit: exitOf(error) };
  }
  if (error instanceof UsageError || error instanceof ConfigError) {
    const [code, exit] =
      error instanceof UsageError ? (['USAGE', EXIT.usage] as const) : (['CONFIG', EXIT.failed] as const);
    return { code, message: error.message, details: { message: error.message }, exit };
  }
  // Nobody foresaw it: the whole story, but for secrets and the values of statements.
  const text = error instanceof Error ? error.message : String(error);
  const story = error instanceof Error ? (error.stack ?? text) : text;
  return { code: 'UNEXPECTED', message: scrubText(story), details: { message: scrubText(text) }, exit: EXIT.failed };
}
