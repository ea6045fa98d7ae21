import { expect } from 'chai';
import { mayUploadTo, vkPageOrNull } from '../../src/clients/vk/foreign-address.js';

const VK = 'https://api.vk.ru';
const SANDBOX = 'http://127.0.0.1:4000/vk';

describe('addresses that VK names', () => {
  it('take photos on the public web over TLS', () => {
    for (const address of ['https://pu.vk.com/gu-s/photo/v2/upload?token=x', 'https://pu-12.userapi.com/c1/upload.php'])
      expect(mayUploadTo(address, VK), address).to.equal(true);
  });

  it('lead into no network of ours, and nowhere without TLS', () => {
    for (const address of [
      'http://pu.vk.com/upload',
      'https://127.0.0.1/upload',
      'https://[::1]/upload',
      'https://10.0.0.5/',
      'https://169.254.169.254/latest/meta-data/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://localhost/',
      'https://db.localhost/',
      'https://db/',
      'https://temporal.internal/',
      'https://router.local/',
      'https://localhost./',
      'https://temporal.internal./',
      'https://db./',
      'https://pu.vk.com:8443/upload',
      'https://user:pass@pu.vk.com/upload',
      'file:///etc/passwd',
      'ftp://pu.vk.com/',
      'gopher://pu.vk.com/',
      'not an address',
      '',
    ])
      expect(mayUploadTo(address, VK), address).to.equal(false);
  });

  it('take photos where the configured address itself is, and anywhere on a stand without TLS', () => {
    expect(mayUploadTo('http://127.0.0.1:4000/vk-upload/x', SANDBOX)).to.equal(true);
    expect(mayUploadTo('http://localhost:4001/upload', SANDBOX)).to.equal(true);
    expect(mayUploadTo('file:///etc/passwd', SANDBOX)).to.equal(false);
    expect(mayUploadTo('https://vk.stand.example:9443/upload', 'https://vk.stand.example:8443')).to.equal(false);
    expect(mayUploadTo('https://vk.stand.example:8443/upload', 'https://vk.stand.example:8443')).to.equal(true);
  });

  it('send people to pages of VK only', () => {
    const page = 'https://id.vk.ru/not_robot_captcha?session_token=x';
    expect(vkPageOrNull(page, VK)).to.equal(page);
    expect(vkPageOrNull('https://vk.com/validate', VK)).to.equal('https://vk.com/validate');
    expect(vkPageOrNull('http://127.0.0.1:4000/vkid/captcha', SANDBOX)).to.equal('http://127.0.0.1:4000/vkid/captcha');
    for (const address of [
      'https://evilvk.ru/',
      'https://vk.ru.evil.example/',
      'http://id.vk.ru/',
      'javascript:alert(1)',
      'https://id.vk.ru@evil.example/',
      '//id.vk.ru',
      null,
    ])
      expect(vkPageOrNull(address, VK), String(address)).to.equal(null);
  });
});
