import type { WireParams } from './params.js';

/**
 * Methods that may stand in a script: reads and writes that can be repeated. `market.add` and `saveProductPhoto` never:
 * one lost reply would leave 25 unknown outcomes.
 */
export type ScriptMethod =
  | 'market.get'
  | 'market.getById'
  | 'market.getAlbums'
  | 'market.getAlbumById'
  | 'market.getProductPhotoUploadServer'
  | 'market.edit'
  | 'market.delete'
  | 'market.restore'
  | 'market.addToAlbum'
  | 'market.removeFromAlbum';

/** One call inside a script. */
export interface ScriptCall {
  readonly method: ScriptMethod;
  readonly params: WireParams;
}

/** API calls VK takes in one script (its page on `execute`). */
export const MAX_SCRIPT_CALLS = 25;

/** JSON that is also safe inside a script: no line separators, and no `</` for whatever sees it as HTML. */
function scriptJson(params: WireParams): string {
  return JSON.stringify(params)
    .replaceAll('</', '<\\/')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/**
 * The only script EvoSync ever sends: `return [[0,API.market.edit({…})],[1,…]];` with at most 25 calls. The index
 * comes back beside each result, so that results are paired by VK and not by counting.
 */
export function buildScript(calls: readonly ScriptCall[]): string {
  if (calls.length === 0 || calls.length > MAX_SCRIPT_CALLS) throw new RangeError(`a script of ${calls.length} calls`);
  const pairs = calls.map(({ method, params }, index) => `[${index},API.${method}(${scriptJson(params)})]`);
  return `return [${pairs.join(',')}];`;
}
