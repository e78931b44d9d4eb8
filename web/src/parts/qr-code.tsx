import qrcode from 'qrcode-generator';

/** Ten characters as people read them out. */
export const inGroups = (code: string) => code.replace(/^(.{5})(.+)$/, '$1-$2');

const quiet = 3;

/** A code to show at the entrance: as a QR code, drawn here, and as text. */
export default function QrCode({ code }: { code: string }) {
  const qr = qrcode(0, 'M');
  qr.addData(code, 'Alphanumeric');
  qr.make();
  const size = qr.getModuleCount();
  const numbers = Array.from({ length: size }, (_, index) => index);
  const path = numbers
    .flatMap((row) => numbers.filter((column) => qr.isDark(row, column)).map((column) => `M${column},${row}h1v1h-1z`))
    .join('');
  return (
    <figure className="qr">
      <svg viewBox={`${-quiet} ${-quiet} ${size + 2 * quiet} ${size + 2 * quiet}`} role="img" aria-label="QR code">
        <path d={path} />
      </svg>
      <figcaption translate="no">{inGroups(code)}</figcaption>
    </figure>
  );
}
