import type { Random } from '../world/random.js';

const LOOK_ALIKE: Record<string, string> = { а: 'a', о: 'o', е: 'e', с: 'c', р: 'p', А: 'A', О: 'O', С: 'C', Н: 'H' };

/** A name as people really type it: capitals, double and outer spaces, box counts, unpaired quotes, look-alike letters. */
export function dirtyName(name: string, random: Random): string {
  const shouting = random.chance(0.4);
  let text = shouting ? name.toUpperCase() : name;
  if (!shouting && random.chance(0.2)) text = text.charAt(0).toLowerCase() + text.slice(1);
  if (random.chance(0.03)) text += ` 1/${random.pick([6, 12, 20, 24, 48])}`;
  if (random.chance(0.05)) text = text.replace(' ', '  ');
  if (random.chance(0.03)) text += ' ';
  if (random.chance(0.01)) text = text.replace('"', '');
  if (random.chance(0.005)) text = text.replace(/[аоесрАОСН]/u, letter => LOOK_ALIKE[letter] ?? letter);
  return text;
}
