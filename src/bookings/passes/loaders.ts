import type { Pass, Session } from '../../database/generated/client.ts';
import { type PassWithBalance, passObstacle } from '../../passes/rules.ts';
import { requestLoader } from '../../request-loader.ts';

/** The viewer's passes that would pay for a seat in a session now. */
export const usablePasses = requestLoader<Session, Pass[]>(
  async (sessions, { app: { database }, viewer }) => {
    if (!viewer || sessions.every(({ priceMinor }) => priceMinor === 0)) return sessions.map(() => []);
    const passes = await database.rows<PassWithBalance>`
      SELECT "Pass".*, (SELECT coalesce(sum("credits"), 0)::int FROM "PassEntry" WHERE "passId" = "Pass"."id") AS "balance"
      FROM "Pass" WHERE "accountId" = ${viewer.account.id}::uuid AND "state" = 'PAID' AND "endedAt" IS NULL
        AND ("validUntil" IS NULL OR "validUntil" > now())
      ORDER BY "validUntil" NULLS LAST, "boughtAt", "id"`;
    return sessions.map((session) => passes.filter((pass) => passObstacle(pass, session, 1) === null));
  },
  ({ id }) => id,
);
