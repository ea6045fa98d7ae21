import type { Row } from '../db/row.js';

export type Taken = Row;
