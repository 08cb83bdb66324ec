const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

export type EngineText = {
  text: string;
  /** For each code point of `text`, and one past its end, the UTF-16 index it came from. */
  origins: Uint32Array;
};

/**
 * Writes plain text the way the engine must get it: it reads SSML, so `<break time="9s"/>` in somebody's
 * text would be obeyed instead of spoken. The map brings the engine's positions back to the text.
 */
export const toEngineText = (plain: string): EngineText => {
  const origins: number[] = [];
  let text = '';
  let index = 0;
  for (const char of plain) {
    const written = ENTITIES[char] ?? char;
    text += written;
    const codePoints = written === char ? 1 : written.length;
    for (let at = 0; at < codePoints; at += 1) origins.push(index);
    index += char.length;
  }
  origins.push(index);
  return { text, origins: Uint32Array.from(origins) };
};
