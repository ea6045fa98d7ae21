import { z } from 'zod';

/** Fields of a good that control may set; null removes a field. */
export const productFields = z
  .strictObject({
    name: z.string().min(1),
    price: z.number().min(0).max(9_999_999.99).nullable(),
    cost_price: z.number().min(0).nullable(),
    quantity: z.number().nullable(),
    type: z.string(),
    measure_name: z.string(),
    tax: z.string(),
    allow_to_sell: z.boolean(),
    description: z.string().nullable(),
    article_number: z.string().nullable(),
    code: z.string().nullable(),
    barcodes: z.array(z.string()).nullable(),
    parent_id: z.string().nullable(),
    attributes_choices: z.record(z.string(), z.string()).nullable(),
    is_excisable: z.boolean().nullable(),
    is_age_limited: z.boolean().nullable(),
  })
  .partial();

export const newProduct = productFields.extend({
  name: z.string().min(1),
  store_id: z.string().optional(),
  id: z.string().optional(),
});

export const groupFields = z
  .strictObject({
    name: z.string().min(1),
    parent_id: z.string().nullable(),
    attributes: z
      .array(
        z.strictObject({
          id: z.string(),
          name: z.string(),
          choices: z.array(z.strictObject({ id: z.string(), name: z.string() })),
        }),
      )
      .nullable(),
  })
  .partial();

export const storeFields = z
  .strictObject({
    name: z.string().min(1),
    address: z.string(),
    paymentRequired: z.boolean(),
    answersEmpty: z.boolean(),
  })
  .partial();

export const newMerchant = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
  generate: z
    .strictObject({
      goods: z.number().int().min(0).max(50_000),
      groups: z.number().int().min(0).max(500).optional(),
      stores: z.number().int().min(1).max(50).optional(),
      seed: z.number().int().optional(),
    })
    .optional(),
});

const tokenFields = z
  .strictObject({
    revoked: z.boolean(),
    expiresAt: z.number().nullable(),
    boundIp: z.string().nullable(),
    callsPerSecond: z.number().int().min(1),
    scopes: z.array(z.string()),
  })
  .partial();

/** Everything that can be switched on a merchant; absent parts stay as they are. */
export const merchantSwitches = z
  .strictObject({
    till: z
      .strictObject({
        revoked: z.boolean(),
        token: z.string().min(1),
        authForms: z.strictObject({ bearer: z.boolean(), xAuthorization: z.boolean() }).partial(),
        rights: z.strictObject({ catalogue: z.boolean(), stock: z.boolean() }).partial(),
        pageSize: z.number().int().min(1).max(1000),
        since: z.enum(['ms', 's', 'ignored', 'refused']),
        sinceOnGroups: z.boolean(),
        images: z.boolean(),
        shuffled: z.boolean(),
        cursorOnce: z.boolean(),
        plainErrors: z.boolean(),
        rate: z
          .strictObject({
            limit: z.number().int().min(1),
            periodSeconds: z.number().int().min(1),
            blockSeconds: z.number().int().min(0),
            resetForm: z.enum(['secondsLeft', 'epochSeconds', 'epochMs']),
            told: z.boolean(),
          })
          .partial(),
      })
      .partial(),
    webhook: z
      .strictObject({ baseUrl: z.url(), userToken: z.string().optional(), serviceSecret: z.string().optional() })
      .nullable(),
    stores: z.record(z.string(), storeFields),
    shop: z
      .strictObject({
        mode: z.enum(['none', 'basic', 'advanced']),
        switches: z
          .strictObject({
            nothingToChangeIsError: z.boolean(),
            editWithoutDeletedUnhides: z.boolean(),
            normaliseText: z.boolean(),
            addInsideExecute: z.boolean(),
            basicStock: z.enum(['ignore', 'keep', 'error']),
            wholeRoubles: z.boolean(),
            joinLines: z.boolean(),
            variants: z.boolean(),
            photoOptional: z.boolean(),
            dropOddSigns: z.boolean(),
            photoReuse: z.boolean(),
            bulkPhotosTogether: z.boolean(),
            partialEdits: z.enum(['keep', 'refuse', 'wipe']),
            editDropsPhotos: z.boolean(),
            oldPriceZeroIgnored: z.boolean(),
            searchSku: z.boolean(),
            albumPartly: z.boolean(),
            laterVersions: z.boolean(),
            dateOffsetHours: z.number().int().min(-12).max(14),
          })
          .partial(),
        limits: z
          .strictObject({
            items: z.number().int(),
            albums: z.number().int(),
            itemsPerAlbum: z.number().int(),
            addsPerDay: z.number().int().nullable(),
            addsPerDayCode: z.union([z.literal(9), z.literal(29), z.literal(601)]),
            executeReplyBytes: z.number().int().nullable(),
            executeCalls: z.number().int().min(1).nullable(),
            skuChars: z.number().int().min(1).nullable(),
            descriptionChars: z.number().int().min(1).nullable(),
            albumIdsPerCall: z.number().int().min(1).nullable(),
          })
          .partial(),
        lag: z
          .strictObject({
            getMs: z.number().min(0),
            searchMs: z.number().min(0),
            byIdMs: z.number().min(0),
            editMs: z.number().min(0),
          })
          .partial(),
        restoreWindowMs: z.number().min(0),
      })
      .partial(),
    /** Role of the merchant's VK user in the community: 0 none, 1 moderator, 2 editor, 3 administrator. */
    role: z.number().int().min(0).max(3),
    /** By token text; `main` means `vk-<id>-token`. */
    vkTokens: z.record(z.string(), tokenFields),
  })
  .partial();

/** A hand edit on the shop; prices in kopecks. */
export const itemFields = z
  .strictObject({
    title: z.string().min(1),
    description: z.string(),
    priceKopecks: z.number().int().min(0),
    oldPriceKopecks: z.number().int().min(0).nullable(),
    sku: z.string().max(50),
    stock: z.number().int().min(-1),
    hidden: z.boolean(),
    categoryId: z.number().int(),
    albumIds: z.array(z.number().int()),
    /** Brings a deleted item back, or takes a living one away. */
    deleted: z.boolean(),
    /** Gives the item another main photo. */
    newPhoto: z.boolean(),
  })
  .partial();

/** A hand edit of a collection. */
export const albumFields = z.strictObject({ title: z.string().min(1).max(128), isHidden: z.boolean() }).partial();

export const webhookOrder = z.strictObject({
  event: z.enum(['user.create', 'user.verify', 'user.token', 'installation', 'subscription', 'products']),
  body: z.record(z.string(), z.unknown()).optional(),
  store_id: z.string().optional(),
  product_ids: z.array(z.string()).optional(),
  /** A burst: so many at once. */
  count: z.number().int().min(1).max(1000).optional(),
});

export const vkIdSettings = z
  .strictObject({
    approvedScopes: z.array(z.string()),
    bindIp: z.boolean(),
    accessLifeSeconds: z.number().int().min(1),
    callsPerSecond: z.number().int().min(1),
  })
  .partial();
