import { useEffect, useRef, useState } from 'react';

/** The last end of a sentence in a text, in any script that we know ends of. */
const LAST_END = /^[\s\S]*[.!?…।。！？]["”’)\]]*(?=\s)/u;
/** Signs of Markdown, which are for the eye. */
const SIGNS = /[#*_`>|~]+/g;
const KEPT_MAX = 4;

/**
 * Tells a screen reader an answer sentence by sentence while it grows: each once, and whole.
 * @param text of the answer that is on its way; undefined while there is none
 */
export const Announcer = ({ text }: { text: string | undefined }) => {
  const told = useRef(0);
  const [sentences, setSentences] = useState<readonly { at: number; words: string }[]>([]);
  const grown = useRef('');
  useEffect(() => {
    const isOver = text === undefined;
    const whole = isOver ? grown.current : text;
    if (!isOver && !whole.startsWith(grown.current)) told.current = 0;
    const end = isOver ? whole.length : (LAST_END.exec(whole)?.[0].length ?? 0);
    const at = told.current;
    if (end > at) {
      const words = whole.slice(at, end).replace(SIGNS, ' ').trim();
      told.current = end;
      if (words !== '') setSentences((known) => [...known.slice(1 - KEPT_MAX), { at, words }]);
    }
    grown.current = isOver ? '' : whole;
    if (isOver) told.current = 0;
  }, [text]);
  return (
    <div aria-live="polite" className="sr-only" dir="auto">
      {sentences.map(({ at, words }) => (
        <p key={`${at}:${words.length}`}>{words}</p>
      ))}
    </div>
  );
};
