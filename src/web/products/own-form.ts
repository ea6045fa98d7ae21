import { roublesText } from '../../domain/money.js';
import type { ProductView } from '../../services/products/product-contracts.js';
import type { ErrorSummary, Field, FieldErrors } from '../forms/field.js';
import { errorSummary, field } from '../forms/field.js';
import type { TextArea } from '../forms/text-area.js';
import { textArea } from '../forms/text-area.js';

/** What was typed, to be shown again beside its faults. */
export type OwnTexts = Readonly<Record<'name' | 'description' | 'price', string>>;

export interface OwnForm {
  readonly summary: ErrorSummary | null;
  readonly name: Field;
  readonly price: Field;
  readonly description: TextArea;
}

/** The three values as kept. */
export const ownTexts = ({ own }: Pick<ProductView, 'own'>): OwnTexts => ({
  name: own.name ?? '',
  description: own.description ?? '',
  price: own.price === null ? '' : roublesText(own.price).replace('.', ','),
});

export function ownForm(texts: OwnTexts, errors: FieldErrors = {}): OwnForm {
  return {
    summary: errorSummary(errors),
    name: field({
      name: 'name',
      label: 'Своё название',
      hint: 'От 4 до 100 знаков. Пусто — название с кассы.',
      value: texts.name,
      error: errors['name'] ?? null,
    }),
    price: field({
      name: 'price',
      label: 'Своя цена, ₽',
      hint: 'Например 350 или 350,50. Пусто — цена с кассы по вашему правилу.',
      value: texts.price,
      error: errors['price'] ?? null,
      inputmode: 'decimal',
      width: 'narrow',
    }),
    description: textArea({
      name: 'description',
      label: 'Своё описание',
      hint: 'До 4000 знаков. Пусто — описание с кассы или по шаблону.',
      value: texts.description,
      error: errors['description'] ?? null,
      rows: 5,
    }),
  };
}

/** Sentences for the values the use case refuses, by the field of the form. */
export const OWN_FAULTS: Readonly<Record<string, FieldErrors>> = {
  name: { name: 'VK примет название от 4 до 100 знаков, в котором есть буква или цифра.' },
  description: { description: 'VK примет описание до 4000 знаков, в котором есть хоть одно слово.' },
  priceKopecks: { price: 'Такую цену VK не примет. Проверьте, нет ли лишних нулей.' },
};
