import type { Client } from '@temporalio/client';
import type { Database } from '../../src/db/database.js';
import { historyOf, textOf } from './histories.js';

/** Texts to look through, by where they come from. */
export type Places = Readonly<Record<string, string>>;

/** A secret as it may stand in a text: as it is, in an address, in base64, in JSON. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // Inside a longer text base64 begins at any of three offsets: what lies whole inside is the same.
  const inside = [0, 1, 2].map(offset => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(offset === 0 ? 0 : 4, Math.floor(((offset + bytes.length) * 8) / 6 / 4) * 4);
  });
  const all = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...inside];
  const latin = all.map(text => Buffer.from(text, 'utf8').toString('latin1'));
  return [...new Set([...all, ...latin])].filter(form => form.length >= 8);
}

/** Where which secret stands, by their names; empty = nowhere. */
export function findSecrets(secrets: Places, places: Places): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    if (secret.length < 8) throw new Error(`${name} is too short to be looked for`);
    const forms = formsOf(secret);
    return Object.entries(places).flatMap(([place, text]) =>
      forms.some(form => text.includes(form)) ? [`${name} in ${place}`] : [],
    );
  });
}

/** Histories of all workflows that began since then, as the server keeps them. */
export async function historiesSince(temporal: Client, since: Date): Promise<Places> {
  const found: Record<string, string> = {};
  const query = `StartTime >= "${since.toISOString()}"`;
  for await (const { workflowId, runId } of temporal.workflow.list({ query }))
    found[`history of ${workflowId} ${runId}`] = textOf(await historyOf(temporal, workflowId, runId));
  return found;
}

/** Rows of tables as text, sealed columns and hashes included. */
export async function tablesAsText(db: Database, tables: readonly string[]): Promise<Places> {
  const texts: Record<string, string> = {};
  for (const table of tables) texts[`table ${table}`] = JSON.stringify(await db.rows(`SELECT * FROM ${table}`));
  return texts;
}
