import { z } from 'zod';

/** What the site answers programs with. A test holds each real answer against these. */

/** Evotor's form of a refusal. */
export const evotorErrors = z.strictObject({
  errors: z
    .array(
      z.strictObject({
        code: z.int(),
        reason: z.enum(['missing', 'incorrect']).optional(),
        /** The field at fault. */
        subject: z.string().optional(),
      }),
    )
    .min(1)
    .max(1),
});

export const nothing = z.strictObject({});

const givenToken = z.string().min(20).max(128);
const account = z.string().regex(/^[0-9]{2}-[0-9]{15}$/u);

export const registered = z.strictObject({ userId: account, token: givenToken });

export const loggedIn = z.strictObject({ userId: account, hasBilling: z.literal(false), token: givenToken });

export const alive = z.strictObject({ status: z.literal('ok') });

export const ready = z.strictObject({
  status: z.enum(['ok', 'unavailable']),
  database: z.boolean(),
  temporal: z.boolean(),
});

/** Every error of the site, where a program asked. */
export const problem = z.strictObject({
  error: z.strictObject({
    code: z.string().regex(/^[A-Z][A-Z0-9_]*(\.[A-Z0-9_]+)?$/u),
    message: z.string().min(1),
    fix: z.string(),
    /** The request, as the log names it. */
    id: z.string().regex(/^[0-9a-f]{8}$/u),
  }),
});

export const check = z.strictObject({
  ok: z.boolean(),
  lights: z.array(
    z.strictObject({
      id: z.enum([
        'token',
        'stores',
        'catalogue_right',
        'community',
        'role',
        'market_right',
        'market_on',
        'photo_upload',
      ]),
      label: z.string(),
      state: z.enum(['ok', 'bad', 'unknown']),
      word: z.string(),
      detail: z.string(),
      problem: z.strictObject({ code: z.string(), message: z.string(), fix: z.string() }).nullable(),
    }),
  ),
});

/** All data of one's own account; its parts grow with the product. */
export const ownData = z.looseObject({});

/** This document. */
export const document = z.looseObject({ openapi: z.string().regex(/^3\.1\.\d+$/u), paths: z.looseObject({}) });
