import type { Answer, Seen } from './scripted-server.js';
import { callsOfScript } from './vk-contract-check.js';

export interface PlayedCall {
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
}

/** A result, or an error code with its text. */
export type CallAnswer = { readonly result: unknown } | { readonly error: number; readonly text?: string };

/** The API calls of a request: one, or those of its script. */
export function callsOf(seen: Seen): PlayedCall[] {
  const method = seen.path.replace('/method/', '');
  if (method !== 'execute') return [{ method, params: Object.fromEntries(seen.form) }];
  return callsOfScript(seen.form.get('code') ?? '').map(call => ({
    method: call.method,
    params: Object.fromEntries(Object.entries(call.params).map(([key, value]) => [key, String(value)])),
  }));
}

/** Answers a request as VK does: `false` and a list of errors for what fails inside a script. */
export function playCalls(seen: Seen, answer: (call: PlayedCall) => CallAnswer): Answer {
  const answers = callsOf(seen).map(call => ({ call, given: answer(call) }));
  const single = answers[0];
  if (!seen.path.endsWith('/execute')) {
    if (single === undefined) return { status: 500 };
    if ('result' in single.given) return { json: { response: single.given.result } };
    return { json: { error: { error_code: single.given.error, error_msg: single.given.text ?? 'refused' } } };
  }
  const response = answers.map(({ given }, index) => [index, 'result' in given ? given.result : false]);
  const execute_errors = answers.flatMap(({ call, given }) =>
    'error' in given ? [{ method: call.method, error_code: given.error, error_msg: given.text ?? 'refused' }] : [],
  );
  return { json: execute_errors.length > 0 ? { response, execute_errors } : { response } };
}
