import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** The settings that are secrets of this server's own. */
export const secretNames = ['JWT_SECRET', 'PAYMENT_WEBHOOK_SECRET', 'METRICS_TOKEN', 'ADMIN_PASSWORD'] as const;

/**
 * The password of the demo's accounts, which the documentation publishes. Where there is no demo it signs nobody in: a
 * database may have been filled with the demo before.
 */
export const publishedPassword = 'practice-every-day';

/** What templates and examples write where a secret belongs. */
const placeholders = [
  /change[\W_]*(?:me|this|it)|replace[\W_]*(?:me|this|with)|place[\W_]*holder|super[\W_]*secret/i,
  /do[\W_]*not[\W_]*use|\b(?:insecure|todo|please)\b/i,
  /\b(?:your|insert|put|enter|example|sample|dummy)\b.*\b(?:secret|key|token|password|value|here)\b/i,
  /^\s*(?:<.*>|\$\{.*\}|\{\{.*\}\}|\[.*\])\s*$/,
];

// Random text of the shortest allowed secret practically never has fewer.
const fewestCharacters = 6;

/** Tells why a secret can be guessed; null where nothing shows that it can. */
export function weaknessOf(secret: string): string | null {
  if (secret.trim() === '') return 'must not be blank';
  if (isRepeated(secret)) return 'must not be one text again and again';
  if (new Set(secret).size < fewestCharacters) return `must have at least ${fewestCharacters} different characters`;
  const isPlaceholder =
    secret === publishedPassword || placeholders.some((one) => one.test(secret.replaceAll('_', '-')));
  return isPlaceholder ? 'must not be a placeholder of an example' : null;
}

/** Whether a text repeats its beginning, the last time maybe in part. */
function isRepeated(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length += 1) {
    if (text.startsWith(text.slice(length))) return true;
  }
  return false;
}

/** Encrypts a text for the database, by a key that is derived from JWT_SECRET for one purpose alone (AES-256-GCM). */
export function seal(jwtSecret: string, purpose: string, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(jwtSecret, purpose), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Reads what seal() wrote; null where it was changed, or sealed under another JWT_SECRET. */
export function unseal(jwtSecret: string, purpose: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  const [nonce, tag] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes, nonceBytes + tagBytes)];
  try {
    const decipher = createDecipheriv('aes-256-gcm', sealingKey(jwtSecret, purpose), nonce).setAuthTag(tag);
    const text = decipher.update(bytes.subarray(nonceBytes + tagBytes));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

const nonceBytes = 12;
const tagBytes = 16;

function sealingKey(jwtSecret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', jwtSecret, '', purpose, 32));
}
