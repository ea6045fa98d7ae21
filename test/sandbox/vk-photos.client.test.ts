import { expect } from 'chai';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { groupId, picture, sendFile, startWithMerchant, upload, vkErrorCode, vkOk, control } from './vendor-calls.js';

describe('sandbox: VK photos', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await startWithMerchant();
  });
  after(() => running.close());

  it('takes jpg, png and gif of at least 400 px', async () => {
    for (const format of ['jpeg', 'png', 'gif'] as const) {
      const upload_response = await upload(running, await picture(400, 400, format));
      expect(await vkOk(running, 'market.saveProductPhoto', { upload_response })).to.have.property('photo_id');
    }
  });

  it('refuses small, long, odd and broken files in its own error form', async () => {
    const whole = await picture(600, 600);
    const cases: [Buffer, string][] = [
      [await picture(399, 800), 'ERR_UPLOAD_BAD_IMAGE_SIZE: market photo min size 400x400'],
      [await picture(400, 8100), 'ERR_UPLOAD_BAD_IMAGE_SIZE'],
      [await picture(500, 500, 'webp'), 'ERR_UPLOAD_FILE_NOT_SUPPORTED'],
      [Buffer.from('not a picture'), 'ERR_UPLOAD_FILE_NOT_SUPPORTED'],
      [whole.subarray(0, Math.floor(whole.length / 2)), 'ERR_UPLOAD_FILE_NOT_SUPPORTED'],
      [Buffer.alloc(0), 'ERR_UPLOAD_FILE_NOT_UPLOADED'],
    ];
    for (const [bytes, words] of cases)
      expect(await upload(running, bytes))
        .to.match(/^\{"error":/)
        .and.contain(words);
    expect(await upload(running, whole, 'photo')).to.contain('ERR_UPLOAD_FILE_NOT_UPLOADED');
  });

  it('gives an address for one upload within ten minutes and an answer for one save', async () => {
    const { upload_url } = await vkOk<{ upload_url: string }>(running, 'market.getProductPhotoUploadServer', {
      group_id: groupId(running),
    });
    const upload_response = await sendFile(upload_url, await picture());
    expect(await sendFile(upload_url, await picture())).to.contain('not valid any more');
    expect(await vkErrorCode(running, 'market.saveProductPhoto', { upload_response: `${upload_response} ` })).to.equal(
      100,
    );
    expect(await vkErrorCode(running, 'market.saveProductPhotoBulk', { upload_response })).to.equal(100);
    expect(await vkErrorCode(running, 'market.saveProductPhoto', { upload_response })).to.equal(0);
    expect(await vkErrorCode(running, 'market.saveProductPhoto', { upload_response })).to.equal(100);

    const late = await vkOk<{ upload_url: string }>(running, 'market.getProductPhotoUploadServer', {
      group_id: groupId(running),
    });
    await control(running, 'POST', '/clock', { advanceMs: 11 * 60_000 });
    expect(await sendFile(late.upload_url, await picture())).to.contain('not valid any more');
  });

  it('saves up to five files of a bulk address', async () => {
    const { upload_url } = await vkOk<{ upload_url: string }>(running, 'market.getProductPhotoUploadServer', {
      group_id: groupId(running),
      bulk: 1,
    });
    const form = new FormData();
    for (const name of ['file1', 'file2']) form.set(name, new Blob([new Uint8Array(await picture())]), 'a.jpg');
    const upload_response = await (await fetch(upload_url, { method: 'POST', body: form })).text();
    expect(await vkOk(running, 'market.saveProductPhotoBulk', { upload_response })).to.have.length(2);
  });

  it('shows the picture', async () => {
    const upload_response = await upload(running, await picture(900, 600));
    const { photo_id } = await vkOk<{ photo_id: number }>(running, 'market.saveProductPhoto', { upload_response });
    const { photos } = await control<{ photos: { id: number; file: string; width: number }[] }>(
      running,
      'GET',
      '/merchants/shop/shop',
    );
    const saved = photos.find(one => one.id === photo_id);
    expect(saved?.width).to.equal(900);
    const answer = await fetch(`${running.url}/vk-photos/${saved?.file}`);
    expect(answer.headers.get('content-type')).to.equal('image/jpeg');
    expect(answer.headers.get('cache-control')).to.contain('immutable');
  });
});
