import { box, type Canvas } from './canvas.ts';

/** Rows of five, a bit a dot. */
const LETTERS = [
  [0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110],
  [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
  [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001],
  [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
] as const;
const [COLUMNS, ROWS, STEP] = [5, 7, 6];

/** Writes DEMO into the lower left corner, so that nobody takes the picture for a model's. */
export const markAsDemo = (canvas: Canvas): void => {
  const dot = Math.max(1, Math.round(canvas.unit / 260));
  const [left, top] = [dot * 5, canvas.height - dot * (ROWS + 5)];
  const width = dot * (LETTERS.length * STEP - 1);
  canvas.paint(box(left - dot * 2, top - dot * 2, left + width + dot * 2, top + dot * (ROWS + 2)), [0, 0, 0], 0.45);
  for (const [letter, rows] of LETTERS.entries()) {
    for (const [row, bits] of rows.entries()) {
      for (let column = 0; column < COLUMNS; column += 1) {
        if (!((bits >> (COLUMNS - 1 - column)) & 1)) continue;
        const [x, y] = [left + dot * (letter * STEP + column), top + dot * row];
        canvas.paint(box(x, y, x + dot, y + dot), [255, 255, 255], 0.92);
      }
    }
  }
};
