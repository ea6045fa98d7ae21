import { expect } from 'chai';
import fc from 'fast-check';
import { pairResults } from '../../src/clients/vk/pair-results.js';
import { buildScript } from '../../src/clients/vk/script.js';
import type { ScriptCall } from '../../src/clients/vk/script.js';
import { callsOfScript } from './vk-contract-check.js';

const edit = (item_id: number): ScriptCall => ({ method: 'market.edit', params: { owner_id: -1, item_id } });

describe('VK script', () => {
  it('has exactly the agreed form', () => {
    const code = buildScript([edit(5), { method: 'market.delete', params: { owner_id: -1, item_id: 6 } }]);
    expect(code).to.equal(
      'return [[0,API.market.edit({"owner_id":-1,"item_id":5})],[1,API.market.delete({"owner_id":-1,"item_id":6})]];',
    );
  });

  it('takes 1 to 25 calls', () => {
    expect(() => buildScript([])).to.throw(RangeError);
    expect(() => buildScript(Array.from({ length: 26 }, () => edit(1)))).to.throw(RangeError);
    expect(buildScript(Array.from({ length: 25 }, () => edit(1)))).to.be.a('string');
  });

  it('cannot be broken out of by any text', () => {
    const nasty = fc.constantFrom(
      '"})];',
      '</script>',
      '\u2028',
      '\u2029',
      '\\',
      '"',
      "'",
      '\n',
      '\ud800',
      '*/',
      '//',
      '${x}',
    );
    const text = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' }))).map(parts => parts.join(''));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 25 }), names => {
        const calls = names.map((name): ScriptCall => ({
          method: 'market.edit',
          params: { owner_id: -1, item_id: 1, name },
        }));
        const code = buildScript(calls);
        expect(code).not.to.match(/[\u2028\u2029\n\r]|<\//);
        // JSON.stringify writes a lone surrogate as an escape, which reads back as itself.
        expect(callsOfScript(code).map(({ params }) => params['name'])).to.deep.equal(names);
      }),
    );
  });
});

describe('VK script results', () => {
  const calls = [edit(1), edit(2), edit(3), edit(4)];
  const failure = (error_code: number, method = 'market.edit') => ({ method, error_code, error_msg: 'x' });
  const codes = (results: ReturnType<typeof pairResults>) =>
    results.map(result => (result.outcome === 'api_error' ? result.vkCode : result.outcome));

  it('pair false with errors in order', () => {
    const pairs: [number, unknown][] = [[0, false], [1, 1], [2, false], [3, 1]]; // prettier-ignore
    const results = pairResults(calls, pairs, [failure(1403), failure(100)], []);
    expect(codes(results)).to.deep.equal([1403, 'result', 100, 'result']);
  });

  it('pair by the index that came back, not by place', () => {
    const pairs: [number, unknown][] = [[3, 1], [1, false], [0, 1], [2, 0]]; // prettier-ignore
    const results = pairResults(calls, pairs, [failure(1403)], []);
    expect(codes(results)).to.deep.equal(['result', 1403, 'result', 'result']);
    expect(results[2]).to.deep.equal({ outcome: 'result', value: 0 });
  });

  it('pin no error on a call when counts or methods do not fit', () => {
    const pairs: [number, unknown][] = [[0, false], [1, 1], [2, false], [3, 1]]; // prettier-ignore
    const extra = [failure(1403), failure(100), failure(8)];
    expect(codes(pairResults(calls, pairs, extra, []))).to.deep.equal(['unpaired', 'result', 'unpaired', 'result']);
    expect(codes(pairResults(calls, pairs, [], []))).to.deep.equal(['unpaired', 'result', 'unpaired', 'result']);
    const strange = [failure(1403), failure(100, 'market.delete')];
    expect(codes(pairResults(calls, pairs, strange, []))).to.deep.equal(['unpaired', 'result', 'unpaired', 'result']);
  });

  it('let one error stand for all when all are the same, or when it forbids to go on', () => {
    const pairs: [number, unknown][] = [[0, false], [1, 1], [2, false], [3, false]]; // prettier-ignore
    expect(codes(pairResults(calls, pairs, [failure(1403)], []))).to.deep.equal([1403, 'result', 1403, 1403]);
    const flood = [failure(1403), failure(9)];
    expect(codes(pairResults(calls, pairs, flood, []))).to.deep.equal([9, 'result', 9, 9]);
  });

  it('know nothing of a call without a pair', () => {
    expect(codes(pairResults(calls, [[0, 1]], [], []))).to.deep.equal(['result', 'unpaired', 'unpaired', 'unpaired']);
  });
});
