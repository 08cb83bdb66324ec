import type { INTERFACE_LOCALES } from '../../contract/preferences.ts';

export type ComposedMail = { subject: string; html: string; text: string };

export type MailLocale = (typeof INTERFACE_LOCALES)[number];

const CLAIMS: Record<MailLocale, string> = {
  en: 'What you write comes back as sound.',
  hi: 'आप जो लिखते हैं, वह आवाज़ बनकर लौटता है।',
  uk: 'Написане повертається до вас звуком.',
};

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const paragraph = (style: string, text: string): string => `<p style="${style}">${escapeHtml(text)}</p>`;

/** A cell of its own colour: there is no reader of mail that does not show it as a button. */
const button = ({ label, url }: { label: string; url: string }): string =>
  `<table role="presentation" style="margin:0 0 28px;border-collapse:separate"><tr><td style="background:#0f1f1f;border-radius:5px">
<a href="${escapeHtml(url)}" style="display:inline-block;padding:12px 20px;color:#f4f7f6;font-size:15px;font-weight:600;text-decoration:none">${escapeHtml(label)}</a>
</td></tr></table>`;

/** The source of the mark, and the name. */
const BRAND =
  '<p style="margin:0 0 28px;font-size:17px;font-weight:600"><span style="display:inline-block;width:8px;height:8px;margin-right:10px;border:4px solid #f08a24;border-radius:50%;vertical-align:-1px"></span>Ozvena</p>';

/**
 * A mail of the house, in text and in HTML that needs no image and no style sheet: what it is about first, then (where
 * there is one) the figure it is about, large. `action` is where its reader goes on.
 */
export const composeMail = (parts: {
  subject: string;
  lead: string;
  figure?: string;
  paragraphs: readonly string[];
  action?: { label: string; url: string };
  locale?: MailLocale;
}): ComposedMail => {
  const { subject, lead, figure, paragraphs, action, locale = 'en' } = parts;
  const claim = CLAIMS[locale];
  return {
    subject,
    text: [
      figure ? `${lead} ${figure}.` : lead,
      ...paragraphs.flatMap((text) => ['', text]),
      ...(action ? ['', `${action.label}: ${action.url}`] : []),
      '',
      `Ozvena. ${claim}`,
    ].join('\n'),
    html: `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="color-scheme" content="light"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:40px 16px;background:#eef2f1;color:#0f1f1f;font:16px/1.5 system-ui,sans-serif">
<table role="presentation" width="100%" style="max-width:520px;margin:0 auto;border-collapse:separate"><tr>
<td style="padding:32px 28px;background:#fcfdfd;border:1px solid #cdd5d3;border-radius:8px;overflow-wrap:anywhere">
${BRAND}
${paragraph(`margin:0 0 ${figure ? 8 : 20}px;font-size:18px;line-height:1.45`, lead)}
${figure ? paragraph('margin:0 0 24px;font-size:38px;line-height:1.2;font-weight:600;letter-spacing:.08em', figure) : ''}
${paragraphs.map((text) => paragraph('margin:0 0 20px;font-size:15px;color:#34443f', text)).join('\n')}
${action ? button(action) : ''}
${paragraph('margin:8px 0 0;padding-top:16px;border-top:1px solid #dde4e2;font-size:13px;color:#4a5a58', claim)}
</td></tr></table></body></html>`,
  };
};
