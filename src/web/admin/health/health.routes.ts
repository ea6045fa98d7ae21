import type { Request } from 'express';
import { Router } from 'express';
import { may } from '../../../domain/access/actor.js';
import { isScheduleId, type ScheduleId } from '../../../domain/clock/schedules.js';
import { AppError } from '../../../domain/errors.js';
import { links } from '../../links.js';
import { actorOf, currentUser, requirePermission } from '../../middleware/require-permission.js';
import { said } from '../../render/flash.js';
import type { WebContext } from '../../web-context.js';
import { actAndReturn } from '../../web-context.js';
import { healthPage } from './health.page.js';
import { pauseDispatchPage } from './pause-dispatch.page.js';
import { SCHEDULE_WORDS } from './schedule-words.js';

const SCHEDULE = `${links.admin.health}/schedules/:id`;

/** The state of the installation, and the switches of its clock. */
export function adminHealthRoutes({ services: { systemHealth }, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get(links.admin.health, requirePermission('health.view'), async (req, res) => {
    const user = currentUser(res);
    const health = await systemHealth.read(actorOf(req, res));
    const viewer = {
      now: clock.now(),
      mayControlClock: may(user, 'clock.control'),
      maySeeJobs: may(user, 'jobs.view'),
    };
    await presenter.page(req, res, healthPage(health, viewer));
  });

  // Asked by a page where merchants would stand still; the others are paused by one press.
  router.get(`${SCHEDULE}/pause`, requirePermission('clock.control'), async (req, res) => {
    if (scheduleOf(req) !== 'dispatch') return res.redirect(303, links.admin.health);
    await presenter.page(req, res, pauseDispatchPage(await systemHealth.clockedMerchants(actorOf(req, res))));
  });

  router.post(`${SCHEDULE}/pause`, requirePermission('clock.control'), async (req, res) => {
    const id = scheduleOf(req);
    await actAndReturn(req, res, links.admin.health, async () => {
      await systemHealth.pauseSchedule(actorOf(req, res), id);
      return said(`«${SCHEDULE_WORDS[id].name}» на паузе. Само оно не продолжится.`, 'need');
    });
  });

  router.post(`${SCHEDULE}/resume`, requirePermission('clock.control'), async (req, res) => {
    const id = scheduleOf(req);
    await actAndReturn(req, res, links.admin.health, async () => {
      await systemHealth.resumeSchedule(actorOf(req, res), id);
      return said(`«${SCHEDULE_WORDS[id].name}» снова работает.`);
    });
  });

  router.post(`${SCHEDULE}/trigger`, requirePermission('clock.control'), async (req, res) => {
    const id = scheduleOf(req);
    await actAndReturn(req, res, links.admin.health, async () => {
      await systemHealth.triggerSchedule(actorOf(req, res), id);
      return said(`«${SCHEDULE_WORDS[id].name}»: запущено вне очереди.`);
    });
  });

  return router;
}

/** Throws `SCHEDULE.NOT_FOUND` for anything that is none of ours. */
function scheduleOf(req: Request): ScheduleId {
  const id = req.params['id'];
  if (typeof id !== 'string' || !isScheduleId(id)) throw new AppError('not_found', 'SCHEDULE.NOT_FOUND');
  return id;
}
