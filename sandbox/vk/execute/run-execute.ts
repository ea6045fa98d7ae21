import { assertContract } from '../../contracts/contract-schemas.js';
import type { Sandbox } from '../../sandbox.js';
import type { VkToken } from '../../world/world.js';
import { strikeCall, type Struck } from '../../script/strike-call.js';
import type { ShopItem, ShopLimits } from '../../world/shop.js';
import { failureFromFault } from '../error-answer.js';
import { parseParams } from '../params.js';
import { runMethod } from '../run-method.js';
import { VkFailure } from '../vk-failure.js';
import { parseScript, ScriptSyntaxError, type ScriptCall, type ScriptRow } from './parse-script.js';

/** Calls in one script, from VK's page on execute. */
const MAX_CALLS = 25;

export interface InnerOutcome {
  method: string;
  outcome: string;
  faults?: (string | number)[];
}

interface ExecuteError {
  method: string;
  error_code: number;
  error_msg: string;
}

/** Runs a script's calls in order; a failed call leaves `false` in its place and one entry in `execute_errors`. */
export function runExecute(
  sandbox: Sandbox,
  token: VkToken,
  raw: ReadonlyMap<string, string>,
  inner: InnerOutcome[],
  touched: ShopItem[],
): unknown {
  const code = parseParams('execute', raw).text('code') ?? '';
  const rows = compile(code);
  const calls = rows.flatMap(row => row.calls);
  if (calls.length > (limitsOf(sandbox, token)?.executeCalls ?? MAX_CALLS))
    throw new VkFailure(13, 'too many api calls');
  if (calls.some(call => call.method === 'market.add') && !addAllowed(sandbox, token)) {
    throw new VkFailure(13, 'market.add is not allowed in execute');
  }
  const errors: ExecuteError[] = [];
  const response = rows.map(row => [
    row.id,
    ...row.calls.map(call => runInner(sandbox, token, call, errors, inner, touched)),
  ]);
  const reply = { response, ...(errors.length === 0 ? {} : { execute_errors: errors }) };
  const cap = limitsOf(sandbox, token)?.executeReplyBytes;
  if (cap !== undefined && Buffer.byteLength(JSON.stringify(reply)) > cap)
    throw new VkFailure(13, 'response size is too big');
  if (sandbox.options.validate) assertContract('vk', 'execute.reply', reply);
  return reply;
}

function limitsOf(sandbox: Sandbox, { merchantId }: VkToken): ShopLimits | undefined {
  return sandbox.world.shops.get(sandbox.merchant(merchantId)?.groupId ?? 0)?.limits;
}

function compile(code: string): ScriptRow[] {
  try {
    return parseScript(code);
  } catch (error) {
    if (error instanceof ScriptSyntaxError) throw new VkFailure(12, error.message);
    throw error;
  }
}

function addAllowed(sandbox: Sandbox, token: VkToken): boolean {
  const merchant = sandbox.merchant(token.merchantId);
  return merchant !== undefined && sandbox.shopOf(merchant).switches.addInsideExecute;
}

function runInner(
  sandbox: Sandbox,
  token: VkToken,
  call: ScriptCall,
  errors: ExecuteError[],
  inner: InnerOutcome[],
  touched: ShopItem[],
): unknown {
  const own: ShopItem[] = [];
  let struck: Struck | undefined;
  try {
    struck = strikeCall(
      sandbox,
      { vendor: 'vk', method: call.method, merchant: token.merchantId, params: call.params, inside: true },
      { token },
      known => known.kind === 'apiError',
    );
    if (struck.effect?.kind === 'apiError') throw failureFromFault(struck.effect);
    const result = runMethod(sandbox, token, call.method, call.params, own);
    inner.push({ method: call.method, outcome: 'ok', ...hitBy(struck) });
    return result;
  } catch (error) {
    if (!(error instanceof VkFailure)) throw error;
    inner.push({ method: call.method, outcome: `error:${error.code}`, ...hitBy(struck) });
    errors.push({ method: call.method, error_code: error.code, error_msg: error.message });
    return false;
  } finally {
    touched.push(...own);
    struck?.afterwards(own);
  }
}

function hitBy(struck: Struck | undefined): { faults?: (string | number)[] } {
  return struck === undefined || struck.names.length === 0 ? {} : { faults: struck.names };
}
