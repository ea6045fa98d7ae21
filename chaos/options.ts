import { parseArgs } from 'node:util';
import { SetupError } from '../scripts/setup/setup-error.mjs';
import { SCENARIOS } from './scenarios/index.js';
import type { Scenario } from './scenarios/scenario.js';

export interface ChaosOptions {
  readonly seed: number;
  readonly scenarios: readonly Scenario[];
  readonly isShort: boolean;
  readonly isJson: boolean;
  /** Data and logs of the servers stay where they are. */
  readonly isKept: boolean;
}

const USAGE = 'npm run chaos -- [--seed N] [--only NAME[,NAME]] [--short] [--json] [--keep]';

/** Arguments of `npm run chaos`; throws SetupError for what it does not know. */
export function readChaosOptions(argv: readonly string[]): ChaosOptions {
  const values = parse(argv);
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new SetupError('chaos.seed', `--seed is "${String(values.seed)}", which is no whole number.`, USAGE);
  const names = values.only === undefined ? null : values.only.split(',').map(name => name.trim());
  const unknown = names?.find(name => !SCENARIOS.some(scenario => scenario.name === name));
  if (unknown !== undefined)
    throw new SetupError(
      'chaos.unknown_scenario',
      `There is no scenario "${unknown}".`,
      `Choose from ${SCENARIOS.map(({ name }) => name).join(', ')}.`,
    );
  return {
    seed,
    scenarios: SCENARIOS.filter(({ name }) => names === null || names.includes(name)),
    isShort: values.short === true,
    isJson: values.json === true,
    isKept: values.keep === true,
  };
}

function parse(argv: readonly string[]) {
  try {
    const options = {
      seed: { type: 'string' },
      only: { type: 'string' },
      short: { type: 'boolean' },
      json: { type: 'boolean' },
      keep: { type: 'boolean' },
    } as const;
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw new SetupError('chaos.usage', error instanceof Error ? error.message : String(error), USAGE);
  }
}
