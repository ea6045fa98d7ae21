import { Router, type Request } from 'express';
import type { Sandbox } from '../sandbox.js';
import { strikeCall } from '../script/strike-call.js';
import { loseAnswer, playBefore, waitAfter } from '../transport-fault.js';
import { readBody, readMultipart } from '../vk/read-request.js';
import type { UploadSlot } from '../world/world.js';
import { checkPicture } from './check-picture.js';

/** 5 files of 50 MB and their multipart frame. */
const BODY_CAP = 251 * 1024 * 1024;

/** The upload host: errors come as `{error}`, not in the API's envelope. */
export function uploadRoutes(sandbox: Sandbox): Router {
  const router = Router();
  router.post('/gu-s/photo/v2/upload', async (req, res) => {
    const at = sandbox.clock.now();
    const slot = sandbox.world.uploads.get(typeof req.query['token'] === 'string' ? req.query['token'] : '');
    const merchant = slot === undefined ? undefined : sandbox.world.shops.get(slot.groupId)?.merchantId;
    const struck = strikeCall(sandbox, { vendor: 'upload', merchant });
    const { effect } = struck;
    const note = (outcome: string): void => {
      sandbox.record({
        at,
        vendor: 'upload',
        method: 'POST upload',
        outcome,
        params: {},
        ms: sandbox.clock.now() - at,
        ...(merchant === undefined ? {} : { merchant }),
        ...(struck.names.length === 0 ? {} : { faults: struck.names }),
      });
      struck.afterwards();
    };
    const ended = await playBefore(effect, req, res);
    if (ended !== undefined) return note(ended);
    const text =
      effect?.kind === 'apiError'
        ? errorText(effect.message ?? 'ERR_UPLOAD_FILE_NOT_UPLOADED: try again')
        : await receive(sandbox, slot, req);
    const outcome = text.startsWith('{"error"') ? text.slice(10, 40) : 'ok';
    note(effect?.kind === 'lostAnswer' ? `lost:${outcome}` : outcome);
    if (loseAnswer(effect, req, res, text)) return;
    await waitAfter(effect);
    res.status(200).type('application/json').send(text);
  });
  return router;
}

async function receive(sandbox: Sandbox, slot: UploadSlot | undefined, req: Request): Promise<string> {
  const body = await readBody(req, BODY_CAP).catch(() => undefined);
  if (body === undefined) return errorText('ERR_UPLOAD_FILE_TOO_BIG: request is too big');
  const used = slot === undefined || slot.answer !== undefined || slot.expiresAt < sandbox.clock.now();
  if (used) return errorText('ERR_UPLOAD_FILE_NOT_UPLOADED: upload address is not valid any more');
  const contentType = req.headers['content-type'] ?? '';
  if (!contentType.startsWith('multipart/form-data'))
    return errorText('ERR_UPLOAD_FILE_NOT_UPLOADED: multipart/form-data is needed');
  const form = await readMultipart(contentType, body).catch(() => undefined);
  const files = (slot.bulk ? ['file1', 'file2', 'file3', 'file4', 'file5'] : ['file'])
    .map(name => form?.get(name))
    .filter(part => part instanceof File);
  if (files.length === 0) return errorText('ERR_UPLOAD_FILE_NOT_UPLOADED: no file');
  const good = [];
  for (const file of files) {
    const picture = await checkPicture(Buffer.from(await file.arrayBuffer()), sandbox.photos, sandbox.options);
    if ('error' in picture) return errorText(picture.error);
    good.push(picture);
  }
  // Two requests may have raced for one address while the picture was decoded.
  if (slot.answer !== undefined) return errorText('ERR_UPLOAD_FILE_NOT_UPLOADED: upload address is not valid any more');
  slot.files = good;
  slot.answer = JSON.stringify({
    sha: slot.key,
    secret: sandbox.random.hex(12),
    server: 532_236,
    group_id: slot.groupId,
    album_id: -53,
    meta: {
      name: 'photo.jpg',
      kid: sandbox.random.hex(8),
      sizes: good.map(({ width, height }) => `${width}x${height}`),
    },
  });
  sandbox.changed();
  return slot.answer;
}

function errorText(error: string): string {
  return JSON.stringify({ error, bwact: 'do_add', server: 532_236, _sig: '0'.repeat(12) });
}
