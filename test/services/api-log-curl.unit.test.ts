import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { bodiesOf } from '../../src/services/admin/api-log-bodies.js';
import { curlOf, isWrite } from '../../src/services/admin/api-log-curl.js';
import type { ApiLogBody, ApiLogService } from '../../src/services/admin/api-log-contracts.js';

const ADDRESSES = {
  evotorApiUrl: 'https://api.evotor.ru',
  vkApiUrl: 'https://api.vk.ru',
  vkApiVersion: '5.199',
  vkIdUrl: 'https://id.vk.ru',
  baseUrl: 'https://shop.example',
};
const NOTHING: ApiLogBody = { text: '', kept: 'none' };
const kept = (value: unknown): ApiLogBody => ({ text: JSON.stringify(value, null, 2), kept: 'kept' });

/** What a shell makes of a command: its words, with TOKEN set. */
const wordsOf = (curl: string): string[] =>
  execFileSync('sh', ['-c', curl.replace(/^curl/u, String.raw`printf '%s\0'`)], { env: { TOKEN: 'the token' } })
    .toString()
    .split('\0')
    .slice(0, -1);

describe('a call as a command', () => {
  it('is, to a shell, the very call, whatever stands in it', () => {
    const name = `Чай «Бай Му Дань» 'a' "b" $HOME \`id\` \\ ; rm -rf / \n <script> 😀`;
    const call = { service: 'vk', method: 'POST', path: 'market.edit' } as const;
    const { curl, curlLacks } = curlOf(call, kept({ owner_id: -5, name, photo_ids: [1, 2] }), ADDRESSES);
    expect(curlLacks).to.equal(null);
    expect(wordsOf(curl)).to.deep.equal([
      '-X',
      'POST',
      'https://api.vk.ru/method/market.edit',
      '--data-urlencode',
      'owner_id=-5',
      '--data-urlencode',
      `name=${name}`,
      '--data-urlencode',
      'photo_ids=[1,2]',
      '--data-urlencode',
      'access_token=the token',
      '-d',
      'v=5.199',
    ]);
  });

  for (const [service, path, lacks, word] of [
    ['evotor', '/stores/a/products', 'page', 'https://api.evotor.ru/stores/a/products'],
    ['evotor', '/stores/a/products/b', null, 'Authorization: Bearer the token'],
    ['vk', 'market.get', 'parameters', 'access_token=the token'],
    ['vk_upload', '/upload.php', 'address', 'file=@photo.jpg'],
    ['vk_id', '/oauth2/auth', 'secrets', 'https://id.vk.ru/oauth2/auth'],
    [
      'evotor_webhook',
      "/inventories/stores/it's/products",
      'body',
      "https://shop.example/inventories/stores/it's/products",
    ],
  ] as const)
    it(`of ${service} ${path} says what it lacks: ${lacks ?? 'nothing'}`, () => {
      const { curl, curlLacks } = curlOf({ service, method: 'POST', path }, NOTHING, ADDRESSES);
      expect(curlLacks).to.equal(lacks);
      expect(wordsOf(curl)).to.include(word);
    });

  it('warns of what changes something', () => {
    const write = (service: ApiLogService, path: string, request = NOTHING) =>
      isWrite({ service, method: 'POST', path }, request);
    expect(write('vk', 'market.add')).to.equal(true);
    expect(write('vk', 'market.getById')).to.equal(false);
    expect(write('vk', 'execute', kept({ code: 'return [["a",API.market.edit({})]];' }))).to.equal(true);
    expect(write('vk', 'execute', kept({ code: 'return [["a",API.market.get({})]];' }))).to.equal(false);
    expect(write('evotor', '/stores')).to.equal(false);
    expect(write('evotor_webhook', '/user/create')).to.equal(true);
  });
});

describe('the bodies of a call', () => {
  const row = (over: object) =>
    ({
      service: 'vk',
      path: 'market.get',
      outcome: 'ok',
      status: 200,
      requestBody: null,
      responseBody: null,
      ...over,
    }) as never;

  it('are indented, cut ones shown as they are', () => {
    const { request, response } = bodiesOf(row({ requestBody: '{"a":1}', responseBody: '{"b":"long te…' }));
    expect(request).to.deep.equal({ text: '{\n  "a": 1\n}', kept: 'kept' });
    expect(response).to.deep.equal({ text: '{"b":"long te…', kept: 'shortened' });
  });

  for (const [what, over, request, response] of [
    ['a read that worked', {}, 'read_that_worked', 'read_that_worked'],
    ['a till read', { service: 'evotor', path: '/stores' }, 'none', 'read_that_worked'],
    ['no answer', { service: 'evotor', status: null, outcome: 'unknown' }, 'none', 'no_answer'],
    ['an upload', { service: 'vk_upload' }, 'file', 'secret'],
    ['tokens', { service: 'vk_id' }, 'none', 'secret'],
    ['a token given out', { service: 'evotor_webhook', path: '/api/v1/user/verify' }, 'not_read', 'secret'],
    ['a push', { service: 'evotor_webhook', path: '/inventories/stores/x/products' }, 'not_read', 'plain_yes'],
  ] as const)
    it(`are missing for a reason: ${what}`, () => {
      const bodies = bodiesOf(row(over));
      expect([bodies.request.kept, bodies.response.kept]).to.deep.equal([request, response]);
    });
});
