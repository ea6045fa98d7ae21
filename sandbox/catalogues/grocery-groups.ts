import { readFileSync } from 'node:fs';

/** How the goods of one grocery group are made up. */
export interface GroceryGroup {
  title: string;
  parent?: string;
  type: string;
  measure: string;
  branded: boolean;
  flags: { is_excisable?: boolean; is_age_limited?: boolean };
  count: number;
  /** Roubles, from and to. */
  price: readonly [number, number];
  nouns: readonly string[];
  /** Flavours and kinds. */
  traits: readonly string[];
  /** Some are empty: no size in the name. */
  sizes: readonly string[];
}

/** The table of `grocery-groups.txt`: invented trade names and one line per group. */
export function readGroceryGroups(): { brands: string[]; groups: GroceryGroup[] } {
  const text = readFileSync(new URL('./grocery-groups.txt', import.meta.url), 'utf8');
  const lines = text.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'));
  const [brands, ...rows] = lines;
  return { brands: parts((brands ?? '').replace('brands:', '')), groups: rows.map(readRow) };
}

function readRow(line: string): GroceryGroup {
  const cell = line.split('|').map(text => text.trim());
  const at = (column: number): string => cell[column] ?? '';
  const [from, to] = at(6).split('–').map(Number);
  return {
    title: at(0),
    ...(at(1) === '' ? {} : { parent: at(1) }),
    type: at(2),
    measure: at(3),
    branded: at(4).includes('branded'),
    flags: {
      ...(at(4).includes('excise') ? { is_excisable: true } : {}),
      ...(at(4).includes('adult') ? { is_age_limited: true } : {}),
    },
    count: Number(at(5)),
    price: [from ?? 1, to ?? 1],
    nouns: parts(at(7)),
    traits: parts(at(8)),
    sizes: parts(at(9)),
  };
}

function parts(text: string): string[] {
  return text.split(';').map(part => part.trim());
}
