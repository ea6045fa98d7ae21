import type { ConnectionCard } from '../../services/web-services.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import { connectionChip } from '../connections/connection-words.js';
import { SERVICES } from '../connections/connection-words.js';

/** A connection in one line, for the overview. */
export interface ServiceLine {
  readonly name: string;
  readonly detail: string;
  readonly chip: Chip;
  readonly href: string;
}

export const serviceLine = (card: ConnectionCard): ServiceLine => ({
  name: SERVICES[card.service].name,
  detail: card.connection?.detail ?? '',
  chip: connectionChip(card),
  href: links.connection(card.service),
});
