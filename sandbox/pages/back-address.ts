/** Where to send somebody back to: an address of the very origin this page is seen at, or undefined. */
export const readBackAddress = (redirectTo: string, pageUrl: string): URL | undefined => {
  if (!URL.canParse(redirectTo)) return undefined;
  const back = new URL(redirectTo);
  const isWeb = back.protocol === 'http:' || back.protocol === 'https:';
  const isOurs = back.origin === new URL(pageUrl).origin && back.username === '' && back.password === '';
  return isWeb && isOurs ? back : undefined;
};
