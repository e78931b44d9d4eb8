import { openAccounts } from './accounts.ts';
import { openAttendees } from './attendees.ts';
import { openAudit } from './audit.ts';
import { openBookings } from './bookings.ts';
import { openPasses } from './passes.ts';
import { openPayments } from './payments.ts';
import { openSessions } from './sessions.ts';
import { openStatement } from './statement.ts';
import type { OpenExport } from './table.ts';

/** The exports by the names of their files. */
export const exportKinds = {
  bookings: openBookings,
  accounts: openAccounts,
  sessions: openSessions,
  payments: openPayments,
  passes: openPasses,
  audit: openAudit,
  attendees: openAttendees,
  statement: openStatement,
} satisfies Record<string, OpenExport>;

export type ExportKind = keyof typeof exportKinds;
