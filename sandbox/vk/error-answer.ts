import { assertContract } from '../contracts/contract-schemas.js';
import type { Sandbox } from '../sandbox.js';
import type { ApiErrorEffect } from '../world/fault-rules.js';
import { VkFailure } from './vk-failure.js';

/** The failure a fault rule orders. */
export function failureFromFault(effect: ApiErrorEffect): VkFailure {
  const failure = new VkFailure(effect.code, undefined, effect.subcode);
  if (effect.message !== undefined) failure.message = effect.message;
  failure.fields = effect.fields ?? {};
  return failure;
}

/** VK's error envelope as text; the call is echoed without its token. */
export function errorAnswer(
  sandbox: Sandbox,
  failure: VkFailure,
  method: string,
  params: ReadonlyMap<string, string>,
): string {
  const echoed = [...params].filter(([name]) => !/token/i.test(name));
  const error: Record<string, unknown> = {
    error_code: failure.code,
    ...(failure.subcode === undefined ? {} : { error_subcode: failure.subcode }),
    error_msg: failure.message,
    request_params: [
      { key: 'method', value: method },
      { key: 'oauth', value: '1' },
      ...echoed.map(([key, value]) => ({ key, value })),
    ],
  };
  if (failure.code === 14) {
    error['redirect_uri'] = `${sandbox.baseUrl}/vkid/not_robot_captcha?session_token=${sandbox.newSecret('captcha')}`;
    error['remixstlid'] = '@remixstlid@';
  }
  if (failure.code === 17)
    error['redirect_uri'] = `${sandbox.baseUrl}/vkid/validate?session_token=${sandbox.newSecret('validation')}`;
  if (failure.code === 24) error['confirmation_text'] = 'Подтвердите действие';
  Object.assign(error, failure.fields);
  if (sandbox.options.validate) assertContract('vk', 'error_envelope', { error });
  // A number beyond 2^53, as in VK's own sample: JSON.stringify could not write it.
  return JSON.stringify({ error }).replace('"@remixstlid@"', '9069780796616521905');
}
