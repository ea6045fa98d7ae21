import type { RequestHandler } from 'express';
import { withOrigin } from '../../observability/origin.js';

/** Everything this request changes came from this address, says the audit log. After all that reads the request's body. */
export const nameOrigin: RequestHandler = (req, _res, next) => {
  withOrigin(`web ${req.ip ?? ''}`.trim(), next);
};
