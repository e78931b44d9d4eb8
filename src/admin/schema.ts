import { DeviceSession } from '../accounts/device-sessions/schema.ts';
import { Account, AccountStatus, Role, User } from '../accounts/schema.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, nodeRef, pageCost, resultUnion } from '../graphql/builder.ts';
import { anyLocalId, globalId, localId } from '../graphql/global-ids.ts';
import {
  addressOfAudit,
  allAccounts,
  allDeviceSessions,
  auditEvents,
  auditEventsById,
  type Overview,
  overview,
} from './loaders.ts';
import { resetSecondFactors, restoreAccount, setRole, suspendAccount } from './service.ts';

export const AuditEvent = nodeRef('AuditEvent', auditEventsById);

AuditEvent.implement({
  description: 'A record of an action and its actor. It cannot be changed or deleted; admins see it.',
  fields: (t) => ({
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When the action happened.' }),
    actor: t.field({
      type: User,
      nullable: true,
      description: 'The person who acted; null where nobody was signed in, or the account was deleted.',
      resolve: ({ actorId }) => actorId,
    }),
    action: t.exposeString('action', {
      description:
        'Noun and past participle of the action, like `account.suspended`; of a refused one `account.suspend_refused`.',
    }),
    targetType: t.exposeString('targetType', { description: 'The type of the object that it happened to.' }),
    targetId: t.id({
      description: 'The global ID of the object that it happened to.',
      resolve: ({ targetType, targetId }) => globalId(targetType, targetId),
    }),
    ipAddress: t.string({
      nullable: true,
      description:
        'The actor’s IP address; null where unknown, or where the actor, or whom it was done to by nobody who was signed in, deleted their account.',
      resolve: addressOfAudit,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The reason that the actor gave; null where none was required.',
    }),
    refusal: t.exposeString('refusal', {
      nullable: true,
      description: 'The code of the refusal of an action that was not done; null of one that was.',
    }),
    details: t.string({
      nullable: true,
      description: 'Further facts, as JSON; null where there are none.',
      resolve: ({ details }) => (details === null ? null : JSON.stringify(details)),
    }),
  }),
});

export const AdminOverview = builder.objectRef<Overview>('AdminOverview').implement({
  description: 'Counts of the studio’s present state. Days are UTC.',
  fields: (t) => ({
    accounts: t.exposeInt('accounts', { description: 'All accounts.' }),
    activeDeviceSessions: t.exposeInt('activeDeviceSessions', { description: 'Devices signed in.' }),
    liveSessions: t.exposeInt('liveSessions', { description: 'Sessions that are live.' }),
    onlineParticipants: t.exposeInt('onlineParticipants', { description: 'People who are online in a session.' }),
    bookingsToday: t.exposeInt('bookingsToday', { description: 'Bookings made today, in any status.' }),
    practiceSecondsToday: t.exposeInt('practiceSecondsToday', {
      description: 'Seconds of completed practice that count for today.',
    }),
  }),
});

const AccountConnection = builder.connectionObject(
  { type: Account, name: 'AccountConnection', description: 'Accounts, in pages.' },
  { name: 'AccountEdge', description: 'An account in a list.' },
);
const DeviceSessionConnection = builder.connectionObject(
  { type: DeviceSession, name: 'DeviceSessionConnection', description: 'Device sessions, in pages.' },
  { name: 'DeviceSessionEdge', description: 'A device session in a list.' },
);
const AuditEventConnection = builder.connectionObject(
  { type: AuditEvent, name: 'AuditEventConnection', description: 'Audit events, in pages.' },
  { name: 'AuditEventEdge', description: 'An audit event in a list.' },
);

const AccountFilter = builder.inputType('AccountFilter', {
  description: 'Accounts that meet every given condition.',
  fields: (t) => ({
    search: t.string({
      description:
        'Beginnings of words of the e-mail, the username or the names, in any order. Case and accents make no difference. At most 200 characters.',
    }),
    role: t.field({ type: [Role], description: 'One of these.' }),
    status: t.field({ type: [AccountStatus], description: 'One of these.' }),
    isGuest: t.boolean({
      description: 'True: guests whom a desk booked by name and e-mail; false: people who registered.',
    }),
  }),
});
const DeviceSessionFilter = builder.inputType('DeviceSessionFilter', {
  description: 'Device sessions that meet every given condition.',
  fields: (t) => ({
    search: t.string({
      description:
        'Beginnings of words, in any order: of the device’s name, browser, system, address or location, or of the account’s e-mail, username or names. Case and accents make no difference. At most 200 characters.',
    }),
    accountId: t.id({ description: 'Belong to this Account.' }),
    active: t.boolean({ description: 'True: signed in; false: ended or expired.' }),
    from: t.field({ type: 'DateTime', description: 'Signed in at this time or later.' }),
    to: t.field({ type: 'DateTime', description: 'Signed in before this time.' }),
  }),
});
const AuditFilter = builder.inputType('AuditFilter', {
  description: 'Audit events that meet every given condition.',
  fields: (t) => ({
    actorId: t.id({ description: 'Done by this User.' }),
    targetId: t.id({ description: 'Done to the object with this global ID.' }),
    action: t.stringList({ description: 'One of these actions.' }),
    refused: t.boolean({ description: 'True: was refused; false: was done.' }),
    from: t.field({ type: 'DateTime', description: 'Occurred at this time or later.' }),
    to: t.field({ type: 'DateTime', description: 'Occurred before this time.' }),
  }),
});

builder.queryFields((t) => ({
  adminOverview: t.field({
    type: AdminOverview,
    description: 'Counts of the studio’s present state. Admins only.',
    authScopes: { admin: true },
    resolve: (_root, _args, context) => overview(context),
  }),
  accounts: t.field({
    type: AccountConnection,
    description: 'All accounts, latest first. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: AccountFilter, description: 'Conditions; all by default.' }),
    },
    resolve: (_root, { filter, ...page }, context) => allAccounts(context, filter ?? {}, page),
  }),
  deviceSessions: t.field({
    type: DeviceSessionConnection,
    description: 'Everybody’s device sessions, ended ones too, latest first. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: DeviceSessionFilter, description: 'Conditions; all by default.' }),
    },
    resolve: (_root, { filter, ...page }, context) => {
      const accountId = filter?.accountId == null ? null : localId('Account', filter.accountId, 'filter', 'accountId');
      return allDeviceSessions(context, { ...filter, accountId }, page);
    },
  }),
  auditEvents: t.field({
    type: AuditEventConnection,
    description: 'The audit, latest first. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: AuditFilter, description: 'Conditions; all by default.' }),
    },
    resolve: (_root, { filter, ...page }, context) => {
      const actorId = filter?.actorId == null ? null : localId('User', filter.actorId, 'filter', 'actorId');
      const targetId = filter?.targetId == null ? null : anyLocalId(filter.targetId, 'filter', 'targetId');
      return auditEvents(context, { ...filter, actorId, targetId }, page);
    },
  }),
}));

const AccountModerateResult = resultUnion('AccountModerateResult', Account, [NotFoundError, InvalidInputError]);

builder.mutationFields((t) => ({
  accountSetRole: t.withAuth({ admin: true }).field({
    type: AccountModerateResult,
    nullable: true,
    description: 'Changes what another account may do. Admins only; audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of an Account.' }),
      role: t.arg({ type: Role, required: true, description: 'The role from now on.' }),
      reason: t.arg.string({ required: true, description: 'Why, for the audit; 1 to 500 characters.' }),
    },
    resolve: (_root, { id, role, reason }, context) => setRole(context, { id: localId('Account', id), role, reason }),
  }),
  accountSuspend: t.withAuth({ admin: true }).field({
    type: AccountModerateResult,
    nullable: true,
    description: 'Keeps another account from being used and signs its devices out. Admins only; audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of an Account.' }),
      reason: t.arg.string({ required: true, description: 'Why, for its owner and the audit; 1 to 500 characters.' }),
    },
    resolve: (_root, { id, reason }, context) => suspendAccount(context, { id: localId('Account', id), reason }),
  }),
  accountResetSecondFactors: t.withAuth({ admin: true }).field({
    type: AccountModerateResult,
    nullable: true,
    description:
      'Deletes the authenticator app, the recovery codes and the passkeys of another account, whose owner has lost them, and signs its devices out. Its password alone signs in then. Its owner is told by mail. Admins only; audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of an Account.' }),
      reason: t.arg.string({ required: true, description: 'Why, for the audit; 1 to 500 characters.' }),
    },
    resolve: (_root, { id, reason }, context) => resetSecondFactors(context, { id: localId('Account', id), reason }),
  }),
  accountRestore: t.withAuth({ admin: true }).field({
    type: AccountModerateResult,
    nullable: true,
    description: 'Lets a suspended account be used again. Admins only; audited.',
    args: {
      id: t.arg.id({ required: true, description: 'ID of an Account.' }),
      reason: t.arg.string({ required: true, description: 'Why, for the audit; 1 to 500 characters.' }),
    },
    resolve: (_root, { id, reason }, context) => restoreAccount(context, { id: localId('Account', id), reason }),
  }),
}));
