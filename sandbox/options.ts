import { readFileSync } from 'node:fs';

/** How a sandbox is started; everything has a default. */
export interface SandboxOptions {
  /** 0 picks a free port. */
  port: number;
  host: string;
  /** Folder for the state file and photos; absent: nothing outlives the process. */
  stateDir?: string;
  /** Names of the ready catalogues to load: tea, grocery, clothes. */
  scenarios: string[];
  /** Check every answer against the contract before it is sent. */
  validate: boolean;
  /** Seed of fault probabilities and of tokens made at run time. */
  seed: number;
  /** Keep a preview of uploaded photos; benches may do without. */
  previews: boolean;
  /** Decode the pixels of only so many different pictures; undefined: of all. Later ones are judged by their header. */
  decodeFirst?: number;
  /** A fault script that is on order from the start. */
  faults?: unknown;
}

export const ALL_SCENARIOS = ['tea', 'grocery', 'clothes'];

const DEFAULTS: SandboxOptions = {
  port: 0,
  host: '127.0.0.1',
  scenarios: ALL_SCENARIOS,
  validate: true,
  seed: 1,
  previews: true,
};

/** Fills the gaps with defaults. */
export function withDefaults(options: Partial<SandboxOptions> = {}): SandboxOptions {
  return { ...DEFAULTS, ...options };
}

/** Options by environment: SANDBOX_PORT, _HOST, _STATE_DIR, _SCENARIO (comma list or `none`), _VALIDATE (0|1), _SEED, _PREVIEWS (0|1), _DECODE_FIRST, _FAULTS (JSON or a file of it). */
export function optionsFromEnv(env: NodeJS.ProcessEnv): SandboxOptions {
  const scenario = env['SANDBOX_SCENARIO'];
  const scenarios =
    scenario === undefined || scenario === '' || scenario === 'all'
      ? ALL_SCENARIOS
      : scenario === 'none'
        ? []
        : scenario.split(',').map(name => name.trim());
  for (const name of scenarios) {
    if (!ALL_SCENARIOS.includes(name))
      throw new Error(`SANDBOX_SCENARIO: unknown catalogue ${name}; known: ${ALL_SCENARIOS.join(', ')}`);
  }
  const stateDir = env['SANDBOX_STATE_DIR'];
  return withDefaults({
    port: wholeNumber(env, 'SANDBOX_PORT', DEFAULTS.port),
    host: env['SANDBOX_HOST'] ?? DEFAULTS.host,
    ...(stateDir === undefined || stateDir === '' ? {} : { stateDir }),
    scenarios,
    validate: env['SANDBOX_VALIDATE'] !== '0',
    seed: wholeNumber(env, 'SANDBOX_SEED', DEFAULTS.seed),
    previews: env['SANDBOX_PREVIEWS'] !== '0',
    ...(env['SANDBOX_DECODE_FIRST'] === undefined ? {} : { decodeFirst: wholeNumber(env, 'SANDBOX_DECODE_FIRST', 0) }),
    ...readFaults(env['SANDBOX_FAULTS'] ?? ''),
  });
}

function readFaults(text: string): { faults?: unknown } {
  if (text === '') return {};
  const json = /^\s*[[{]/.test(text) ? text : readFileSync(text, 'utf8');
  try {
    return { faults: JSON.parse(json) };
  } catch {
    throw new Error('SANDBOX_FAULTS: neither JSON nor a file of it');
  }
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  if (!/^\d+$/.test(text)) throw new Error(`${name}: a whole number is needed, got ${text}`);
  return Number(text);
}
