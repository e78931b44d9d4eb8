import { Prisma } from '../../database/generated/client.ts';
import { forAdmins, nodeId, type Table, time, unlessDeleted } from './table.ts';

const passes: Table = {
  from: Prisma.sql`"Pass" JOIN "Account" ON "Account"."id" = "Pass"."accountId"
    LEFT JOIN "Account" host ON host."id" = "Pass"."hostId"`,
  key: Prisma.sql`"Pass"."boughtAt"`,
  id: Prisma.sql`"Pass"."id"`,
  columns: {
    id: nodeId('Pass', Prisma.sql`"Pass"."id"`),
    title: Prisma.sql`"Pass"."title"`,
    state: Prisma.sql`"Pass"."state"::text`,
    boughtAt: time(Prisma.sql`"Pass"."boughtAt"`),
    paidAt: time(Prisma.sql`"Pass"."paidAt"`),
    validUntil: time(Prisma.sql`"Pass"."validUntil"`),
    returnedAt: time(Prisma.sql`"Pass"."endedAt"`),
    credits: Prisma.sql`"Pass"."credits"`,
    balance: Prisma.sql`CASE WHEN "Pass"."credits" IS NOT NULL THEN
      (SELECT coalesce(sum("PassEntry"."credits"), 0) FROM "PassEntry" WHERE "PassEntry"."passId" = "Pass"."id") END`,
    amountMinor: Prisma.sql`"Pass"."amountMinor"`,
    refundMinor: Prisma.sql`"Pass"."refundMinor"`,
    currency: Prisma.sql`"Pass"."currency"`,
    accountId: nodeId('Account', Prisma.sql`"Account"."id"`),
    username: unlessDeleted('Account', Prisma.sql`"Account"."username"`),
    hostUsername: unlessDeleted('host', Prisma.sql`host."username"`),
  },
};

export const openPasses = forAdmins(passes, {}, () => []);
