import { vkErrorText } from '../contracts/contract-schemas.js';

/** An API error as VK answers it, with HTTP 200. */
export class VkFailure extends Error {
  readonly code: number;
  readonly subcode: number | undefined;
  /** Fields of the contract's error object a fault asks for besides. */
  fields: Readonly<Record<string, string | number | boolean>> = {};

  constructor(code: number, detail?: string, subcode?: number) {
    const text = vkErrorText(code) ?? 'Unknown error occurred';
    super(detail === undefined ? text : `${text}: ${detail}`);
    this.code = code;
    this.subcode = subcode;
  }
}

/** Error 100 with VK's usual tail. */
export function badParam(detail: string): VkFailure {
  return new VkFailure(100, detail);
}
