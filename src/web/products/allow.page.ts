import type { ProductView } from '../../services/products/product-contracts.js';
import { links } from '../links.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';

export interface AllowModel {
  readonly crumbs: readonly Crumb[];
  readonly name: string;
  readonly key: string;
  /** Why it is held back now. */
  readonly card: ProblemCard | null;
  readonly action: string;
  readonly back: string;
}

/** Asks before a good that looks restricted is published all the same: the answer is the merchant's, and is kept. */
export function allowPage(view: ProductView): Page & { model: AllowModel } {
  const { id, name, key, answer } = view;
  const back = links.product(id, { key: view.otherKeys.length > 0 ? (key ?? '') : '' });
  return {
    view: 'products/allow',
    title: `Это не такой товар? ${name}`,
    section: 'catalogue',
    model: {
      crumbs: [CATALOGUE_CRUMB, { label: name, href: back }, { label: 'Разрешить публикацию', href: null }],
      name,
      key: key ?? '',
      card: answer.code === null ? null : problemCard(answer.code, answer.params),
      action: links.productForm(id, 'allow'),
      back,
    },
  };
}
