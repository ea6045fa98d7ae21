/** Refusals and silences that pass by themselves: they say nothing about a connection and block no run. */
const PASSING: readonly string[] = [
  'EVOTOR.DOWN',
  'EVOTOR.RATE_LIMITED',
  'VK.DOWN',
  'VK.UNAVAILABLE',
  'VK.TOO_FAST',
  'VK.FLOOD',
  'VK.METHOD_LIMIT',
  'VK.SECTION_OFF',
  'VK.CAPTCHA',
  'VK.SCRIPT_FAILED',
];

export const isPassing = (code: string | null): boolean => code === null || PASSING.includes(code);
