/** A kept telephone as people write it: Russian ones in groups, others as they are. */
export function phoneText(e164: string): string {
  const [, code, first, second, third] = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/u.exec(e164) ?? [];
  return code === undefined ? e164 : `+7 ${code} ${first ?? ''}-${second ?? ''}-${third ?? ''}`;
}
