import type { Router } from 'express';
import { z } from 'zod';
import type { Sandbox } from '../sandbox.js';
import { overlay, readJson } from './control-request.js';
import { faultScript, parseFaultScript } from './fault-schemas.js';
import { vkIdSettings } from './schemas.js';

/** Figures, journal, faults, VK ID and the clock. */
export function trafficControl(router: Router, sandbox: Sandbox): void {
  router.get(
    '/stats',
    (_req, res) => void res.json({ ...sandbox.traffic.stats(), byMerchant: sandbox.traffic.byMerchant() }),
  );
  router.post('/stats/reset', (_req, res) => {
    sandbox.traffic.reset();
    res.json({ ok: true });
  });
  router.get('/journal', (req, res) => {
    const query = z
      .object({
        vendor: z.string(),
        method: z.string(),
        merchant: z.string(),
        since: z.coerce.number(),
        limit: z.coerce.number(),
        item: z.coerce.number(),
      })
      .partial()
      .parse(req.query);
    res.json({
      entries: sandbox.journal.list(
        Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)),
      ),
    });
  });

  router.get('/faults', (_req, res) => void res.json({ seed: sandbox.faults.seed, faults: sandbox.faults.list() }));
  router.post('/faults', (req, res) => {
    readJson(req, faultScript);
    res.status(201).json({ ids: parseFaultScript(req.body).map(rule => sandbox.faults.add(rule)) });
  });
  router.delete('/faults', (_req, res) => {
    sandbox.faults.clear();
    res.json({ ok: true });
  });
  router.delete('/faults/:fault', (req, res) => {
    const { fault } = req.params;
    sandbox.faults.clear(/^\d+$/.test(fault) ? Number(fault) : fault);
    res.json({ ok: true });
  });

  router.get('/vkid', (_req, res) => void res.json(sandbox.world.vkId));
  router.patch('/vkid', (req, res) => {
    overlay(sandbox.world.vkId, readJson(req, vkIdSettings));
    sandbox.changed();
    res.json(sandbox.world.vkId);
  });

  router.get('/clock', (_req, res) => void res.json({ now: sandbox.clock.now() }));
  router.post('/clock', (req, res) => {
    sandbox.advance(readJson(req, z.strictObject({ advanceMs: z.number().min(0) })).advanceMs);
    res.json({ now: sandbox.clock.now() });
  });
}
