/** As much of Turnstile's own script as is used here. */
export type Turnstile = {
  render(
    container: HTMLElement,
    params: {
      sitekey: string;
      action: string;
      theme: 'light' | 'dark';
      language: string;
      size: 'flexible';
      'response-field': boolean;
      callback: (token: string) => void;
      /** True when it was told to the person; otherwise the widget tells it in the console. */
      'error-callback': () => boolean;
    },
  ): string;
  remove(widgetId: string): void;
};

declare global {
  interface Window {
    turnstile?: Turnstile;
  }
}

let arrival: Promise<Turnstile> | undefined;

const load = (scriptUrl: string): Promise<Turnstile> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const fail = () => {
      script.remove();
      reject(new Error('the script of the captcha did not come'));
    };
    script.src = scriptUrl;
    script.onload = () => (window.turnstile ? resolve(window.turnstile) : fail());
    script.onerror = fail;
    document.head.append(script);
  });

/** The captcha's script, once a page; one that did not come is asked for again the next time. */
export const loadTurnstile = (scriptUrl: string): Promise<Turnstile> => {
  arrival ??= load(scriptUrl).catch((error: unknown) => {
    arrival = undefined;
    throw error;
  });
  return arrival;
};
