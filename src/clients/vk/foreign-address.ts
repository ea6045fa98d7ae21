/** Networks of VK whose pages a merchant may be sent to. */
const VK_HOSTS = ['vk.ru', 'vk.com'];

/** Names that lead into our own network, whatever the resolver says. */
const INNER_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp)$/i;

/**
 * VK's answers name addresses: where to upload a photo, where to solve a captcha. They are input like any other, and
 * must not lead a call, or a person, into our own network. A VK_API_URL without TLS is no VK but a stand for trying
 * things, which may name any address of the web.
 */
const isStand = (baseUrl: string): boolean => new URL(baseUrl).protocol === 'http:';

/** The host that VK_API_URL itself names is always right. */
function isConfiguredHost(url: URL, baseUrl: string): boolean {
  const base = new URL(baseUrl);
  return url.host === base.host && url.protocol === base.protocol;
}

function parsed(address: string): URL | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isWeb ? url : null;
}

/** A name of the public web over TLS: no number, no bare word, no name of an inner network, with a last dot or without. */
function isPublicName({ protocol, hostname, port }: URL): boolean {
  const name = hostname.replace(/\.+$/, '');
  const isNumber = name.startsWith('[') || /^[\d.]+$/.test(name);
  return protocol === 'https:' && port === '' && !isNumber && name.includes('.') && !INNER_NAME.test(name);
}

/** Whether a photo may be posted to an address VK gave. VK has many upload hosts, none of them documented. */
export function mayUploadTo(address: string, baseUrl: string): boolean {
  const url = parsed(address);
  return url !== null && (isStand(baseUrl) || isConfiguredHost(url, baseUrl) || isPublicName(url));
}

/** The page of VK a person may be sent to; `null` = it is none of VK's. */
export function vkPageOrNull(address: string | null, baseUrl: string): string | null {
  const url = address === null ? null : parsed(address);
  if (url === null) return null;
  const isVk = isPublicName(url) && VK_HOSTS.some(host => url.hostname === host || url.hostname.endsWith(`.${host}`));
  return isVk || isStand(baseUrl) || isConfiguredHost(url, baseUrl) ? address : null;
}
