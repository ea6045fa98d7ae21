import { startChaosEnv, type ChaosEnv, type EnvOptions } from './chaos-env.js';
import { playScenario, type Result } from './play-scenario.js';
import type { Scenario, Size } from './scenarios/scenario.js';

export const SHORT: Size = { goods: 24, kills: 3, isShort: true };
export const LONG: Size = { goods: 60, kills: 20, isShort: false };

/** Merchants whose troubles do not disturb each other run side by side. */
const SIDE_BY_SIDE = 4;

/** One run of scenarios on servers of its own. `results` come as they are ready, in the order of `scenarios`. */
export interface ChaosRun {
  readonly results: readonly Promise<Result>[];
  close(): Promise<void>;
}

/** Starts the servers and begins: first the calm scenarios side by side, then the violent ones one by one. */
export async function startChaosRun(
  scenarios: readonly Scenario[],
  size: Size,
  options: EnvOptions,
): Promise<ChaosRun> {
  const { seed } = options;
  const env = await startChaosEnv(options);
  const slots = new Map(scenarios.map(scenario => [scenario.name, promiseSlot<Result>()]));
  void playInTurn(env, scenarios, seed, size, (name, result) => slots.get(name)?.resolve(result));
  return {
    results: scenarios.map(({ name }) => slots.get(name)?.promise ?? Promise.reject(new Error(name))),
    close: env.close,
  };
}

async function playInTurn(
  env: ChaosEnv,
  scenarios: readonly Scenario[],
  seed: number,
  size: Size,
  tell: (name: string, result: Result) => void,
): Promise<void> {
  const play = async (scenario: Scenario): Promise<void> => {
    tell(scenario.name, await playScenario(env, scenario, seed, size));
  };
  const calm = scenarios.filter(({ isViolent }) => !isViolent);
  const lane = async (): Promise<void> => {
    for (let next = calm.shift(); next !== undefined; next = calm.shift()) await play(next);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
  for (const scenario of scenarios) if (scenario.isViolent) await play(scenario);
}

function promiseSlot<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>(done => {
    resolve = done;
  });
  return { promise, resolve };
}
