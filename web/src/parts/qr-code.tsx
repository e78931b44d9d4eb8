import qrcode from 'qrcode-generator';

/** Ten characters as people read them out. */
export const inGroups = (code: string) => code.replace(/^(.{5})(.+)$/, '$1-$2');

const quiet = 3;

interface QrDrawingProps {
  text: string;
  mode: 'Alphanumeric' | 'Byte';
  label: string;
}

/** A QR code, drawn in this page: no other server sees the text. */
export function QrDrawing({ text, mode, label }: QrDrawingProps) {
  const qr = qrcode(0, 'M');
  qr.addData(text, mode);
  qr.make();
  const size = qr.getModuleCount();
  const numbers = Array.from({ length: size }, (_, index) => index);
  const path = numbers
    .flatMap((row) => numbers.filter((column) => qr.isDark(row, column)).map((column) => `M${column},${row}h1v1h-1z`))
    .join('');
  return (
    <svg viewBox={`${-quiet} ${-quiet} ${size + 2 * quiet} ${size + 2 * quiet}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}

/** A code to show at the entrance: as a QR code and as text. */
export default function QrCode({ code }: { code: string }) {
  return (
    <figure className="qr">
      <QrDrawing text={code} mode="Alphanumeric" label="QR code" />
      <figcaption translate="no">{inGroups(code)}</figcaption>
    </figure>
  );
}
