import { InvalidInputError, NotFoundError } from '../../errors.ts';
import { builder, resultUnion } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { DeviceSession } from './schema.ts';
import { revokeAllDeviceSessions, revokeDeviceSession } from './service.ts';

const DeviceSessionRevokeAllPayload = builder
  .objectRef<{ revokedCount: number }>('DeviceSessionRevokeAllPayload')
  .implement({
    description: 'The device sessions are ended.',
    fields: (t) => ({
      revokedCount: t.exposeInt('revokedCount', { description: 'How many device sessions were ended by it.' }),
    }),
  });

const DeviceSessionRevokeResult = resultUnion('DeviceSessionRevokeResult', DeviceSession, [
  NotFoundError,
  InvalidInputError,
]);
const DeviceSessionRevokeAllResult = resultUnion('DeviceSessionRevokeAllResult', DeviceSessionRevokeAllPayload, [
  NotFoundError,
  InvalidInputError,
]);

const reason = 'The reason, for the audit, at most 500 characters. Required of an admin for another account.';

builder.mutationFields((t) => ({
  deviceSessionRevoke: t.withAuth({ signedIn: true }).field({
    type: DeviceSessionRevokeResult,
    nullable: true,
    description:
      'Ends one of the viewer’s device sessions, or anybody’s for an admin: its tokens stop working at once.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of a DeviceSession.' }),
      reason: t.arg.string({ description: reason }),
    },
    resolve: (_root, { id, reason }, context) =>
      revokeDeviceSession(context, { id: localId('DeviceSession', id), reason: reason ?? null }),
  }),
  deviceSessionRevokeAll: t.withAuth({ signedIn: true }).field({
    type: DeviceSessionRevokeAllResult,
    nullable: true,
    description: 'Ends the viewer’s other device sessions, or for an admin all of another account.',
    args: {
      includeCurrent: t.arg.boolean({ defaultValue: false, description: 'Whether to end the current one as well.' }),
      accountId: t.arg.id({ description: 'ID of another Account, for admins only; the viewer’s by default.' }),
      reason: t.arg.string({ description: reason }),
    },
    resolve: async (_root, { includeCurrent, accountId, reason }, context) => ({
      revokedCount: await revokeAllDeviceSessions(context, {
        includeCurrent: includeCurrent ?? false,
        accountId: accountId == null ? null : localId('Account', accountId, 'accountId'),
        reason: reason ?? null,
      }),
    }),
  }),
}));
