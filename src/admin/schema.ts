import { DeviceSession } from '../accounts/device-sessions/schema.ts';
import { Account, AccountStatus, Role, User } from '../accounts/schema.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { builder, nodeRef, pageCost, resultUnion } from '../graphql/builder.ts';
import { globalId, localId, parseGlobalId } from '../graphql/global-ids.ts';
import { allAccounts, allDeviceSessions, auditEvents, auditEventsById, type Overview, overview } from './loaders.ts';
import { restoreAccount, setRole, suspendAccount } from './service.ts';

const AuditEvent = nodeRef('AuditEvent', auditEventsById);

AuditEvent.implement({
  description: 'Who did what to whom. Only ever added; admins see it.',
  fields: (t) => ({
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When.' }),
    actor: t.field({
      type: User,
      nullable: true,
      description: 'Who; null where nobody was signed in, or the account is gone.',
      resolve: ({ actorId }) => actorId,
    }),
    action: t.exposeString('action', { description: 'What: noun and past participle, like `account.suspended`.' }),
    targetType: t.exposeString('targetType', { description: 'To what: the name of its type.' }),
    targetId: t.id({
      description: 'To which: its global ID.',
      resolve: ({ targetType, targetId }) => globalId(targetType, targetId),
    }),
    ipAddress: t.exposeString('ipAddress', { nullable: true, description: 'From where; null where unknown.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, as given; null where none was asked for.' }),
    details: t.string({
      nullable: true,
      description: 'More, as JSON; null where there is none.',
      resolve: ({ details }) => (details === null ? null : JSON.stringify(details)),
    }),
  }),
});

const AdminOverview = builder.objectRef<Overview>('AdminOverview').implement({
  description: 'The studio at a glance. Days are UTC.',
  fields: (t) => ({
    accounts: t.exposeInt('accounts', { description: 'All of them.' }),
    activeDeviceSessions: t.exposeInt('activeDeviceSessions', { description: 'Devices signed in.' }),
    liveSessions: t.exposeInt('liveSessions', { description: 'Sessions that are live.' }),
    onlineParticipants: t.exposeInt('onlineParticipants', { description: 'People present in some session.' }),
    bookingsToday: t.exposeInt('bookingsToday', { description: 'Bookings made today, whatever became of them.' }),
    practiceSecondsToday: t.exposeInt('practiceSecondsToday', {
      description: 'Completed practice that counts for today.',
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
  description: 'Which accounts: those that meet all that is given.',
  fields: (t) => ({
    search: t.string({ description: 'Part of e-mail, username or a name.' }),
    role: t.field({ type: [Role], description: 'One of these.' }),
    status: t.field({ type: [AccountStatus], description: 'One of these.' }),
  }),
});
const DeviceSessionFilter = builder.inputType('DeviceSessionFilter', {
  description: 'Which device sessions: those that meet all that is given.',
  fields: (t) => ({
    search: t.string({ description: 'Over device, browser, OS, address and location.' }),
    accountId: t.id({ description: 'Of this Account.' }),
    active: t.boolean({ description: 'Signed in, or ended.' }),
  }),
});
const AuditFilter = builder.inputType('AuditFilter', {
  description: 'Which audit events: those that meet all that is given.',
  fields: (t) => ({
    actorId: t.id({ description: 'By this User.' }),
    targetId: t.id({ description: 'To the object with this global ID.' }),
    action: t.stringList({ description: 'One of these actions.' }),
    after: t.field({ type: 'DateTime', description: 'Then or later.' }),
    before: t.field({ type: 'DateTime', description: 'Earlier.' }),
  }),
});

builder.queryFields((t) => ({
  adminOverview: t.field({
    type: AdminOverview,
    description: 'The studio at a glance. Admins only.',
    authScopes: { admin: true },
    resolve: (_root, _args, context) => overview(context),
  }),
  accounts: t.field({
    type: AccountConnection,
    description: 'All accounts, latest first. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: AccountFilter, description: 'Which.' }) },
    resolve: (_root, { filter, ...page }, context) => allAccounts(context, filter ?? {}, page),
  }),
  deviceSessions: t.field({
    type: DeviceSessionConnection,
    description: 'Everybody’s device sessions, ended ones too, latest first. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: DeviceSessionFilter, description: 'Which.' }) },
    resolve: (_root, { filter, ...page }, context) => {
      const accountId = filter?.accountId ? localId('Account', filter.accountId) : null;
      return allDeviceSessions(context, { ...filter, accountId }, page);
    },
  }),
  auditEvents: t.field({
    type: AuditEventConnection,
    description: 'The audit, latest first. Admins only.',
    authScopes: { admin: true },
    complexity: pageCost,
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: AuditFilter, description: 'Which.' }) },
    resolve: (_root, { filter, ...page }, context) => {
      const actorId = filter?.actorId ? localId('User', filter.actorId) : null;
      const targetId = filter?.targetId ? parseGlobalId(filter.targetId).id : null;
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
