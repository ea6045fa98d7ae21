import winston from 'winston';
import type { LogLevel } from '../config/config.js';
import { currentContext } from './context.js';
import { loggable } from './loggable.js';

/** What stands beside the message. An error goes under any name: `{ error }`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** One JSON object per line. Messages are fixed English sentences; what varies goes into the fields. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** The same logger with fields that every line carries. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Name of the process: `web`, `worker`, `cli`. */
  readonly service?: string;
  /** Standard error unless given: standard output belongs to the command line's answers. */
  readonly stream?: NodeJS.WritableStream;
}

/** winston finds the finished line of a record under this symbol. */
const LINE = Symbol.for('message');

interface LogRecord extends winston.Logform.TransformableInfo {
  fields?: LogFields;
}

const jsonLine = winston.format((info: LogRecord) => {
  const fields = loggable(info.fields ?? {}) as Record<string, unknown>;
  const head = { time: new Date().toISOString(), level: info.level, message: loggable(info.message) };
  info[LINE] = JSON.stringify({ ...head, ...currentContext(), ...fields, ...head });
  return info;
});

export function createLogger(options: LoggerOptions): Logger {
  const sink = winston.createLogger({
    level: options.level,
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    format: jsonLine(),
    transports: [new winston.transports.Stream({ stream: options.stream ?? process.stderr })],
  });
  return facade(sink, options.service === undefined ? {} : { service: options.service });
}

function facade(sink: winston.Logger, bound: LogFields): Logger {
  const write = (level: LogLevel) => (message: string, fields?: LogFields) => {
    sink.log({ level, message, fields: { ...bound, ...fields } });
  };
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: fields => facade(sink, { ...bound, ...fields }),
  };
}

/** Says nothing; for tests and for programs whose output is read by another one. */
export const silentLogger: Logger = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  child: () => silentLogger,
};
