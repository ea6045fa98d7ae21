import type { Page } from '../render/page-presenter.js';

export interface RemovePhotoModel {
  readonly heading: string;
  readonly preview: string;
  readonly alt: string;
  readonly text: string;
  readonly action: string;
  readonly back: string;
}

/** Asks before an own picture is taken away: it is not kept. */
export function removePhotoPage(asked: {
  readonly of: string;
  readonly preview: string;
  readonly action: string;
  readonly back: string;
}): Page & { model: RemovePhotoModel } {
  return {
    view: 'photos/remove',
    title: 'Убрать фото?',
    section: 'catalogue',
    model: {
      heading: `Убрать ${asked.of}?`,
      preview: asked.preview,
      alt: asked.of,
      text: 'Вернуть его можно будет, только загрузив снова. В VK фото сменится при следующем обмене: на фото группы, общее фото или карточку с названием.',
      action: asked.action,
      back: asked.back,
    },
  };
}
