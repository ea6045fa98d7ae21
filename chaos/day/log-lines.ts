import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly code?: unknown;
  readonly reason?: unknown;
  readonly error?: { readonly code?: unknown; readonly name?: unknown; readonly message?: unknown };
}

/** What the programs of a day wrote at `error`: message and code, with how often. */
export function errorsOf(folder: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const file of readdirSync(folder).filter(name => /^(?:web|worker|cli)-.*\.log$/u.test(name)))
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      const parsed = parse(line);
      if (parsed?.level !== 'error') continue;
      const name = `${parsed.message}: ${codeOf(parsed)}`;
      found.set(name, (found.get(name) ?? 0) + 1);
    }
  return found;
}

function codeOf({ code, error }: LogLine): string {
  const given = code ?? error?.code ?? error?.name ?? '';
  return typeof given === 'string' ? given : JSON.stringify(given);
}

function parse(line: string): LogLine | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    // The last line of a process that was killed.
    return null;
  }
}
