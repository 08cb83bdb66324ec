export type ComposedMail = { subject: string; html: string; text: string };

const CLAIM = 'What you write comes back as sound.';

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const paragraph = (style: string, text: string): string => `<p style="${style}">${escapeHtml(text)}</p>`;

/**
 * A mail of the house, in text and in HTML that needs no image and no style sheet: what it is about first, then (where
 * there is one) the figure it is about, large.
 */
export const composeMail = (parts: {
  subject: string;
  lead: string;
  figure?: string;
  paragraphs: readonly string[];
}): ComposedMail => {
  const { subject, lead, figure, paragraphs } = parts;
  return {
    subject,
    text: [
      figure ? `${lead} ${figure}.` : lead,
      ...paragraphs.flatMap((text) => ['', text]),
      '',
      `Ozvena. ${CLAIM}`,
    ].join('\n'),
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:32px 16px;background:#eef2f1;color:#0f1f1f;font:16px/1.5 system-ui,sans-serif">
<table role="presentation" width="100%" style="max-width:440px;margin:0 auto;border-collapse:collapse"><tr><td>
${paragraph('margin:0 0 24px;font-weight:600', 'Ozvena')}
${paragraph(`margin:0 0 ${figure ? 8 : 24}px`, lead)}
${figure ? paragraph('margin:0 0 24px;font-size:38px;font-weight:600;letter-spacing:.08em', figure) : ''}
${paragraphs.map((text) => paragraph('margin:0 0 24px', text)).join('\n')}
${paragraph('margin:0;padding-top:16px;border-top:1px solid #cdd5d3;font-size:13px;color:#4a5a58', CLAIM)}
</td></tr></table></body></html>`,
  };
};
