import qrcode from 'qrcode-generator';

/** A QR code as a GIF: mail programs show pictures that a mail brings along, and neither SVG nor those of other servers. */
export function qrImage(text: string): Buffer {
  const code = qrcode(0, 'M');
  code.addData(text, 'Alphanumeric');
  code.make();
  const [, data = ''] = code.createDataURL(6, 24).split(',');
  return Buffer.from(data, 'base64');
}
