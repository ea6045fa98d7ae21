import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Seen } from './scripted-server.js';

interface ParamSchema {
  readonly type?: string | readonly string[];
  readonly items?: ParamSchema;
}
interface Contract {
  readonly $id: string;
  readonly $defs: Record<string, { readonly properties?: Record<string, ParamSchema> }>;
  readonly 'x-errors': readonly { readonly code: number; readonly policy: string }[];
}

const file = new URL('../contracts/vk-contract.json', import.meta.url);
const contract = JSON.parse(readFileSync(file, 'utf8')) as Contract;
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(contract);

/** A form value as the type the contract gives it. */
function typed(value: string, schema: ParamSchema | undefined): unknown {
  const types = typeof schema?.type === 'string' ? [schema.type] : (schema?.type ?? []);
  if (types.includes('array')) return value === '' ? [] : value.split(',').map(entry => typed(entry, schema?.items));
  if (types.includes('boolean')) return value === '1' ? true : value === '0' ? false : value;
  const isNumber = types.includes('integer') || types.includes('number');
  return isNumber && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

function faultsOf(name: string, params: Record<string, string>): string[] {
  const properties = contract.$defs[name]?.properties ?? {};
  const values = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, typed(value, properties[key])]));
  const validate = ajv.getSchema(`${contract.$id}#/$defs/${name}`);
  if (validate === undefined) return [`no schema ${name}`];
  return validate(values) === true
    ? []
    : (validate.errors ?? []).map(fault => `${name}${fault.instancePath} ${fault.message ?? ''}`);
}

/** Calls inside our one script; throws when it is not of the agreed form. */
export function callsOfScript(code: string): { method: string; params: Record<string, unknown> }[] {
  const inner = /^return \[(.*)\];$/s.exec(code)?.[1];
  if (inner === undefined) throw new Error(`not the agreed script: ${code}`);
  // Each pair is `[n,API.name({…})]`; the JSON is found by parsing, not by counting braces in texts.
  const calls: { method: string; params: Record<string, unknown> }[] = [];
  let rest = inner;
  while (rest !== '') {
    const head = /^\[(\d+),API\.([a-zA-Z]+\.[a-zA-Z]+)\(/.exec(rest);
    if (head?.[1] === undefined || head[2] === undefined || Number(head[1]) !== calls.length)
      throw new Error(`bad pair: ${rest}`);
    const json = /^\{(?:[^"{}]|"(?:[^"\\]|\\.)*")*\}/s.exec(rest.slice(head[0].length))?.[0];
    if (json === undefined) throw new Error(`bad parameters: ${rest}`);
    calls.push({ method: head[2], params: JSON.parse(json) as Record<string, unknown> });
    rest = rest.slice(head[0].length + json.length);
    if (!/^\)\](,(?=\[)|$)/.test(rest)) throw new Error(`bad end of pair: ${rest}`);
    rest = rest.replace(/^\)\],?/, '');
  }
  return calls;
}

/** What is wrong with an API request by the contract; empty when it is right. */
export function contractFaults(seen: Seen): string[] {
  const name = /^\/method\/(.+)$/.exec(seen.path)?.[1] ?? '';
  const all = Object.fromEntries(seen.form);
  const common = ['access_token', 'v', 'lang', 'test_mode', 'confirm'];
  const split = (isCommon: boolean) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => common.includes(key) === isCommon));
  const faults = [...faultsOf('common_params', split(true)), ...faultsOf(`${name}.params`, split(false))];
  if (seen.method !== 'POST') faults.push('not a POST');
  if (seen.form.get('access_token') === null) faults.push('no token');
  if (name !== 'execute') return faults;
  const calls = callsOfScript(all['code'] ?? '');
  if (calls.length > 25) faults.push(`${calls.length} calls in a script`);
  for (const { method, params } of calls) {
    if (method === 'market.add') faults.push('market.add in a script');
    faults.push(
      ...faultsOf(`${method}.params`, Object.fromEntries(Object.entries(params).map(([k, v]) => [k, String(v)]))),
    );
  }
  return faults;
}

/** Error codes of the contract. */
export const CONTRACT_ERRORS = contract['x-errors'];
