import type { WireValue } from '../params.js';

/** One `API.method({…})` of a script. */
export interface ScriptCall {
  method: string;
  params: ReadonlyMap<string, WireValue>;
}

/** One row `[id, API.a({…}), API.b({…})]`. */
export interface ScriptRow {
  id: string | number;
  calls: ScriptCall[];
}

/** The script is not of the one form `return [[id,API.method({JSON}),…],…];`. */
export class ScriptSyntaxError extends Error {}

/** Reads the only VKScript this sandbox understands; nothing is evaluated. */
export function parseScript(code: string): ScriptRow[] {
  const scan = new Scanner(code);
  scan.take(/return\b/y, 'return');
  scan.take(/\[/y, '[');
  const rows: ScriptRow[] = [];
  if (!scan.maybe(/\]/y)) {
    do rows.push(parseRow(scan));
    while (scan.maybe(/,/y));
    scan.take(/\]/y, ']');
  }
  scan.maybe(/;/y);
  scan.end();
  return rows;
}

function parseRow(scan: Scanner): ScriptRow {
  scan.take(/\[/y, '[');
  const id = JSON.parse(scan.take(/-?\d+(?![\d.])|"(?:[^"\\\n]|\\.)*"/y, 'an id')) as string | number;
  const calls: ScriptCall[] = [];
  while (scan.maybe(/,/y)) {
    const method = scan.take(/API\.[a-zA-Z]+\.[a-zA-Z]+/y, 'API.method').slice('API.'.length);
    scan.take(/\(/y, '(');
    calls.push({ method, params: scan.object() });
    scan.take(/\)/y, ')');
  }
  if (calls.length === 0) scan.fail('a call');
  scan.take(/\]/y, ']');
  return { id, calls };
}

class Scanner {
  readonly #code: string;
  #at = 0;

  constructor(code: string) {
    this.#code = code;
  }

  maybe(pattern: RegExp): string | undefined {
    while (/\s/.test(this.#code.charAt(this.#at))) this.#at += 1;
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#code);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match[0];
  }

  take(pattern: RegExp, wanted: string): string {
    return this.maybe(pattern) ?? this.fail(wanted);
  }

  /** A JSON object: its end is found by counting braces outside of strings, then the platform parses it. */
  object(): ReadonlyMap<string, WireValue> {
    this.maybe(/(?=\{)/y);
    const start = this.#at;
    if (this.#code[start] !== '{') return this.fail('{');
    let depth = 0;
    const token = /"(?:[^"\\]|\\.)*"|[{}]/gs;
    token.lastIndex = start;
    for (let match = token.exec(this.#code); match !== null; match = token.exec(this.#code)) {
      if (match[0] === '{') depth += 1;
      if (match[0] === '}') depth -= 1;
      if (depth > 0) continue;
      this.#at = token.lastIndex;
      try {
        return new Map(Object.entries(JSON.parse(this.#code.slice(start, this.#at)) as Record<string, WireValue>));
      } catch {
        break;
      }
    }
    this.#at = start;
    return this.fail('JSON');
  }

  end(): void {
    this.maybe(/(?=\S)/y);
    if (this.#code.slice(this.#at).trim() !== '') this.fail('the end');
  }

  fail(wanted: string): never {
    throw new ScriptSyntaxError(`${wanted} expected at ${this.#at}`);
  }
}
