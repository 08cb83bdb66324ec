/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** What is painted: where it lies at all, and how far outside of it a point is (below 0 inside), in pixels. */
export type Shape = {
  left: number;
  top: number;
  right: number;
  bottom: number;
  distance: (x: number, y: number) => number;
};

export const mix = (from: Colour, to: Colour, share: number): Colour => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

export const circle = (x: number, y: number, radius: number): Shape => ({
  left: x - radius,
  top: y - radius,
  right: x + radius,
  bottom: y + radius,
  distance: (px, py) => Math.hypot(px - x, py - y) - radius,
});

export const box = (left: number, top: number, right: number, bottom: number): Shape => ({
  left,
  top,
  right,
  bottom,
  distance: (x, y) => Math.max(left - x, x - right, top - y, y - bottom),
});

/** A shape without dents, by its corners in the order in which they go round it. */
export const convex = (...corners: readonly (readonly [number, number])[]): Shape => {
  const sides = corners.map(([x, y], index) => {
    const [toX, toY] = corners[(index + 1) % corners.length] ?? [x, y];
    return { x, y, toX, toY };
  });
  const isClockwise = sides.reduce((area, { x, y, toX, toY }) => area + x * toY - toX * y, 0) > 0;
  const edges = sides.map(({ x, y, toX, toY }) => {
    const length = (Math.hypot(toX - x, toY - y) || 1) * (isClockwise ? 1 : -1);
    return { x, y, normalX: (toY - y) / length, normalY: (x - toX) / length };
  });
  return {
    left: Math.min(...corners.map(([x]) => x)),
    top: Math.min(...corners.map(([, y]) => y)),
    right: Math.max(...corners.map(([x]) => x)),
    bottom: Math.max(...corners.map(([, y]) => y)),
    distance: (px, py) =>
      edges.reduce((far, { x, y, normalX, normalY }) => Math.max(far, (px - x) * normalX + (py - y) * normalY), -1e9),
  };
};

/** Rows of red, green, blue and opacity, a byte each, to be painted on. */
export class Canvas {
  readonly data: Uint8ClampedArray;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(width * height * 4).fill(255);
  }

  /** What lengths of a scene are measured by: the shorter side. */
  get unit(): number {
    return Math.min(this.width, this.height);
  }

  blend(x: number, y: number, colour: Colour, share: number): void {
    const at = (y * this.width + x) * 4;
    for (let part = 0; part < 3; part += 1) {
      const before = this.data[at + part] ?? 0;
      this.data[at + part] = before + ((colour[part] ?? 0) - before) * share;
    }
  }

  /** Every pixel of the rows from `top` on, as `shade` has it. */
  shadeRows(top: number, shade: (x: number, y: number) => Colour): void {
    for (let y = Math.max(0, Math.floor(top)); y < this.height; y += 1) {
      for (let x = 0; x < this.width; x += 1) this.blend(x, y, shade(x, y), 1);
    }
  }

  /** Paints a shape with a soft edge of one pixel. */
  paint(shape: Shape, colour: Colour, share = 1): void {
    const [left, top] = [Math.max(0, Math.floor(shape.left) - 1), Math.max(0, Math.floor(shape.top) - 1)];
    const right = Math.min(this.width, Math.ceil(shape.right) + 2);
    const bottom = Math.min(this.height, Math.ceil(shape.bottom) + 2);
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        const cover = 0.5 - shape.distance(x + 0.5, y + 0.5);
        if (cover > 0) this.blend(x, y, colour, Math.min(1, cover) * share);
      }
    }
  }

  /** Fills each column from a height down to the bottom. */
  paintGround(heightAt: (x: number) => number, colourAt: (x: number, y: number) => Colour): void {
    for (let x = 0; x < this.width; x += 1) {
      const edge = Math.max(0, heightAt(x));
      for (let y = Math.floor(edge); y < this.height; y += 1) {
        this.blend(x, y, colourAt(x, y), Math.min(1, y + 1 - edge));
      }
    }
  }
}
