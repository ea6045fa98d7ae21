import { expect } from 'chai';
import { networkOf } from '../../src/security/network-of.js';
import { bucketOf } from '../../src/services/accounts/throttle.js';

describe('whose an address is', () => {
  it('is the /64 of IPv6, however it is written', () => {
    for (const address of [
      '2001:db8:1:2::1',
      '2001:DB8:1:2:ffff:ffff:ffff:ffff',
      '2001:0db8:0001:0002:0:0:0:9',
      '2001:db8:1:2::%eth0',
    ])
      expect(networkOf(address), address).to.equal('2001:db8:1:2::/64');
    expect(networkOf('2001:db8::5')).to.equal('2001:db8:0:0::/64');
    expect(networkOf('::1')).to.equal('0:0:0:0::/64');
    expect(networkOf('2001:db8:1:3::1')).to.equal('2001:db8:1:3::/64');
  });

  it('is the address itself of IPv4, and of what is none', () => {
    for (const [address, network] of [
      ['203.0.113.7', '203.0.113.7'],
      ['::ffff:203.0.113.7', '203.0.113.7'],
      ['evotor:01-000000000000001', 'evotor:01-000000000000001'],
      ['a@b.example', 'a@b.example'],
      ['', ''],
    ] as const)
      expect(networkOf(address)).to.equal(network);
  });

  it('is what the brakes count by', () => {
    expect(bucketOf('login-from', '2001:db8:1:2::1')).to.equal(bucketOf('login-from', '2001:db8:1:2:a:b:c:d'));
    expect(bucketOf('login-from', '2001:db8:1:2::1')).not.to.equal(bucketOf('login-from', '2001:db8:1:3::1'));
  });
});
