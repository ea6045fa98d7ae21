/** Paths of own values by a file. */
export const overrideLinks = {
  home: '/catalog/overrides',
  import: '/catalog/overrides/import',
  view: (id: number): string => `/catalog/overrides/import/${id}`,
  apply: (id: number): string => `/catalog/overrides/import/${id}/apply`,
  faults: (id: number): string => `/catalog/overrides/import/${id}/errors`,
} as const;
