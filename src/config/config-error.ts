/** The installation is set up wrongly. The message is meant for the operator and holds names of variables, never values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
