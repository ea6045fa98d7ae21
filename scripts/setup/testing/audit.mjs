import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PROJECT_ROOT } from '../project-root.mjs';

/**
 * @typedef {object} Advisory
 * @property {string} id such as GHSA-xxxx-xxxx-xxxx, else the registry's number
 * @property {string} severity
 * @property {string} title
 * @property {string} of the package it is about
 */

/** @typedef {{ id: string, reason: string, until: string }} Allowed */

const ALLOWED_FILE = fileURLToPath(new URL('./audit-allowed.json', import.meta.url));
const ANSWER_WITHIN_MS = 60_000;
/** What stops a release; lower ones are printed. */
const STOPPING = ['high', 'critical'];

/**
 * Asks the registry at hand about known weaknesses of the packages that go into production.
 * A registry that cannot be asked is said so, and counts as skipped: neither passed nor failed.
 * @param {{ ask?: () => Promise<string>, allowed?: readonly Allowed[], today?: string, say?: (line: string) => void }} [given]
 * @returns {Promise<import('./run-stage.mjs').Counts>}
 */
export async function auditDependencies({
  ask = askRegistry,
  allowed = readAllowed(),
  today = new Date().toISOString().slice(0, 10),
  say = line => void process.stdout.write(`${line}\n`),
} = {}) {
  const wrong = allowedFault(allowed, today);
  if (wrong) return { passed: 0, failed: 1, skipped: 0, note: wrong };
  const answer = await ask().catch((/** @type {unknown} */ error) => (error instanceof Error ? error.message : ''));
  const advisories = advisoriesOf(answer);
  if (advisories === null) {
    const note = `could not be asked (${whyNot(answer)})`;
    say(`dependency audit: ${note}; nothing is known about the packages in use`);
    return { passed: 0, failed: 0, skipped: 1, note };
  }
  for (const { id, severity, title, of } of advisories) say(`${severity}: ${of}: ${title} (${id})`);
  const open = advisories.filter(
    ({ id, severity }) => STOPPING.includes(severity) && !allowed.some(entry => entry.id === id),
  );
  const note = `${advisories.length} known, ${open.length} that stop a release`;
  return open.length > 0 ? { passed: 0, failed: 1, skipped: 0, note } : { passed: 1, failed: 0, skipped: 0, note };
}

/**
 * Advisories of `npm audit --json`; null when it is no such answer.
 * @param {string} text
 * @returns {readonly Advisory[] | null}
 */
export function advisoriesOf(text) {
  const report = parsed(text);
  if (typeof report !== 'object' || report === null || !('vulnerabilities' in report)) return null;
  /** @type {Map<string, Advisory>} */
  const found = new Map();
  for (const [name, entry] of Object.entries(
    /** @type {Record<string, { via?: unknown[] }>} */ (report.vulnerabilities),
  )) {
    for (const via of entry.via ?? []) {
      // A text names another package of the same list, which carries the advisory.
      if (typeof via !== 'object' || via === null) continue;
      const {
        source,
        url = '',
        severity = '',
        title = '',
      } = /** @type {{ source?: number, url?: string, severity?: string, title?: string }} */ (via);
      const id = /GHSA(?:-[a-z0-9]{4}){3}/.exec(url)?.[0] ?? String(source ?? url);
      found.set(id, { id, severity, title, of: name });
    }
  }
  return [...found.values()];
}

/**
 * What is wrong with the list of exceptions; an exception has a reason and an end.
 * @param {readonly Allowed[]} allowed
 * @param {string} today
 */
export function allowedFault(allowed, today) {
  for (const { id, reason, until } of allowed) {
    if (!id || !reason || reason.length < 20) return `audit-allowed.json: ${id || 'an entry'} has no reason`;
    if (!/^\d{4}-\d\d-\d\d$/.test(until ?? '')) return `audit-allowed.json: ${id} has no end (until)`;
    if (until < today) return `audit-allowed.json: ${id} ended on ${until}: update the package, or look at it anew`;
  }
  return null;
}

/** @returns {readonly Allowed[]} */
function readAllowed() {
  return JSON.parse(readFileSync(ALLOWED_FILE, 'utf8'));
}

/** @param {string} text */
function whyNot(text) {
  const answer = parsed(text);
  const message = typeof answer === 'object' && answer !== null && 'message' in answer ? String(answer.message) : text;
  // No address of a registry in what is printed.
  return (
    message
      .replace(/https?:\/\/\S+/g, '…')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 120) || 'no answer'
  );
}

/**
 * @param {string} text
 * @returns {unknown}
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @returns {Promise<string>} */
function askRegistry() {
  return new Promise((resolve, reject) => {
    const args = ['audit', '--omit=dev', '--audit-level=high', '--json', '--fetch-retries=0'];
    const child = spawn('npm', args, { cwd: PROJECT_ROOT, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', part => (text += part));
    const timer = setTimeout(() => {
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // already gone
      }
      reject(new Error(`no answer within ${ANSWER_WITHIN_MS / 1000} s`));
    }, ANSWER_WITHIN_MS);
    child.once('error', error => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}
