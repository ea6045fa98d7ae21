import { assertContract } from '../contracts/contract-schemas.js';
import type { Sandbox } from '../sandbox.js';
import type { ShopItem } from '../world/shop.js';
import type { VkToken } from '../world/world.js';
import { noteWrite } from '../world/writes.js';
import { VK_METHODS } from './method-table.js';
import { parseParams, type WireValue } from './params.js';
import { VkFailure } from './vk-failure.js';

/** Runs one method after the checks of token kind, right and parameters; used by single calls and inside `execute`. */
export function runMethod(
  sandbox: Sandbox,
  token: VkToken,
  method: string,
  raw: ReadonlyMap<string, WireValue>,
  touched: ShopItem[],
  version = '5.199',
): unknown {
  const entry = VK_METHODS.get(method);
  if (entry === undefined) throw new VkFailure(3);
  if (entry.token === 'user' && token.kind === 'group')
    throw new VkFailure(27, 'method is unavailable with group auth.');
  if (entry.token === 'group' && token.kind === 'user')
    throw new VkFailure(15, 'method is available with group auth only');
  if (entry.scope !== undefined && !token.scopes.includes(entry.scope)) {
    throw new VkFailure(
      15,
      `no access to call this method. It cannot be called with current scopes (${entry.scope}).`,
      1133,
    );
  }
  const params = parseParams(method, raw);
  const result = entry.run({
    sandbox,
    token,
    params,
    version,
    touch(item) {
      noteWrite(item, 'api', method);
      touched.push(item);
    },
  });
  if (sandbox.options.validate) assertContract('vk', `${method}.result`, result);
  return result;
}
