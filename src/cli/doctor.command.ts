import { EXIT, type Command } from './context.js';
import { CHECKS, findingOf, type CheckState } from './doctor-checks.js';

const WORD: Readonly<Record<CheckState, string>> = { ok: 'ok  ', warning: 'WARN', fail: 'FAIL' };

/** Says what works and what is missing on this machine, with the remedy. A warning is not a failure. */
export const doctorCommand: Command = {
  name: 'doctor',
  usage: 'doctor',
  about: 'check this installation',
  anySchema: true,
  async run(context) {
    const checks = [];
    for (const check of CHECKS) {
      const { name, remedy } = check;
      const { state, detail } = await Promise.resolve()
        .then(() => check.find(context))
        .catch(findingOf);
      checks.push({ name, ok: state !== 'fail', state, detail, remedy: state === 'ok' ? null : remedy });
    }
    const ok = checks.every(result => result.ok);
    const text = checks.map(
      ({ name, state, detail, remedy }) => `${WORD[state]} ${name}: ${detail}${remedy === null ? '' : ` → ${remedy}`}`,
    );
    return { json: { ok, checks }, text, exit: ok ? EXIT.done : EXIT.failed };
  },
};
