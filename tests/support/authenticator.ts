import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A passkey in software, as far as WebAuthn is concerned: ES256, without attestation. */
export function createAuthenticator(origin: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const credentialId = randomBytes(32);
  const id = base64url(credentialId);
  let counter = 0;
  let rpId = '';

  const clientData = (type: string, challenge: string, from = origin) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));

  /** RFC of WebAuthn §6.1: the host's hash, flags, the counter, and for a new passkey its key. */
  const authenticatorData = (isVerified: boolean, attested = Buffer.alloc(0)) =>
    Buffer.concat([
      createHash('sha256').update(rpId).digest(),
      Buffer.from([0x01 | (isVerified ? 0x04 : 0) | (attested.length > 0 ? 0x40 : 0)]),
      uint32(counter),
      attested,
    ]);

  return {
    id,
    /** What a browser answers to the options of a registration. */
    register(options: object, { isVerified = true, from = origin } = {}) {
      const { challenge, rp } = options as { challenge: string; rp: { id: string } };
      rpId = rp.id;
      const coseKey = map([
        [1, integer(2)],
        [3, integer(-7)],
        [-1, integer(1)],
        [-2, bytes(Buffer.from(x, 'base64url'))],
        [-3, bytes(Buffer.from(y, 'base64url'))],
      ]);
      const attested = Buffer.concat([Buffer.alloc(16), uint16(credentialId.length), credentialId, coseKey]);
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        ...[text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0])],
        ...[text('authData'), bytes(authenticatorData(isVerified, attested))],
      ]);
      return {
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', challenge, from)),
          attestationObject: base64url(attestationObject),
          transports: ['internal'],
        },
      };
    },
    /** What a browser answers to the options of a sign-in; `step` is what the counter grows by. */
    signIn(options: object, { isVerified = true, from = origin, step = 1 } = {}) {
      const { challenge } = options as { challenge: string };
      counter += step;
      const data = authenticatorData(isVerified);
      const client = clientData('webauthn.get', challenge, from);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      return {
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(data),
          signature: base64url(sign('sha256', signed, privateKey)),
        },
      };
    },
  };
}

const base64url = (value: Buffer) => value.toString('base64url');

const uint16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

// As much of CBOR (RFC 8949) as a passkey needs.
function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.concat([Buffer.from([(major << 5) | 25]), uint16(length)]);
}
const integer = (value: number) => (value < 0 ? head(1, -1 - value) : head(0, value));
const bytes = (value: Buffer) => Buffer.concat([head(2, value.length), value]);
const text = (value: string) => Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
const map = (entries: [number, Buffer][]) =>
  Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, value]) => [integer(key), value])]);
