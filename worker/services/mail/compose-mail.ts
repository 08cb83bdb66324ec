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

const link = ({ label, url }: { label: string; url: string }): string =>
  `<p style="margin:0 0 24px"><a href="${escapeHtml(url)}" style="color:#0f1f1f;font-weight:600">${escapeHtml(label)}</a></p>`;

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
<html lang="${locale}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:32px 16px;background:#eef2f1;color:#0f1f1f;font:16px/1.5 system-ui,sans-serif">
<table role="presentation" width="100%" style="max-width:440px;margin:0 auto;border-collapse:collapse"><tr><td>
${paragraph('margin:0 0 24px;font-weight:600', 'Ozvena')}
${paragraph(`margin:0 0 ${figure ? 8 : 24}px`, lead)}
${figure ? paragraph('margin:0 0 24px;font-size:38px;font-weight:600;letter-spacing:.08em', figure) : ''}
${paragraphs.map((text) => paragraph('margin:0 0 24px', text)).join('\n')}
${action ? link(action) : ''}
${paragraph('margin:0;padding-top:16px;border-top:1px solid #cdd5d3;font-size:13px;color:#4a5a58', claim)}
</td></tr></table></body></html>`,
  };
};
