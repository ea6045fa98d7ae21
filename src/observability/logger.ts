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
  /** Standard output unless given; of the command line standard error, for its standard output is its answer. */
  readonly stream?: NodeJS.WritableStream;
  /** Told the level of each line that is written. */
  readonly onLine?: (level: LogLevel) => void;
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
    transports: [new winston.transports.Stream({ stream: options.stream ?? streamOf(options.service) })],
  });
  const onLine = options.onLine ?? (() => undefined);
  return facade(sink, options.service === undefined ? {} : { service: options.service }, onLine);
}

/** Containers and supervisors collect standard output; that of the command line is for its answer alone. */
const streamOf = (service: string | undefined): NodeJS.WritableStream =>
  service === 'cli' ? process.stderr : process.stdout;

function facade(sink: winston.Logger, bound: LogFields, onLine: (level: LogLevel) => void): Logger {
  const write = (level: LogLevel) => (message: string, fields?: LogFields) => {
    // The sink would make the whole line before it finds that nobody wants it.
    if (!sink.isLevelEnabled(level)) return;
    onLine(level);
    sink.log({ level, message, fields: { ...bound, ...fields } });
  };
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: fields => facade(sink, { ...bound, ...fields }, onLine),
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
