/** Parameters of an API method before encoding; `undefined` is not sent. Lists travel joined by commas, flags as 0/1. */
export type VkParams = Readonly<
  Record<string, string | number | boolean | readonly number[] | readonly string[] | undefined>
>;

/** As VK wants them: numbers and texts only. */
export type WireParams = Readonly<Record<string, string | number>>;

function wireValue(value: Exclude<VkParams[string], undefined>): string | number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : value.join(',');
}

/** Parameters in VK's form, without the absent ones. */
export function wireParams(params: VkParams): WireParams {
  const wire: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(params)) if (value !== undefined) wire[key] = wireValue(value);
  return wire;
}
