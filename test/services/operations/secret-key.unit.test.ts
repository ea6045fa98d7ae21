import { expect } from 'chai';
import express from 'express';
import session from 'express-session';
import request from 'supertest';
import type { UserId } from '../../../src/domain/brand.js';
import { unsubscribedUser, unsubscribeToken } from '../../../src/services/notices/unsubscribe-token.js';
import { keepSession } from '../../../src/web/middleware/session.js';
import type { WebConfig } from '../../../src/web/web-deps.js';

const [OLD, NEW] = ['the old key of sessions', 'the new key of sessions'];

describe('changing SECRET_KEY', () => {
  const store = new session.MemoryStore();
  const site = (secretKeys: string[]) => {
    const app = express();
    app.use(keepSession({ secretKeys, isSecure: false } as WebConfig, store));
    app.get('/in', (req, res) => {
      req.session.userId = 7 as UserId;
      res.send('in');
    });
    app.get('/who', (req, res) => void res.send(String(req.session.userId ?? 'nobody')));
    return app;
  };

  it('leaves those logged in who were, while the old key stands behind the new one', async () => {
    const cookie = (await request(site([OLD])).get('/in')).get('Set-Cookie') ?? [];
    expect(
      (
        await request(site([NEW, OLD]))
          .get('/who')
          .set('Cookie', cookie)
      ).text,
    ).to.equal('7');
    expect(
      (
        await request(site([NEW]))
          .get('/who')
          .set('Cookie', cookie)
      ).text,
    ).to.equal('nobody');
  });

  it('keeps the links of letters that were sent before', () => {
    const token = unsubscribeToken([OLD], 7 as UserId);
    expect(unsubscribedUser([NEW, OLD], token)).to.equal(7);
    expect(() => unsubscribedUser([NEW], token)).to.throw('NOTICE.LINK_BROKEN');
    expect(unsubscribedUser([OLD, NEW], unsubscribeToken([NEW], 8 as UserId))).to.equal(8);
  });
});
