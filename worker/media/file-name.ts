/** Long enough for a title, and short enough for every file system also in UTF-8 and with an extension. */
const NAME_MAX_CHARS = 60;
/** Names that Windows keeps for devices, with any extension. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A name for a downloaded file made of a title in any script: no path, no character that a system forbids, no name that
 * is hidden or reserved.
 * @param fallback what it is called when nothing of the title remains
 * @param extension without its dot
 */
export const fileNameOf = (title: string, fallback: string, extension: string): string => {
  const allowed = title.normalize('NFC').replace(/[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*]/gu, ' ');
  const short = [...allowed.replace(/\s+/gu, ' ').trim()].slice(0, NAME_MAX_CHARS).join('');
  const trimmed = short.replace(/^[. ]+|[. ]+$/g, '');
  const name = trimmed === '' || RESERVED.test(trimmed) ? fallback : trimmed;
  return `${name}.${extension}`;
};

/**
 * `Content-Disposition` of a file that is to be kept, under a name in any script (RFC 6266).
 * @param plain the name for whoever reads ASCII alone
 */
export const attachmentOf = (plain: string, name: string): string => {
  // What stands in a URL's component is more than RFC 8187 lets stand.
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};
