import pg from 'pg';
import { claimsOf, localId, pool } from './settings.ts';
import { signedIn } from './statements.ts';

const inside = `AND EXISTS (SELECT FROM "Participant" participant WHERE participant."sessionId" = $3
  AND participant."accountId" = account."id" AND participant."removedAt" IS NULL AND participant."presence" <> 'LEFT')`;

/**
 * Admits subscribers of a session as Shala does: by the token and the device session when they connect, and by both and the
 * participant when they subscribe. Nobody becomes present by it.
 */
export function createAdmission() {
  const database = new pg.Pool(pool);
  const isAdmitted = async (name: string, rule: string, authorization: string | undefined, ...more: string[]) => {
    const claims = claimsOf(authorization);
    if (!claims) return false;
    const text = `SELECT account."id" ${signedIn} ${rule}`;
    const { rows } = await database.query({ name, text, values: [claims.deviceSessionId, claims.accountId, ...more] });
    return rows.length > 0;
  };
  return {
    isSignedIn: (authorization: string | undefined) => isAdmitted('signed-in', '', authorization),
    async requireInside(authorization: string | undefined, sessionId: string): Promise<void> {
      if (!(await isAdmitted('inside', inside, authorization, localId(sessionId)))) throw new Error('Not admitted.');
    },
  };
}
