import { EXIT, type Command } from './context.js';

/** A command of its own, so that a deployment can ask before it stops what runs: settings are read before any command. */
export const configCommand: Command = {
  name: 'config:check',
  usage: 'config:check',
  about: 'say whether all settings are usable; every fault at once, no value printed',
  run: ({ config }) =>
    Promise.resolve({
      json: { ok: true, baseUrl: config.baseUrl },
      text: [`the settings are usable; the site is ${config.baseUrl}`],
      exit: EXIT.done,
    }),
};
