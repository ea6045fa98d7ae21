import { parseArgs } from 'node:util';
import { portNumber } from '../app-settings.mjs';
import { SetupError } from '../setup-error.mjs';

/** @typedef {{ once: boolean, fresh: boolean, port: number | undefined }} DemoOptions */

/**
 * @param {readonly string[]} args
 * @returns {DemoOptions}
 */
export function readDemoOptions(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { once: { type: 'boolean' }, fresh: { type: 'boolean' }, port: { type: 'string' } },
    });
    const port = values.port === undefined ? undefined : portNumber(values.port, '--port');
    return { once: values.once === true, fresh: values.fresh === true, port };
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new SetupError('demo.arguments', `${message}.`, 'Use: npm run demo -- [--once] [--port N] [--fresh]');
  }
}
