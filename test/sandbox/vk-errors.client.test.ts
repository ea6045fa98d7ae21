import { expect } from 'chai';
import { contractValidator, VK_ERRORS, type VkErrorRow } from '../../sandbox/contracts/contract-schemas.js';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { control, startWithMerchant, vk, type VkError } from './vendor-calls.js';

/** Rows that name no method may come from any; these stand for all. */
const ANY = ['market.get', 'market.edit', 'users.get'];

function methodsOf(row: VkErrorRow): string[] {
  return row.methods.length === 0 ? ANY : row.methods;
}

describe('sandbox: every error of the VK policy', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await startWithMerchant(1);
  });
  afterEach(() => control(running, 'DELETE', '/faults'));
  after(() => running.close());
  const order = (rule: object): Promise<unknown> => control(running, 'POST', '/faults', rule);

  /** The error of one bare call; whatever the method wants, the fault comes first. */
  async function errorOf(method: string): Promise<VkError> {
    const form = new URLSearchParams({ v: '5.199', access_token: 'vk-shop-token', item_id: '5' });
    const answer = await fetch(`${running.vkUrl}/method/${method}`, { method: 'POST', body: form });
    expect(answer.status, method).to.equal(200);
    expect(answer.headers.get('content-type')).to.contain('application/json');
    const reply = (await answer.json()) as { error: VkError };
    const validate = contractValidator('vk', 'error_envelope');
    expect(validate(reply), `${method}: ${JSON.stringify(validate.errors)}`).to.equal(true);
    return reply.error;
  }

  it('is known, 118 of them', () => {
    expect(VK_ERRORS).to.have.length(118);
  });

  for (const row of VK_ERRORS) {
    it(`${row.code} in the envelope of a single call`, async () => {
      await order({ vendor: 'vk', effect: { kind: 'apiError', code: row.code } });
      for (const method of methodsOf(row)) {
        const error = await errorOf(method);
        expect(error.error_code, method).to.equal(row.code);
        expect(error.error_msg, method).to.equal(row.description);
        expect(error.request_params).to.deep.include({ key: 'method', value: method });
        expect(error.request_params).to.deep.include({ key: 'item_id', value: '5' });
        expect(JSON.stringify(error)).not.to.contain('vk-shop-token');
        expect(error.redirect_uri !== undefined, 'redirect_uri').to.equal(row.code === 14 || row.code === 17);
      }
    });
  }

  it('stands in execute as false in its place, in order, with one entry each', async () => {
    for (const row of VK_ERRORS) {
      for (const method of methodsOf(row).filter(name => name !== 'execute')) {
        await order({ vendor: 'vk', method, inside: true, every: 2, effect: { kind: 'apiError', code: row.code } });
        await order({ vendor: 'vk', method, inside: true, effect: { kind: 'apiError', code: 100, message: 'other' } });
        // market.add is kept out of execute by the sandbox, and fails there before its fault.
        if (method === 'market.add')
          await control(running, 'PATCH', '/merchants/shop', { shop: { switches: { addInsideExecute: true } } });
        const rows = [1, 2, 3, 4].map(id => `[${id},API.users.get({}),API.${method}({})]`);
        if (method === 'users.get') rows.splice(0, 4, ...[1, 2, 3, 4].map(id => `[${id},API.users.get({})]`));
        const reply = await vk<unknown[][]>(running, 'execute', { code: `return [${rows.join(',')}];` });
        expect(
          reply.response?.map(([id, ...results]) => [id, results.at(-1)]),
          `${row.code} ${method}`,
        ).to.deep.equal([1, 2, 3, 4].map(id => [id, false]));
        expect(reply.execute_errors, `${row.code} ${method}`).to.deep.equal([
          { method, error_code: 100, error_msg: 'other' },
          { method, error_code: row.code, error_msg: row.description },
          { method, error_code: 100, error_msg: 'other' },
          { method, error_code: row.code, error_msg: row.description },
        ]);
        await control(running, 'DELETE', '/faults');
      }
    }
  });

  it('brings what the contract has besides: captcha, validation, consent, any further field', async () => {
    await order({
      vendor: 'vk',
      times: 1,
      effect: { kind: 'apiError', code: 14, subcode: 7, fields: { captcha_sid: '42', captcha_img: 'https://x/y' } },
    });
    expect(await errorOf('users.get')).to.include({ error_subcode: 7, captcha_sid: '42', captcha_img: 'https://x/y' });

    await order({ vendor: 'vk', effect: { kind: 'apiError', code: 17 } });
    const { redirect_uri } = await errorOf('users.get');
    expect((await fetch(redirect_uri ?? '')).status).to.equal(200);
    expect((await errorOf('users.get')).error_code).to.equal(17);
    await fetch(redirect_uri ?? '', { method: 'POST' });
    expect((await vk(running, 'users.get')).error).to.equal(undefined);

    await order({ vendor: 'vk', effect: { kind: 'apiError', code: 24 } });
    expect(await errorOf('users.get')).to.have.property('confirmation_text');
    expect((await vk(running, 'users.get', { confirm: 1 })).error).to.equal(undefined);
  });
});
