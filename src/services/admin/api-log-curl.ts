import type { ApiLogEntryRow } from '../../db/repositories/api-log-list.repository.js';
import { parsed } from './api-log-bodies.js';
import type { ApiLogBody, CurlLack } from './api-log-contracts.js';

/** Where the calls go; the log keeps paths alone. */
export interface VendorAddresses {
  readonly evotorApiUrl: string;
  readonly vkApiUrl: string;
  readonly vkApiVersion: string;
  readonly vkIdUrl: string;
  /** Our own, for what Evotor sends. */
  readonly baseUrl: string;
}

export interface CurlCommand {
  readonly curl: string;
  readonly curlLacks: CurlLack | null;
}

type Call = Pick<ApiLogEntryRow, 'service' | 'method' | 'path'>;

/** Between single quotes a shell leaves everything as it is, but for the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const command = (...parts: readonly string[]): string => `curl ${parts.join(' \\\n  ')}`;

const TOKEN = '-H "Authorization: Bearer $TOKEN"';

/** The call as a command for a shell. Its token is the variable `TOKEN`, which whoever runs it sets. */
export function curlOf(call: Call, request: ApiLogBody, addresses: VendorAddresses): CurlCommand {
  switch (call.service) {
    case 'evotor':
      return {
        curl: command(quoted(addresses.evotorApiUrl + call.path), `-H 'Accept: application/vnd.evotor.v2+json'`, TOKEN),
        // The cursor is in the query, which the log does not keep.
        curlLacks: /\/(?:stores|product-groups|products)$/u.test(call.path) ? 'page' : null,
      };
    case 'vk':
      return vkCurl(call, request, addresses);
    case 'vk_upload':
      return { curl: command(`-F 'file=@photo.jpg'`, '"$UPLOAD_URL"'), curlLacks: 'address' };
    case 'vk_id':
      return {
        curl: command(
          `-X ${call.method} ${quoted(addresses.vkIdUrl + call.path)}`,
          ...fields(request).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`),
        ),
        curlLacks: 'secrets',
      };
    case 'evotor_webhook':
      return {
        curl: command(
          `-X ${call.method} ${quoted(addresses.baseUrl + call.path)}`,
          TOKEN,
          ...(request.text === ''
            ? []
            : [`-H 'Content-Type: application/json'`, `--data ${quoted(flat(request.text))}`]),
        ),
        curlLacks: 'body',
      };
  }
}

function vkCurl(call: Call, request: ApiLogBody, { vkApiUrl, vkApiVersion }: VendorAddresses): CurlCommand {
  return {
    curl: command(
      `-X ${call.method} ${quoted(`${vkApiUrl}/method/${call.path}`)}`,
      ...fields(request).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`),
      '--data-urlencode "access_token=$TOKEN"',
      `-d ${quoted(`v=${vkApiVersion}`)}`,
    ),
    curlLacks: request.kept === 'kept' ? null : request.kept === 'shortened' ? 'end_of_body' : 'parameters',
  };
}

const READS = /\.(?:get|search|is)\w*$/iu;

/** Whether the call changes something when it is made again. */
export function isWrite(call: Call, request: ApiLogBody): boolean {
  if (call.service === 'evotor_webhook') return true;
  if (call.service !== 'vk') return false;
  if (call.path !== 'execute') return !READS.test(call.path);
  return [...request.text.matchAll(/API\.([\w.]+)/gu)].some(([, method = '']) => !READS.test(method));
}

/** The fields of a form that was kept as JSON. */
function fields({ text }: ApiLogBody): readonly (readonly [string, string])[] {
  const json = parsed(text);
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
}

const flat = (text: string): string => {
  const json = parsed(text);
  return json === undefined ? text : JSON.stringify(json);
};
