import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage-error.js';

/** Options of all commands; each command says which it needs. Secrets are never options. */
const OPTIONS = {
  user: { type: 'string' },
  email: { type: 'string' },
  role: { type: 'string' },
  'first-name': { type: 'string' },
  'last-name': { type: 'string' },
  phone: { type: 'string' },
  group: { type: 'string' },
  type: { type: 'string' },
  id: { type: 'string' },
  mode: { type: 'string' },
  product: { type: 'string' },
  job: { type: 'string' },
  to: { type: 'string' },
  from: { type: 'string' },
  paused: { type: 'boolean' },
  check: { type: 'boolean' },
  'without-keys': { type: 'boolean' },
  confirm: { type: 'boolean' },
  wait: { type: 'boolean' },
  yes: { type: 'boolean' },
  many: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

export type OptionName = keyof typeof OPTIONS;

/** A command line, split. */
export interface Arguments {
  readonly command: string | undefined;
  /** `key=value` words after the command. */
  readonly words: readonly string[];
  /** The option's value. Throws a usage error when it is missing. */
  need(name: OptionName): string;
  find(name: OptionName): string | null;
  has(name: OptionName): boolean;
}

export function parseArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  const find = (name: OptionName): string | null => {
    const value = values[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    command: positionals[0],
    words: positionals.slice(1),
    find,
    need(name) {
      const value = find(name);
      if (value === null || value.trim() === '') throw new UsageError(`--${name} is missing`);
      return value;
    },
    has: name => values[name] === true,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
