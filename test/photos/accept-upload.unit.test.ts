import { deflateSync, crc32 } from 'node:zlib';
import { expect } from 'chai';
import { isAppError } from '../../src/domain/errors.js';
import { acceptUpload } from '../../src/photos/accept-upload.js';
import { MAX_PHOTO_BYTES } from '../../src/photos/fit-photo.js';
import { loadSharp } from '../../src/photos/load-sharp.js';

/** A grey PNG of any size, packed to next to nothing: zeros only. */
function greyPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function codeOf(file: Uint8Array): Promise<string> {
  const error: unknown = await acceptUpload(file).then(
    () => 'taken',
    (thrown: unknown) => thrown,
  );
  return isAppError(error) ? `${error.kind} ${error.code}` : String(error);
}

describe('an upload', () => {
  it('of 60 megapixels, or a bomb of 900, is refused by its head, without unpacking it', async () => {
    const before = process.memoryUsage().rss;
    const started = Date.now();
    expect(await codeOf(greyPng(10_000, 6000))).to.equal('invalid PHOTO.TOO_MANY_PIXELS');
    const bomb = greyPng(8000, 8000);
    bomb.writeUInt32BE(30_000, 16);
    bomb.writeUInt32BE(30_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    expect(bomb.length).to.be.lessThan(100_000);
    expect(await codeOf(bomb)).to.equal('invalid PHOTO.TOO_MANY_PIXELS');
    expect(Date.now() - started).to.be.lessThan(5000);
    expect(process.memoryUsage().rss - before).to.be.lessThan(300 * 1024 * 1024);
  });

  it('just under the limit is taken and made small', async function () {
    this.timeout(30_000);
    const { width, height } = await acceptUpload(greyPng(8000, 6000));
    expect([width, height]).to.deep.equal([2000, 1500]);
  });

  it('that is a small picture with more packed data than it has room for is no way round', async () => {
    const file = greyPng(8000, 2000);
    file.writeUInt32BE(500, 16);
    file.writeUInt32BE(500, 20);
    file.writeUInt32BE(crc32(file.subarray(12, 29)), 29);
    expect(await codeOf(file)).to.be.oneOf(['taken', 'invalid PHOTO.NOT_A_PICTURE']);
  });

  it('that is no picture is refused, whatever it is called', async () => {
    const whole = greyPng(500, 500);
    const files: readonly Uint8Array[] = [
      Buffer.from('цена 100 руб.'),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      Buffer.from('%PDF-1.7 …'),
      Buffer.from('PK\u0003\u0004 archive'),
      Buffer.from('II*\0 tiff'),
      whole.subarray(0, 8),
      whole.subarray(0, 60),
      whole.subarray(0, whole.length - 40),
      new Uint8Array(),
    ];
    for (const file of files)
      expect(await codeOf(file), Buffer.from(file.subarray(0, 12)).toString('latin1')).to.equal(
        'invalid PHOTO.NOT_A_PICTURE',
      );
  });

  it('of too many bytes is refused before anything else', async () => {
    expect(await codeOf(new Uint8Array(MAX_PHOTO_BYTES + 1))).to.equal('invalid PHOTO.TOO_LARGE');
  });

  it('too small to show anything is refused; a little one is enlarged', async () => {
    expect(await codeOf(greyPng(99, 99))).to.equal('invalid PHOTO.TOO_SMALL');
    expect(await codeOf(greyPng(1, 1))).to.equal('invalid PHOTO.TOO_SMALL');
    const { width, height } = await acceptUpload(greyPng(300, 300));
    expect([width, height]).to.deep.equal([400, 400]);
  });

  it('that moves is kept as its first frame, as a JPEG with its size and digest', async () => {
    const sharp = await loadSharp();
    const frame = (red: number) =>
      Buffer.concat(Array.from({ length: 400 * 400 }, () => Buffer.from([red, 0, 255 - red])));
    const moving = await sharp(Buffer.concat([frame(250), frame(0)]), {
      raw: { width: 400, height: 800, channels: 3, pageHeight: 400 },
    })
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).to.equal(2);
    const { jpeg, width, height, sha256 } = await acceptUpload(moving);
    expect([width, height, sha256.length]).to.deep.equal([400, 400, 32]);
    const { format } = await sharp(jpeg).metadata();
    const { dominant } = await sharp(jpeg).stats();
    expect(format).to.equal('jpeg');
    expect(dominant.r).to.be.greaterThan(200);
  });
});
