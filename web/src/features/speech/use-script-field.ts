import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Up to here every key is told at once; a longer text is told when the typing rests, so that it costs no redraw a key. */
const AT_ONCE_MAX_CHARS = 5_000;
const REST_MS = 220;

export type ScriptField = {
  ref: RefObject<HTMLTextAreaElement | null>;
  /** What is typed has not been told yet. */
  isTyping: boolean;
  onInput: () => void;
  /** Puts a text where the cursor stands, as if it were typed. */
  insert: (text: string) => void;
};

/** A field that keeps its own text while somebody types in it, and tells it when there is time. */
export const useScriptField = (text: string, onText: (text: string) => void): ScriptField => {
  const ref = useRef<HTMLTextAreaElement>(null);
  const told = useRef<string>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(onText);
  const [isTyping, setTyping] = useState(false);
  useEffect(() => {
    latest.current = onText;
  });

  const tell = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setTyping(false);
    if (!ref.current || ref.current.value === told.current) return;
    told.current = ref.current.value;
    latest.current(told.current);
  }, []);
  const onInput = useCallback(() => {
    if ((ref.current?.value.length ?? 0) <= AT_ONCE_MAX_CHARS) return tell();
    setTyping(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(tell, REST_MS);
  }, [tell]);

  // A text that comes from elsewhere: kept from before, an example, a file.
  useLayoutEffect(() => {
    if (!ref.current || text === told.current) return;
    clearTimeout(timer.current);
    told.current = text;
    ref.current.value = text;
    setTyping(false);
  }, [text]);

  // Who leaves in the middle of a word keeps it.
  useEffect(() => {
    const leave = () => timer.current !== undefined && tell();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [tell]);

  const insert = useCallback(
    (addition: string) => {
      const field = ref.current;
      if (!field) return;
      field.focus();
      field.setRangeText(addition, field.selectionStart, field.selectionEnd, 'end');
      onInput();
    },
    [onInput],
  );
  return { ref, isTyping, onInput, insert };
};
