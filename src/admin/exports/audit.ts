import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { line } from '../../validation.ts';
import { forAdmins, nodeId, type Table, time, unlessDeleted } from './table.ts';

const audit: Table = {
  // The address is the actor's or, where nobody was signed in, most often that of the person whom it is about.
  from: Prisma.sql`"AuditEvent" LEFT JOIN "Account" actor ON actor."id" = "AuditEvent"."actorId"
    LEFT JOIN "Account" person ON person."id" = coalesce("AuditEvent"."actorId",
      CASE WHEN "AuditEvent"."targetType" = 'Account' THEN "AuditEvent"."targetId" END)`,
  key: Prisma.sql`"AuditEvent"."occurredAt"`,
  id: Prisma.sql`"AuditEvent"."id"`,
  columns: {
    id: nodeId('AuditEvent', Prisma.sql`"AuditEvent"."id"`),
    occurredAt: time(Prisma.sql`"AuditEvent"."occurredAt"`),
    action: Prisma.sql`"AuditEvent"."action"`,
    actorId: nodeId('User', Prisma.sql`actor."id"`),
    actorUsername: unlessDeleted('actor', Prisma.sql`actor."username"`),
    targetType: Prisma.sql`"AuditEvent"."targetType"`,
    targetId: nodeId(Prisma.sql`"AuditEvent"."targetType"`, Prisma.sql`"AuditEvent"."targetId"`),
    ipAddress: unlessDeleted('person', Prisma.sql`"AuditEvent"."ipAddress"`),
    reason: Prisma.sql`"AuditEvent"."reason"`,
    refusal: Prisma.sql`"AuditEvent"."refusal"`,
    details: Prisma.sql`"AuditEvent"."details"::text`,
  },
};

export const openAudit = forAdmins(audit, { action: z.array(line(0, 100)).optional() }, ({ action }) =>
  action ? [Prisma.sql`"AuditEvent"."action" = ANY(${action}::text[])`] : [],
);
