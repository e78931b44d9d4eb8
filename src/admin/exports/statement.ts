import { z } from 'zod';
import { monthOfHost } from '../../bookings/revenue/loaders.ts';
import { statementTable } from '../../bookings/statements/loaders.ts';
import type { SignedIn } from '../../context.ts';
import { Prisma } from '../../database/generated/client.ts';
import { ForbiddenError, NotFoundError } from '../../errors.ts';
import { parseGlobalId } from '../../graphql/global-ids.ts';
import { validate } from '../../validation.ts';
import { type ExportRequest, listed, nodeId, once, reason, time } from './table.ts';

const hostId = once
  .transform(([given]) => (given === undefined ? null : parseGlobalId(given)))
  .refine(
    (given) => given === null || given.typename === 'User' || given.typename === 'Account',
    'must be the ID of a User',
  )
  .transform((given) => given?.id ?? null);
const month = once
  .transform(([given = '']) => given)
  .pipe(z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month, like 2026-11'));

/** What a host earned in a month, for the host and for admins, who give a reason for what is not their own. */
export async function openStatement({ app, viewer }: SignedIn, parameters: URLSearchParams): Promise<ExportRequest> {
  const asked = validate(z.object({ hostId }), listed(parameters)).hostId;
  const isOwn = asked === null || asked === viewer.account.id;
  if (!isOwn && viewer.account.role !== 'ADMIN')
    throw new ForbiddenError('Only the host and admins may export a statement.');
  const given = validate(z.strictObject({ hostId, month, reason: reason(!isOwn) }), listed(parameters));
  const host = isOwn ? viewer.account : await app.database.prisma.account.findUnique({ where: { id: asked } });
  if (!host) throw new NotFoundError('account');
  return {
    table: {
      from: Prisma.sql`${statementTable(monthOfHost(host, { month: new Date(`${given.month}-01`) }))} line`,
      key: Prisma.sql`line."startsAt"`,
      id: Prisma.sql`line."key"`,
      columns: {
        sessionId: nodeId('Session', Prisma.sql`line."sessionId"`),
        title: Prisma.sql`line."title"`,
        startsAt: time(Prisma.sql`line."startsAt"`),
        status: Prisma.sql`line."status"`,
        currency: Prisma.sql`line."currency"`,
        bookings: Prisma.sql`line."bookings"`,
        grossMinor: Prisma.sql`line."gross"`,
        refundedMinor: Prisma.sql`line."refunded"`,
        netMinor: Prisma.sql`line."gross" - line."refunded"`,
        receivedMinor: Prisma.sql`line."received"`,
        paidBackMinor: Prisma.sql`line."paidBack"`,
        taxMinor: Prisma.sql`line."tax"`,
      },
    },
    reason: given.reason || null,
    filter: { month: given.month },
    where: [Prisma.sql`true`],
    until: new Date(),
    target: { targetType: 'Account', targetId: host.id },
  };
}
