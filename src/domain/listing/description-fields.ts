/** Fields a description template may hold, as the merchant writes them in braces. */
export const DESCRIPTION_FIELDS = ['name', 'description', 'price_unit', 'article', 'group'] as const;
export type DescriptionField = (typeof DESCRIPTION_FIELDS)[number];

/**
 * What is wrong in a template: the first field nobody knows as it stands there (`{foo}`), or a brace without its other
 * half; `null` = nothing.
 */
export function templateFault(template: string): string | null {
  for (const [part, field] of template.matchAll(/\{([^{}]*)\}|[{}]/gu))
    if (field === undefined || !DESCRIPTION_FIELDS.some(known => known === field)) return part;
  return null;
}
