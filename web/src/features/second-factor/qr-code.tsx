import { encode } from 'uqr';

/** Light around the code, in modules: what readers need to find it. */
const QUIET_MODULES = 4;

/** A text as a QR code. Always dark on light, in either theme: many readers know it no other way. */
export const QrCode = ({ text, label, className }: { text: string; label: string; className: string }) => {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={className}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
};
