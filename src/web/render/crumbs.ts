/** One step of the way to a page; the last one, where one stands, has no link. */
export interface Crumb {
  readonly label: string;
  readonly href: string | null;
}

export const CATALOGUE_CRUMB: Crumb = { label: 'Каталог', href: '/catalog/stores' };
