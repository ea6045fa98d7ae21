import { z } from 'zod';
import { isEmailAddress } from '../../domain/email-address.js';
import type {
  GivenToken,
  InstallationEvent,
  SubscriptionEvent,
  TillLogIn,
  TillRegistration,
} from '../../services/webhooks/webhook-service.js';

/** Longest texts taken: RFC 5321's for an e-mail, of a password as the log-in form's, of a token far above Evotor's. */
const MAX = { email: 254, username: 254, password: 1024, token: 2000, id: 64, type: 60 } as const;
/** Event times before and after these years are somebody's mistake. */
const FIRST_MS = Date.UTC(2010, 0, 1);
const LAST_MS = Date.UTC(2100, 0, 1);

/** Of an Evotor account; older messages call it `userUuid`. */
const account = z.string().regex(/^[0-9]{2}-[0-9]{15}$/u);

const text = (max: number) =>
  z
    .string()
    .max(max)
    // A null byte or a line end is nobody's name, password or token.
    .refine(value => !/[\0\r\n]/u.test(value));

/** The form of the app is ours to define: what is left empty there is as good as not asked. */
const email = text(MAX.email)
  .trim()
  .refine(value => value === '' || isEmailAddress(value))
  .transform(value => (value === '' ? null : value))
  .nullish()
  .transform(value => value ?? null);

/** Epoch milliseconds, as a number or as its digits, or a time as Evotor writes it: `2017-04-20T18:26:37.753+0000`. */
const time = z
  .union([z.number(), z.string().max(40)])
  .transform(value => (typeof value === 'number' ? value : /^\d+$/u.test(value) ? Number(value) : Date.parse(value)))
  .refine(at => at >= FIRST_MS && at < LAST_MS)
  .transform(Math.trunc);

export const registration = z
  .object({ userId: account, email })
  .transform(({ userId, email }): TillRegistration => ({ evotorUserId: userId, email }));

export const logIn = z
  .object({
    userId: account,
    username: text(MAX.username).trim().min(1),
    password: z.string().min(1).max(MAX.password),
  })
  .transform(({ userId, ...rest }): TillLogIn => ({ evotorUserId: userId, ...rest }));

export const givenToken = z
  .object({
    userId: account,
    // It travels in a header: visible ASCII without blanks.
    token: z
      .string()
      .min(1)
      .max(MAX.token)
      .regex(/^[\x21-\x7e]+$/u),
  })
  .transform(({ userId, token }): GivenToken => ({ evotorUserId: userId, token }));

const INSTALLED: Readonly<Record<string, boolean>> = { ApplicationInstalled: true, ApplicationUninstalled: false };

export const installation = z
  .object({ timestamp: time, type: text(MAX.type).min(1), data: z.object({ userId: account }) })
  .transform(({ timestamp, type, data }): InstallationEvent => ({
    evotorUserId: data.userId,
    isInstalled: Object.hasOwn(INSTALLED, type) ? (INSTALLED[type] ?? null) : null,
    at: timestamp,
  }));

export const subscription = z
  .object({
    userId: account,
    subscriptionId: z
      .string()
      .regex(/^[\x21-\x7e]+$/u)
      .max(MAX.id),
    sequenceNumber: z.int().min(1),
    timestamp: time,
    type: z
      .string()
      .regex(/^[\x21-\x7e]+$/u)
      .max(MAX.type),
  })
  .transform(({ userId, subscriptionId, sequenceNumber, timestamp, type }): SubscriptionEvent => ({
    evotorUserId: userId,
    id: subscriptionId,
    sequence: sequenceNumber,
    at: timestamp,
    type,
  }));
