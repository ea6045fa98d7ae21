import { FIELDS, type Field, type LinkState, type OperationKind } from './compact.js';
import type { SentState } from './sent.js';

/** An operation that was done, as the ledger keeps it. */
export interface DoneOperation {
  readonly id: number;
  readonly kind: OperationKind;
  readonly fields: readonly Field[];
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  /** Album of an `album_add`, else empty. */
  readonly albumTitle: string;
  /** The VK item it was done to; absent or `null` = not known when it was planned, so the one its job made. */
  readonly itemId?: number | null;
}

/** The good's link as it is now. */
export interface LinkNow {
  readonly itemId?: number;
  readonly state: Exclude<LinkState, 'none'>;
  readonly sent: SentState | null;
}

export type UndoSkip = 'UNDO.CHANGED_SINCE' | 'UNDO.GONE' | 'UNDO.NOT_COVERED';

/** What becomes of one done operation. */
export interface UndoLineStep {
  readonly operationId: number;
  /** `null` = nothing is done, or another line of the same good does it too. */
  readonly does: OperationKind | null;
  readonly skipped: UndoSkip | null;
}

/** An operation that takes something back. */
export interface UndoChange {
  readonly op: OperationKind;
  readonly fields: readonly Field[];
  /** All values of the good after it; `null` for what sends none. */
  readonly values: SentState | null;
  /** Album of an `album_add`, else empty. */
  readonly albumTitle: string;
}

/** How the done operations of one good are taken back together. */
export interface GoodUndo {
  readonly lines: readonly UndoLineStep[];
  readonly changes: readonly UndoChange[];
}

type Place = 'live' | 'hidden' | 'deleted';

const SOURCE = {
  name: 'name',
  description: 'description',
  price: 'price',
  stock: 'stock',
  category: 'categoryId',
} as const satisfies Partial<Record<Field, keyof SentState>>;
type UndoableField = keyof typeof SOURCE;
const UNDOABLE = FIELDS.filter((field): field is UndoableField => field in SOURCE);

const VISIBILITY: readonly OperationKind[] = ['hide', 'unhide', 'delete', 'restore'];
const EDITS: readonly OperationKind[] = ['update', 'unhide'];
const ALBUM: readonly OperationKind[] = ['album_add', 'album_remove'];

/** Kinds of which at least one makes a job worth undoing. */
export const UNDOABLE_KINDS: readonly OperationKind[] = ['create', 'update', ...VISIBILITY, ...ALBUM];

/** Where an operation leaves a good. */
const PLACE_AFTER: Readonly<Partial<Record<OperationKind, Place>>> = {
  hide: 'hidden',
  unhide: 'live',
  delete: 'deleted',
  restore: 'hidden',
};

function placeBefore({ kind, before }: DoneOperation): Place {
  switch (kind) {
    case 'hide':
      return 'live';
    case 'restore':
      return 'deleted';
    case 'delete':
      return before?.['hidden'] === true ? 'hidden' : 'live';
    default:
      return 'hidden';
  }
}

const skipAll = (operations: readonly DoneOperation[], skipped: UndoSkip): GoodUndo => ({
  lines: operations.map(({ id }) => ({ operationId: id, does: null, skipped })),
  changes: [],
});

/**
 * Takes back what a job did to one good; `operations` in the order they were done. What was changed again since stays,
 * and so does every photo. Pure.
 */
export function undoGood(operations: readonly DoneOperation[], link: LinkNow | null): GoodUndo {
  const covered = operations.filter(({ kind }) => UNDOABLE_KINDS.includes(kind));
  const others = skipAll(
    operations.filter(operation => !covered.includes(operation)),
    'UNDO.NOT_COVERED',
  ).lines;
  const undone = covered.length === 0 ? { lines: [], changes: [] } : undoCovered(covered, link);
  return { lines: [...undone.lines, ...others], changes: undone.changes };
}

function undoCovered(operations: readonly DoneOperation[], link: LinkNow | null): GoodUndo {
  if (link === null || link.state === 'detached') return skipAll(operations, 'UNDO.GONE');
  // What was done to an item that is not the good's any more says nothing about the one that took its place.
  if (operations.some(operation => isOfAnother(operation, link))) return skipAll(operations, 'UNDO.GONE');
  if (operations.some(({ kind }) => kind === 'create')) {
    if (link.state === 'deleted') return skipAll(operations, 'UNDO.GONE');
    return {
      lines: operations.map(({ id }) => ({ operationId: id, does: 'delete', skipped: null })),
      changes: [{ op: 'delete', fields: [], values: null, albumTitle: '' }],
    };
  }
  const moves = operations.filter(({ kind }) => VISIBILITY.includes(kind));
  const [first, last] = [moves[0], moves.at(-1)];
  const expected = last === undefined ? link.state : PLACE_AFTER[last.kind];
  if (expected !== link.state)
    return skipAll(operations, link.state === 'deleted' ? 'UNDO.GONE' : 'UNDO.CHANGED_SINCE');
  const goal = first === undefined ? link.state : placeBefore(first);
  const steps = visibilitySteps(link.state, goal);
  // Values of a good that is out of sight do not matter, and writing them would show it.
  const fields = goal === 'live' ? revertedFields(operations, link.sent) : new Map<UndoableField, unknown>();
  const values = link.sent === null ? null : withValues(link.sent, fields);
  const changes: UndoChange[] = steps.map(op => {
    const isEdit = op === 'unhide';
    return { op, fields: isEdit ? [...fields.keys()] : [], values: isEdit ? values : null, albumTitle: '' };
  });
  if (fields.size > 0 && !steps.includes('unhide'))
    changes.push({ op: 'update', fields: [...fields.keys()], values, albumTitle: '' });
  const album = goal === 'live' ? albumBack(operations, link.sent) : null;
  if (album !== null) changes.push(album);
  return { lines: operations.map(operation => lineOf(operation, { changes, fields, goal })), changes };
}

const isOfAnother = ({ itemId }: DoneOperation, link: LinkNow): boolean =>
  itemId != null && link.itemId !== undefined && itemId !== link.itemId;

function visibilitySteps(from: Place, to: Place): readonly OperationKind[] {
  if (from === to) return [];
  if (to === 'deleted') return ['delete'];
  if (to === 'hidden') return [from === 'deleted' ? 'restore' : 'hide'];
  return from === 'deleted' ? ['restore', 'unhide'] : ['unhide'];
}

/** Values before the job of those fields that still are as the job left them. */
function revertedFields(
  operations: readonly DoneOperation[],
  sent: SentState | null,
): ReadonlyMap<UndoableField, unknown> {
  const reverted = new Map<UndoableField, unknown>();
  if (sent === null) return reverted;
  for (const field of UNDOABLE) {
    const touching = operations.filter(operation => touches(operation, field));
    const [first, last] = [touching[0], touching.at(-1)];
    if (first === undefined || last === undefined) continue;
    const before = first.before?.[SOURCE[field]];
    const after = last.kind === 'hide' ? 0 : last.after?.[SOURCE[field]];
    const now = sent[SOURCE[field]];
    if (before !== undefined && before !== null && now === after && now !== before) reverted.set(field, before);
  }
  return reverted;
}

/** Whether an operation wrote a field; hiding takes the stock away. A text never goes out alone, but changes alone. */
function touches({ kind, fields }: DoneOperation, field: UndoableField): boolean {
  if (kind === 'hide') return field === 'stock';
  return EDITS.includes(kind) && fields.includes(field);
}

function withValues(sent: SentState, fields: ReadonlyMap<UndoableField, unknown>): SentState {
  return { ...sent, ...Object.fromEntries([...fields].map(([field, value]) => [SOURCE[field], value])) };
}

function albumBack(operations: readonly DoneOperation[], sent: SentState | null): UndoChange | null {
  const moves = operations.filter(({ kind }) => ALBUM.includes(kind));
  const [first, last] = [moves[0], moves.at(-1)];
  if (first === undefined || last === undefined || sent === null) return null;
  const now = last.kind === 'album_add' ? last.albumTitle : null;
  const before = typeof first.before?.['album'] === 'string' ? first.before['album'] : null;
  if (sent.album !== now || before === now) return null;
  const values = { ...sent, album: before };
  if (before === null) return { op: 'album_remove', fields: ['album'], values, albumTitle: '' };
  return { op: 'album_add', fields: ['album'], values, albumTitle: before };
}

function lineOf(
  operation: DoneOperation,
  {
    changes,
    fields,
    goal,
  }: { changes: readonly UndoChange[]; fields: ReadonlyMap<UndoableField, unknown>; goal: Place },
): UndoLineStep {
  const { id: operationId, kind } = operation;
  const line = (does: OperationKind | null, skipped: UndoSkip | null = null) => ({ operationId, does, skipped });
  if (ALBUM.includes(kind)) {
    const back = changes.find(({ op }) => ALBUM.includes(op));
    if (back !== undefined) return line(back.op);
    return line(null, goal === 'live' ? 'UNDO.CHANGED_SINCE' : null);
  }
  if (VISIBILITY.includes(kind)) return line(changes.find(({ op }) => VISIBILITY.includes(op))?.op ?? null);
  if (goal !== 'live') return line(null);
  const own = operation.fields.filter((field): field is UndoableField => field in SOURCE);
  if (own.length === 0) return line(null, 'UNDO.NOT_COVERED');
  return own.some(field => fields.has(field)) ? line('update') : line(null, 'UNDO.CHANGED_SINCE');
}
