import type { MeasureText } from './font-metrics.js';

/** Lines of a text no wider than `maxWidth` (in ems); a word wider than a line is broken with a hyphen. */
export function wrapText(text: string, maxWidth: number, measure: MeasureText): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(long => breakWord(long, maxWidth, measure))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || measure(longer) <= maxWidth) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return line === '' ? lines : [...lines, line];
}

function breakWord(word: string, maxWidth: number, measure: MeasureText): readonly string[] {
  if (measure(word) <= maxWidth) return [word];
  const signs = [...word];
  let length = signs.length;
  while (length > 1 && measure(`${signs.slice(0, length).join('')}-`) > maxWidth) length -= 1;
  const [head, rest] = [signs.slice(0, length).join(''), signs.slice(length).join('')];
  return rest === '' ? [head] : [/[-/.,]$/u.test(head) ? head : `${head}-`, ...breakWord(rest, maxWidth, measure)];
}
