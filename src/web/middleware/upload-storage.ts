import type { Readable } from 'node:stream';
import type { StorageEngine } from 'multer';

/**
 * Keeps files in memory up to a size. The rest of a larger one is read away, so that the other files and fields of the
 * form still arrive and the page can say which file was too large (multer's own limit would drop them all).
 */
export function keepUpTo(maxBytes: number): StorageEngine {
  return {
    _handleFile(_req, file, done) {
      const chunks: Buffer[] = [];
      let size = 0;
      const stream: Readable = file.stream;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxBytes) chunks.push(chunk);
        else chunks.length = 0;
      });
      stream.once('error', done);
      stream.once('end', () => {
        done(null, size > maxBytes ? { size } : { size, buffer: Buffer.concat(chunks) });
      });
    },
    _removeFile(_req, _file, done) {
      done(null);
    },
  };
}
