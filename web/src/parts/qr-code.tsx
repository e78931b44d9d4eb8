import encodeQR from 'qr';

/** Ten characters as people read them out. */
export const inGroups = (code: string) => code.replace(/^(.{5})(.+)$/, '$1-$2');

interface QrDrawingProps {
  text: string;
  encoding: 'alphanumeric' | 'byte';
  label: string;
}

/** A QR code, drawn in this page: no other server sees the text. */
export function QrDrawing({ text, encoding, label }: QrDrawingProps) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', encoding, border: 3 });
  const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x},${y}h1v1h-1z` : ''))).join('');
  return (
    <svg viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}

/** A code to show at the entrance: as a QR code and as text. */
export default function QrCode({ code }: { code: string }) {
  return (
    <figure className="qr">
      <QrDrawing text={code} encoding="alphanumeric" label="QR code" />
      <figcaption translate="no">{inGroups(code)}</figcaption>
    </figure>
  );
}
