import { parse, type HTMLElement } from 'node-html-parser';

/** A form of a page as a browser would send it. */
export interface PageForm {
  readonly action: string;
  /** What is sent when nothing is touched; a button that is pressed adds its own. */
  readonly values: Readonly<Record<string, string>>;
  /** Names of fields people type into or choose from, and of hidden ones. */
  readonly fields: readonly { readonly name: string; readonly isTyped: boolean }[];
}

const TYPED = new Set(['text', 'email', 'tel', 'search', 'number', 'url', '']);
const SKIPPED = new Set(['_csrf']);

/** Every form of a page that changes something, once for each of its buttons; forms that carry files are left out. */
export function formsOf(html: string): PageForm[] {
  const root = parse(html);
  return root.querySelectorAll('form').flatMap(form => {
    if (form.getAttribute('method')?.toLowerCase() !== 'post') return [];
    if (form.getAttribute('enctype') === 'multipart/form-data') return [];
    const id = form.getAttribute('id');
    const outside = id === undefined || id === '' ? [] : root.querySelectorAll(`[form="${id}"]`);
    const controls = [...form.querySelectorAll('input, select, textarea, button'), ...outside];
    const inputs = controls.filter(({ tagName }) => tagName !== 'BUTTON');
    const values: Record<string, string> = {};
    for (const input of inputs) {
      const value = valueOf(input);
      const name = input.getAttribute('name');
      if (name !== undefined && value !== null) values[name] = value;
    }
    const fields = inputs
      .map(input => ({ name: input.getAttribute('name') ?? '', isTyped: isTyped(input) }))
      .filter(
        ({ name }, index, all) => name !== '' && !SKIPPED.has(name) && all.findIndex(f => f.name === name) === index,
      );
    const action = form.getAttribute('action') ?? '';
    const buttons = controls.filter(({ tagName }) => tagName === 'BUTTON');
    const pressed = buttons.length === 0 ? [null] : buttons;
    return pressed.map(button => {
      const name = button?.getAttribute('name');
      const own = name === undefined || name === '' ? {} : { [name]: button?.getAttribute('value') ?? '' };
      return {
        action: button?.getAttribute('formaction') ?? action,
        values: { ...values, ...own },
        fields: [...fields, ...Object.keys(own).map(key => ({ name: key, isTyped: false }))],
      };
    });
  });
}

const isTyped = (input: HTMLElement): boolean =>
  input.tagName === 'TEXTAREA' || (input.tagName === 'INPUT' && TYPED.has(input.getAttribute('type') ?? ''));

/** `null` = it is not sent: a box that is not ticked. */
function valueOf(input: HTMLElement): string | null {
  if (input.tagName === 'TEXTAREA') return input.textContent;
  if (input.tagName === 'SELECT') {
    const options = input.querySelectorAll('option');
    const chosen = options.find(option => option.hasAttribute('selected')) ?? options[0];
    return chosen?.getAttribute('value') ?? '';
  }
  const isTick = ['checkbox', 'radio'].includes(input.getAttribute('type') ?? '');
  if (isTick && !input.hasAttribute('checked')) return null;
  return input.getAttribute('value') ?? (isTick ? 'on' : '');
}
