import { AccountStatus, Prisma, Role } from '../../database/generated/client.ts';
import { anyOf, forAdmins, nodeId, type Table, time } from './table.ts';

const accounts: Table = {
  from: Prisma.sql`"Account"`,
  key: Prisma.sql`"Account"."createdAt"`,
  id: Prisma.sql`"Account"."id"`,
  columns: {
    id: nodeId('Account', Prisma.sql`"Account"."id"`),
    username: Prisma.sql`"Account"."username"`,
    email: Prisma.sql`"Account"."email"`,
    emailVerifiedAt: time(Prisma.sql`"Account"."emailVerifiedAt"`),
    displayName: Prisma.sql`"Account"."displayName"`,
    firstName: Prisma.sql`"Account"."firstName"`,
    lastName: Prisma.sql`"Account"."lastName"`,
    role: Prisma.sql`"Account"."role"::text`,
    status: Prisma.sql`"Account"."status"::text`,
    suspensionReason: Prisma.sql`"Account"."suspensionReason"`,
    timeZone: Prisma.sql`"Account"."timeZone"`,
    isGuest: Prisma.sql`"Account"."isGuest"`,
    createdAt: time(Prisma.sql`"Account"."createdAt"`),
  },
};

/** Accounts, without deleted ones. */
export const openAccounts = forAdmins(
  accounts,
  { status: anyOf(AccountStatus), role: anyOf(Role) },
  ({ status, role }) => [
    Prisma.sql`"Account"."deletedAt" IS NULL`,
    ...(status ? [Prisma.sql`"Account"."status" = ANY(${status}::"AccountStatus"[])`] : []),
    ...(role ? [Prisma.sql`"Account"."role" = ANY(${role}::"Role"[])`] : []),
  ],
);
