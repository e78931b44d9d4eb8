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
