import { z } from 'zod';
import type { Context } from '../context.ts';
import {
  type Account,
  type AccountStatus,
  type AuditEvent,
  type DeviceSession,
  Prisma,
  type Role,
} from '../database/generated/client.ts';
import { type Page, type PageArguments, readPage } from '../database/pages.ts';
import { containsWords } from '../database/search.ts';
import { requestLoader } from '../request-loader.ts';
import { instant } from '../sessions/validation.ts';
import { line, text, validate } from '../validation.ts';

export interface AccountFilter {
  search?: string | null;
  role?: Role[] | null;
  status?: AccountStatus[] | null;
  isGuest?: boolean | null;
}

export interface DeviceSessionFilter {
  search?: string | null;
  accountId?: string | null;
  active?: boolean | null;
  from?: Date | null;
  to?: Date | null;
}

export interface AuditFilter {
  actorId?: string | null;
  targetId?: string | null;
  action?: string[] | null;
  refused?: boolean | null;
  from?: Date | null;
  to?: Date | null;
}

/** All accounts, latest first. */
export function allAccounts(
  { app: { database } }: Context,
  { search, role, status, isGuest }: AccountFilter,
  page: PageArguments,
): Promise<Page<Account>> {
  const where: Prisma.Sql[] = [];
  if (search) where.push(containsWords(names, validate(searchText, search)));
  if (role) where.push(Prisma.sql`"Account"."role" = ANY(${role}::"Role"[])`);
  if (status) where.push(Prisma.sql`"Account"."status" = ANY(${status}::"AccountStatus"[])`);
  if (isGuest != null) where.push(Prisma.sql`"Account"."isGuest" = ${isGuest}`);
  return readPage(database, latestFirst('Account', 'createdAt', where), page);
}

/** Everybody's device sessions, latest first. */
export function allDeviceSessions(
  { app: { database } }: Context,
  { search, accountId, active, from, to }: DeviceSessionFilter,
  page: PageArguments,
): Promise<Page<DeviceSession>> {
  const where: Prisma.Sql[] = [];
  if (search) where.push(containsWords([...deviceColumns, ...names], validate(searchText, search)));
  if (accountId) where.push(Prisma.sql`"DeviceSession"."accountId" = ${accountId}::uuid`);
  if (active != null) {
    where.push(Prisma.sql`("DeviceSession"."endedAt" IS NULL AND "DeviceSession"."expiresAt" > now()) = ${active}`);
  }
  where.push(...within(Prisma.sql`"DeviceSession"."createdAt"`, { from, to }));
  const joins = search ? Prisma.sql`JOIN "Account" ON "Account"."id" = "DeviceSession"."accountId"` : Prisma.empty;
  return readPage(database, { ...latestFirst('DeviceSession', 'createdAt', where), joins }, page);
}

/** The audit, latest first. */
export function auditEvents(
  { app: { database } }: Context,
  filter: AuditFilter,
  page: PageArguments,
): Promise<Page<AuditEvent>> {
  const { actorId, targetId, action, refused, from, to } = filter;
  const where: Prisma.Sql[] = [];
  if (actorId) where.push(Prisma.sql`"AuditEvent"."actorId" = ${actorId}::uuid`);
  if (targetId) where.push(Prisma.sql`"AuditEvent"."targetId" = ${targetId}::uuid`);
  if (action)
    where.push(Prisma.sql`"AuditEvent"."action" = ANY(${action.map((one) => validate(line(0, 100), one))}::text[])`);
  if (refused != null) where.push(Prisma.sql`("AuditEvent"."refusal" IS NOT NULL) = ${refused}`);
  where.push(...within(Prisma.sql`"AuditEvent"."occurredAt"`, { from, to }));
  return readPage(database, latestFirst('AuditEvent', 'occurredAt', where), page);
}

/** Audit events, for admins. */
export async function auditEventsById(ids: string[], { app: { database }, viewer }: Context): Promise<AuditEvent[]> {
  return viewer?.account.role === 'ADMIN' ? database.prisma.auditEvent.findMany({ where: { id: { in: ids } } }) : [];
}

const isDeleted = requestLoader(async (accountIds: readonly string[], { app: { database } }) => {
  const deleted = await database.prisma.account.findMany({
    where: { id: { in: [...accountIds] }, deletedAt: { not: null } },
    select: { id: true },
  });
  const ids = new Set(deleted.map(({ id }) => id));
  return accountIds.map((id) => ids.has(id));
});

/**
 * The address that an action came from. Where nobody was signed in it is most often that of the person whom the action
 * was about. Deleted people have none.
 */
export async function addressOfAudit(
  { actorId, targetType, targetId, ipAddress }: AuditEvent,
  _arguments: unknown,
  context: Context,
): Promise<string | null> {
  const person = actorId ?? (targetType === 'Account' ? targetId : null);
  return person && (await isDeleted(context).load(person)) ? null : ipAddress;
}

export interface Overview {
  accounts: number;
  activeDeviceSessions: number;
  liveSessions: number;
  onlineParticipants: number;
  bookingsToday: number;
  practiceSecondsToday: number;
}

/** Counts the present state of the studio. Today is the day in UTC. */
export async function overview({ app: { database } }: Context): Promise<Overview> {
  const [counts] = await database.rows<Overview>`
    SELECT
      (SELECT count(*)::int FROM "Account" WHERE NOT "isGuest") AS "accounts",
      (SELECT count(*)::int FROM "DeviceSession" WHERE "endedAt" IS NULL AND "expiresAt" > now()) AS "activeDeviceSessions",
      (SELECT count(*)::int FROM "Session" WHERE "status" = 'LIVE') AS "liveSessions",
      (SELECT count(*)::int FROM "Participant" WHERE "presence" = 'ONLINE') AS "onlineParticipants",
      (SELECT count(*)::int FROM "Booking" WHERE "bookedAt" >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC') AS "bookingsToday",
      (SELECT coalesce(sum("completedSeconds"), 0)::int FROM "PracticeDay" WHERE "date" = (now() AT TIME ZONE 'UTC')::date) AS "practiceSecondsToday"`;
  return counts as Overview;
}

function latestFirst(table: string, column: string, where: Prisma.Sql[]) {
  const sortKey = Prisma.raw(`"${table}"."${column}"`);
  return { table, where, sortKey, sortType: 'timestamptz', direction: 'DESC' } as const;
}

const searchText = text(0, 200);
const names = ['email', 'username', 'displayName', 'firstName', 'lastName'].map((name) =>
  Prisma.raw(`"Account"."${name}"`),
);
const deviceColumns = ['deviceName', 'browser', 'os', 'ipAddress', 'location'].map((name) =>
  Prisma.raw(`"DeviceSession"."${name}"`),
);

const times = z.object({ filter: z.object({ from: instant.nullish(), to: instant.nullish() }) });

/** Conditions that a time is `from` or later, and before `to`. */
function within(
  column: Prisma.Sql,
  given: { from?: Date | null | undefined; to?: Date | null | undefined },
): Prisma.Sql[] {
  const { from, to } = validate(times, { filter: given }).filter;
  return [
    ...(from ? [Prisma.sql`${column} >= ${from}::timestamptz`] : []),
    ...(to ? [Prisma.sql`${column} < ${to}::timestamptz`] : []),
  ];
}
