import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError } from '../../scripts/setup/setup-error.mjs';
import { toStderr } from '../../scripts/setup/progress.mjs';
import { judgeDay } from './judge-day.js';
import { playDay } from './play-day.js';

const USAGE = 'npm run day -- [--minutes N] [--merchants N] [--seed N] [--keep] [--json]';

/** Plays a day and prints what came of it; answers the exit code. */
export async function runDay(argv: readonly string[]): Promise<number> {
  const { minutes, merchants, seed, isKept, isJson } = readOptions(argv);
  const folder = mkdtempSync(join(tmpdir(), 'evosync-day-'));
  try {
    const day = await playDay({ folder, seed, minutes, merchants, tell: toStderr });
    const complaints = judgeDay(day);
    process.stdout.write(
      `${JSON.stringify({ ok: complaints.length === 0, complaints, ...day }, null, isJson ? 0 : 2)}\n`,
    );
    return complaints.length === 0 ? 0 : 1;
  } finally {
    if (isKept) toStderr(`→ data and logs are in ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

function readOptions(argv: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const options = { minutes: text, merchants: text, seed: text, keep: flag, json: flag };
    const { values } = parseArgs({ args: [...argv], options });
    const number = (name: 'minutes' | 'merchants' | 'seed', fallback: number, most: number): number => {
      const value = Number(values[name] ?? fallback);
      if (!Number.isFinite(value) || value <= 0 || value > most) throw new Error(`--${name} must be from 1 to ${most}`);
      return value;
    };
    return {
      minutes: number('minutes', 10, 240),
      merchants: Math.floor(number('merchants', 50, 50)),
      seed: number('seed', 1, 1_000_000),
      isKept: values.keep === true,
      isJson: values.json === true,
    };
  } catch (error) {
    throw new SetupError('day.usage', error instanceof Error ? error.message : String(error), USAGE);
  }
}
