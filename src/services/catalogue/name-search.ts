/** Whether every word of a search stands somewhere in a name; case and ё make no difference. */
export function matches(name: string, search: string): boolean {
  const text = folded(name);
  return folded(search)
    .split(/\s+/u)
    .every(word => text.includes(word));
}

const folded = (text: string): string => text.trim().toLocaleLowerCase('ru').replaceAll('ё', 'е');
