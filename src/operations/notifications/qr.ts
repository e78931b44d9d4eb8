import { encode } from 'fast-png';
import encodeQR from 'qr';

// Several pixels for each module keep the edges sharp where a program enlarges the picture.
const options = { ecc: 'medium', encoding: 'alphanumeric', border: 4, scale: 6 } as const;

/** A QR code as a PNG: mail programs show pictures that a mail brings along, and neither SVG nor those of other servers. */
export function qrImage(text: string): Buffer {
  const rows = encodeQR(text, 'raw', options);
  const size = rows.length;
  const bytes = Math.ceil(size / 8);
  // A bit for each pixel: 1 is white.
  const data = new Uint8Array(bytes * size);
  for (const [y, row] of rows.entries()) {
    for (const [x, isDark] of row.entries()) {
      const at = y * bytes + (x >> 3);
      if (!isDark) data[at] = (data[at] as number) | (0x80 >> (x & 7));
    }
  }
  return Buffer.from(encode({ width: size, height: size, channels: 1, depth: 1, data }));
}
