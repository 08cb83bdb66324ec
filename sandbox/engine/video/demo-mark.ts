/** "DEMO", a character a pixel. */
const MARK = [
  '1110.11111.1...1.0111.',
  '1..1.1.....11.11.1...1',
  '1..1.1111..1.1.1.1...1',
  '1..1.1.....1...1.1...1',
  '1110.11111.1...1.0111.',
].map((row) => [...row].map((pixel) => pixel === '1'));

const SCALE = 2;
const PADDING = 4;
const MARGIN = 8;
const INK = 255;
const PAPER = 32;

const MARK_WIDTH = (MARK[0]?.length ?? 0) * SCALE + 2 * PADDING;
const MARK_HEIGHT = MARK.length * SCALE + 2 * PADDING;

const isInk = (x: number, y: number): boolean =>
  MARK[Math.floor((y - PADDING) / SCALE)]?.[Math.floor((x - PADDING) / SCALE)] ?? false;

/** Writes into the lower right corner what nobody is to take for a vendor's work. */
export const drawDemoMark = (pixels: Uint8Array, width: number, height: number): void => {
  for (let y = 0; y < MARK_HEIGHT; y += 1) {
    const row = (height - MARGIN - MARK_HEIGHT + y) * width + width - MARGIN - MARK_WIDTH;
    for (let x = 0; x < MARK_WIDTH; x += 1) pixels.fill(isInk(x, y) ? INK : PAPER, (row + x) * 4, (row + x) * 4 + 3);
  }
};
