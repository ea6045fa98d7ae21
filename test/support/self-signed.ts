import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key and the certificate it signed for itself, both PEM. */
export interface SelfSigned {
  readonly key: string;
  readonly certificate: string;
}

const SEQUENCE = 0x30;
const OID = { ecdsaSha256: '2a8648ce3d040302', commonName: '550403', altName: '551d11', constraints: '551d13' };

/** A certificate for some names and three days, as openssl would make it, but without openssl. */
export function selfSigned(names: readonly string[]): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = tag(SEQUENCE, oid(OID.ecdsaSha256));
  const name = tag(SEQUENCE, tag(0x31, tag(SEQUENCE, oid(OID.commonName), tag(0x0c, Buffer.from(names[0] ?? 'test')))));
  const day = 86_400_000;
  const body = tag(
    SEQUENCE,
    tag(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    tag(SEQUENCE, time(Date.now() - day), time(Date.now() + 2 * day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(
      0xa3,
      tag(
        SEQUENCE,
        extension(OID.altName, tag(SEQUENCE, ...names.map(dns => tag(0x82, Buffer.from(dns))))),
        extension(OID.constraints, tag(SEQUENCE, tag(0x01, Buffer.from([0xff])))),
      ),
    ),
  );
  const signature = tag(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: pem(tag(SEQUENCE, body, algorithm, signature)),
  };
}

/** One value of DER: its tag, its length, its parts. */
function tag(id: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([id, ...length]), content]);
}

const oid = (hex: string): Buffer => tag(0x06, Buffer.from(hex, 'hex'));
const integer = (bytes: Buffer): Buffer => tag(0x02, bytes);
const extension = (id: string, value: Buffer): Buffer => tag(SEQUENCE, oid(id), tag(0x04, value));
const time = (ms: number): Buffer =>
  tag(0x18, Buffer.from(`${new Date(ms).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
