import { expect } from 'chai';
import { vkApiError } from '../../src/clients/vk/api-error.js';
import { VK_CODES } from '../../src/clients/vk/codes.js';
import { VK_ERRORS } from '../../src/clients/vk/error-table.js';
import { CONTRACT_ERRORS } from './vk-contract-check.js';

/** How our policies are called in the contract; where they differ, the specification (§4) says so. */
const SAME: Readonly<Record<string, string>> = {
  backoff_long: 'block_method',
  refresh_then_stop: 'refresh',
  heal_mapping: 'heal',
  inspect_message: 'skip_item',
};
const OURS: Readonly<Record<number, string>> = {
  14: 'captcha',
  1405: 'learn_limit',
  1406: 'learn_limit',
  1407: 'learn_limit',
};

describe('VK errors', () => {
  it('cover every published code, each once, and no others', () => {
    const published = CONTRACT_ERRORS.map(({ code }) => code).sort((a, b) => a - b);
    expect([...VK_ERRORS.keys()].sort((a, b) => a - b)).to.deep.equal(published);
    expect(published).to.have.length(118);
  });

  it('ask for what the contract asks for, but for the exceptions of the specification', () => {
    const asked = CONTRACT_ERRORS.map(({ code, policy }) => [code, OURS[code] ?? SAME[policy] ?? policy]);
    expect(CONTRACT_ERRORS.map(({ code }) => [code, VK_ERRORS.get(code)?.policy])).to.deep.equal(asked);
  });

  it('treat 601 as 9 and 205 as 15', () => {
    expect(VK_ERRORS.get(601)).to.deep.equal(VK_ERRORS.get(9));
    expect(VK_ERRORS.get(205)).to.deep.equal(VK_ERRORS.get(15));
  });

  const missing = 'One of the parameters specified was missing or invalid: ';
  const texts: [string, string, string][] = [
    ['nothing to change', 'VK.NOTHING_TO_CHANGE', 'treat_as_success'],
    ['photo not found or already assigned to another item', 'VK.PHOTO_TAKEN', 'heal'],
    ['photo is undefined', 'VK.PHOTO_MISSING', 'heal'],
    ['name should be at least 4 letters length', 'VK.NAME_TOO_SHORT', 'skip_item'],
    ['failed to save crop photo', 'VK.PHOTO_REFUSED', 'skip_item'],
    ['price is silly', 'VK.PARAM_REFUSED', 'skip_item'],
  ];
  for (const [text, code, policy] of texts) {
    it(`reads error 100 “${text}” as ${code}`, () => {
      const error = vkApiError({ error_code: 100, error_msg: missing + text }, 'market.edit', []);
      expect(error).to.include({ code, policy, vkCode: 100, method: 'market.edit' });
    });
  }

  it('tell a token used from another address from a revoked one', () => {
    const other = 'User authorization failed: access_token was given to another ip address.';
    expect(vkApiError({ error_code: 5, error_msg: other }, 'users.get', []).code).to.equal('VK.TOKEN_OTHER_ADDRESS');
    expect(vkApiError({ error_code: 5, error_subcode: 1130 }, 'users.get', []).code).to.equal('VK.TOKEN_OTHER_ADDRESS');
    expect(vkApiError({ error_code: 5 }, 'users.get', [])).to.include({ code: 'VK.TOKEN_REVOKED', policy: 'refresh' });
  });

  it('tell a missing right of the token from a missing role', () => {
    const scopes = 'Access denied: It cannot be called with current scopes (market).';
    expect(vkApiError({ error_code: 15, error_subcode: 1133 }, 'market.add', []).code).to.equal('VK.SCOPE_MISSING');
    expect(vkApiError({ error_code: 15, error_msg: scopes }, 'market.add', []).code).to.equal('VK.SCOPE_MISSING');
    expect(vkApiError({ error_code: 15 }, 'market.add', []).code).to.equal('VK.ACCESS_DENIED');
  });

  it('keep an unpublished code for the report', () => {
    const error = vkApiError({ error_code: 7777, error_msg: 'new' }, 'market.add', []);
    expect(error).to.include({ code: 'VK.REFUSED', policy: 'skip_item', vendorCode: '7777', vendorMessage: 'new' });
  });

  it('blot secrets and address queries out of the message', () => {
    const error_msg = 'bad SECRET at https://pu.vk.com/upload?token=abc and access_token=xyz';
    const { vendorMessage } = vkApiError({ error_code: 8, error_msg }, 'users.get', ['SECRET']);
    expect(vendorMessage).to.equal('bad *** at https://pu.vk.com/upload?*** and access_token=***');
  });
});

describe('VK codes', () => {
  it('are all in the one list, each used by an error or by a refusal without a code', () => {
    const byNumber = new Set([...VK_ERRORS.values()].map(({ code }) => code));
    const others = VK_CODES.filter(code => !byNumber.has(code));
    expect(others).to.have.members([
      'VK.NOTHING_TO_CHANGE',
      'VK.PHOTO_TAKEN',
      'VK.PHOTO_MISSING',
      'VK.NAME_TOO_SHORT',
      'VK.TOKEN_OTHER_ADDRESS',
      'VK.PHOTO_TOO_SMALL',
      'VK.UPLOAD_FAILED',
    ]);
  });
});
