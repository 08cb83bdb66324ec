import { SIGN_IN_CODE_MS } from '../../contract/limits.ts';

const MINUTES = SIGN_IN_CODE_MS / 60_000;

/** The sign-in mail: the code first, in text and in HTML that needs no image and no style sheet. */
export const codeMail = (code: string): { subject: string; html: string; text: string } => {
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
  return {
    subject: `${spaced} is your Ozvena code`,
    text: [
      `Your sign-in code is ${spaced}.`,
      '',
      `It works once, for ${MINUTES} minutes. If you did not ask for it, nobody can use it without this mail: delete it.`,
      '',
      'Ozvena. What you write comes back as sound.',
    ].join('\n'),
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Your Ozvena code</title></head>
<body style="margin:0;padding:32px 16px;background:#eef2f1;color:#0f1f1f;font:16px/1.5 system-ui,sans-serif">
<table role="presentation" width="100%" style="max-width:440px;margin:0 auto;border-collapse:collapse"><tr><td>
<p style="margin:0 0 24px;font-weight:600">Ozvena</p>
<p style="margin:0 0 8px">Your sign-in code is</p>
<p style="margin:0 0 24px;font-size:38px;font-weight:600;letter-spacing:.08em">${spaced}</p>
<p style="margin:0 0 24px">It works once, for ${MINUTES} minutes. If you did not ask for it, nobody can use it without
this mail: delete it.</p>
<p style="margin:0;padding-top:16px;border-top:1px solid #cdd5d3;font-size:13px;color:#4a5a58">What you write comes back
as sound.</p>
</td></tr></table></body></html>`,
  };
};
