import { VK_ERRORS } from '../../clients/vk/error-table.js';
import type { ApiLogService } from './api-log-contracts.js';

/** Our code for what a vendor's own code means; `null` = it is not one of those the vendor publishes. */
export function vendorProblem(service: ApiLogService, vendorCode: string): string | null {
  return service === 'vk' && /^\d+$/u.test(vendorCode) ? (VK_ERRORS.get(Number(vendorCode))?.code ?? null) : null;
}
