import type { Request } from 'express';
import type { z } from 'zod';
import type { Sandbox } from '../sandbox.js';
import type { TillStore } from '../world/till.js';
import type { Merchant } from '../world/world.js';

/** A refusal of the control API: 400 for a wrong body, 404 for an unknown id. */
export class ControlRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The request's JSON by the schema; unknown keys are refused, so that a typo cannot pass for a switch. */
export function readJson<T extends z.ZodType>(req: Request, schema: T): z.infer<T> {
  const parsed = schema.safeParse(req.body ?? {});
  if (!parsed.success) {
    throw new ControlRefusal(
      400,
      parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; '),
    );
  }
  return parsed.data;
}

export function merchantOf(sandbox: Sandbox, req: Request): Merchant {
  const id = String(req.params['id']);
  const merchant = sandbox.merchant(id);
  if (merchant === undefined) throw new ControlRefusal(404, `no merchant ${id}`);
  return merchant;
}

/** The named store, or the merchant's first. */
export function storeOf(merchant: Merchant, id?: string): TillStore {
  const store = id === undefined ? [...merchant.till.stores.values()][0] : merchant.till.stores.get(id);
  if (store === undefined) throw new ControlRefusal(404, `no store ${id ?? ''}`);
  return store;
}

/** Copies the given parts over `target`; null removes a key. */
export function overlay(target: object, changes: object): void {
  for (const [key, value] of Object.entries(changes)) {
    const place = target as Record<string, unknown>;
    const old = place[key];
    if (value === null) delete place[key];
    else if (isPlain(value) && isPlain(old)) overlay(old, value);
    else if (value !== undefined) place[key] = value;
  }
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);
}
