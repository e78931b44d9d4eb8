import type { DownloadLink } from '../../accounts/downloads/service.ts';
import { Role } from '../../accounts/schema.ts';
import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { BookingRequiredError, NotParticipantError, RemovedFromSessionError } from '../../live/errors.ts';
import { NotHostError } from '../../sessions/errors.ts';
import { createExportLink } from './service.ts';

const ExportKind = builder.enumType('ExportKind', {
  description: 'A file to download, as CSV.',
  values: {
    BOOKINGS: { description: 'All bookings. Admins only.' },
    ACCOUNTS: { description: 'All accounts that were not deleted. Admins only.' },
    SESSIONS: { description: 'All sessions, drafts and unlisted ones included. Admins only.' },
    PAYMENTS: { description: 'All payments. Admins only.' },
    PASSES: { description: 'All passes that were bought, with their balances. Admins only.' },
    AUDIT: { description: 'The audit. Admins only.' },
    ATTENDEES: {
      description: 'Everybody who booked a session or joined it. Its host, its co-hosts and admins.',
    },
    STATEMENT: {
      description: 'What a host earned in a month, by session and currency. The host and admins.',
    },
    STORIES: { description: 'The stories of a session. Everybody who may see its inside.' },
  } as const,
});

const ExportCreateInput = builder.inputType('ExportCreateInput', {
  description: 'The file, and its rows.',
  fields: (t) => ({
    kind: t.field({ type: ExportKind, required: true, description: 'Which file.' }),
    reason: t.string({
      description:
        'Why, for the audit; 1 to 500 characters. Admins must give one, except for a STATEMENT of their own; not for STORIES.',
    }),
    from: t.field({
      type: 'DateTime',
      description: 'Rows made then or later. Not for ATTENDEES, STATEMENT and STORIES.',
    }),
    to: t.field({ type: 'DateTime', description: 'Rows made before. Not for ATTENDEES, STATEMENT and STORIES.' }),
    status: t.stringList({
      description: 'Rows with one of these statuses: of BOOKINGS, ACCOUNTS, SESSIONS and PAYMENTS, each its own.',
    }),
    role: t.field({ type: [Role], description: 'ACCOUNTS with one of these roles.' }),
    action: t.stringList({ description: 'AUDIT events with one of these actions.' }),
    month: t.field({ type: 'Date', description: 'A day of the month. Required for STATEMENT; for no other kind.' }),
    hostId: t.id({
      description: 'The host of a STATEMENT; the viewer where left out. ID of a User. For no other kind.',
    }),
    sessionId: t.id({ description: 'ID of a Session. Required for ATTENDEES and STORIES; for no other kind.' }),
  }),
});

const ExportLink = builder.objectRef<DownloadLink>('ExportLink').implement({
  description: 'An address from which a browser downloads the file, without an access token.',
  fields: (t) => ({
    url: t.expose('url', {
      type: 'URL',
      description: 'Works once, until `expiresAt`, as long as the device session that asked for it has not ended.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'A minute from now.' }),
  }),
});

const ExportCreateResult = resultUnion('ExportCreateResult', ExportLink, [
  InvalidInputError,
  NotFoundError,
  NotHostError,
  BookingRequiredError,
  NotParticipantError,
  RemovedFromSessionError,
]);

builder.mutationField('exportCreate', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: ExportCreateResult,
    nullable: true,
    description:
      'Makes a link to a CSV file, for browsers; programs request the file itself. The link and the download are audited, except those of STORIES.',
    args: { input: t.arg({ type: ExportCreateInput, required: true, description: 'The file, and its rows.' }) },
    resolve: (
      _root,
      { input: { kind, reason, from, to, status, role, action, sessionId, month, hostId } },
      context,
    ) => {
      // Checked for every kind of file, although only some take it.
      if (sessionId != null) localId('Session', sessionId, 'sessionId');
      if (hostId != null) localId('User', hostId, 'hostId');
      const one = (value: string | null | undefined) => (value == null ? [] : [value]);
      const parameters = {
        ...{ reason: one(reason), from: one(from?.toISOString()), to: one(to?.toISOString()) },
        ...{ status: status ?? [], role: role ?? [], action: action ?? [], sessionId: one(sessionId) },
        ...{ month: one(month?.toISOString().slice(0, 7)), hostId: one(hostId) },
      };
      return createExportLink(context, { kind: kind.toLowerCase() as Lowercase<typeof kind>, parameters });
    },
  }),
);
