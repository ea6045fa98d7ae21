import type { EndedCode } from '../../domain/connections/app-life.js';

/** Notices that the till may not be read any more because Evotor says so. */
export const TILL_ENDED: readonly EndedCode[] = ['EVOTOR.APP_REMOVED', 'EVOTOR.SUBSCRIPTION_ENDED'];
