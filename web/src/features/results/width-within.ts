/** The width, in CSS, of what is as wide as there is room and no higher than most of the window. */
export const widthWithin = (widthPx: number, heightPx: number): string =>
  `min(100%, calc(70dvh * ${widthPx / heightPx}))`;
