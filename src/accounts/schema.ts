import { InvalidInputError } from '../errors.ts';
import { forAll, sameForAll } from '../graphql/broadcastable.ts';
import { builder, nodeRef, resultUnion, UserErrorInterface } from '../graphql/builder.ts';
import { localId } from '../graphql/global-ids.ts';
import { updateAccount } from './authentication/service.ts';
import { UsernameTakenError } from './errors.ts';
import { EmailVerifyPayload, PasswordResetPayload } from './links/mutations.ts';
import { accountsById, maySeeAccount, userByUsername, usersById } from './loaders.ts';

export const Role = builder.enumType('Role', {
  description: 'What an account may do.',
  values: {
    USER: { description: 'Books, joins and practises; hosts unlisted sessions.' },
    CREATOR: { description: 'Also lists sessions in the catalogue and writes sequences.' },
    ADMIN: { description: 'Also sees and moderates everything.' },
  } as const,
});

export const AccountStatus = builder.enumType('AccountStatus', {
  description: 'Whether an account may be used.',
  values: {
    ACTIVE: { description: 'In use.' },
    SUSPENDED: { description: 'Kept from signing in by an admin.' },
  } as const,
});

export const User = nodeRef('User', usersById);

User.implement({
  description: 'What anyone may see of a person.',
  fields: (t) =>
    forAll({
      username: t.exposeString('username', { description: 'Unique, without regard to case.' }),
      displayName: t.exposeString('displayName', { description: 'The name to show.' }),
      avatarUrl: t.expose('avatarUrl', {
        type: 'URL',
        nullable: true,
        description: 'A picture; null where none was given.',
      }),
      bio: t.exposeString('bio', { nullable: true, description: 'In their own words; null where none was given.' }),
    }),
});

export const Account = nodeRef('Account', accountsById);

Account.implement({
  description: 'What only its owner and admins may see of a person.',
  authScopes: ({ id }, context) => maySeeAccount(context, id),
  runScopesOnType: true,
  fields: (t) => ({
    user: t.field({ type: User, description: 'What others see of this person.', resolve: (account) => account }),
    email: t.exposeString('email', { description: 'As it was given; compared without regard to case.' }),
    firstName: t.exposeString('firstName', { nullable: true, description: 'Null where none was given.' }),
    lastName: t.exposeString('lastName', { nullable: true, description: 'Null where none was given.' }),
    role: t.expose('role', { type: Role, description: 'What this account may do.' }),
    status: t.expose('status', { type: AccountStatus, description: 'Whether this account may be used.' }),
    timeZone: t.expose('timeZone', { type: 'TimeZone', description: 'The zone of this person’s days.' }),
    emailVerifiedAt: t.expose('emailVerifiedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a link mailed to the e-mail was followed; null until then.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When they registered.' }),
  }),
});

builder.objectField(PasswordResetPayload, 'user', (t) =>
  t.field({ type: User, description: 'Whose password it is.', resolve: (account) => account }),
);
builder.objectField(EmailVerifyPayload, 'user', (t) =>
  t.field({ type: User, description: 'Whose e-mail it is.', resolve: (account) => account }),
);

builder.objectType(UsernameTakenError, {
  name: 'UsernameTakenError',
  description: 'Somebody else has this username.',
  interfaces: [UserErrorInterface],
});

const AccountUpdateInput = builder.inputType('AccountUpdateInput', {
  description: 'Changes to the viewer’s own profile: what is left out stays, null clears what may be empty.',
  fields: (t) => ({
    username: t.string({ description: '3 to 30 letters, digits, _, . or -.' }),
    firstName: t.string({ description: 'At most 60 characters.' }),
    lastName: t.string({ description: 'At most 60 characters.' }),
    displayName: t.string({ description: 'The name to show, at most 80 characters.' }),
    avatarUrl: t.field({ type: 'URL', description: 'A picture.' }),
    bio: t.string({ description: 'At most 2,000 characters.' }),
    timeZone: t.field({ type: 'TimeZone', description: 'The zone of this person’s days; past days stay as they are.' }),
  }),
});

const AccountUpdateResult = resultUnion('AccountUpdateResult', Account, [UsernameTakenError, InvalidInputError]);

builder.queryFields((t) => ({
  viewer: t.field({
    type: Account,
    nullable: true,
    description: 'The signed-in person; null for a visitor.',
    resolve: (_root, _args, { viewer }) => viewer?.account,
  }),
  user: t.field({
    type: User,
    nullable: true,
    description: 'The person with this username, in any case; null where there is none.',
    extensions: sameForAll,
    args: { username: t.arg.string({ required: true, description: 'Their username.' }) },
    resolve: (_root, { username }, context) => userByUsername(context, username),
  }),
  account: t.field({
    type: Account,
    nullable: true,
    description: 'Any account; null where there is none. Admins only.',
    authScopes: { admin: true },
    args: { id: t.arg.id({ required: true, description: 'ID of an Account.' }) },
    resolve: (_root, { id }) => localId('Account', id),
  }),
}));

builder.mutationField('accountUpdate', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: AccountUpdateResult,
    nullable: true,
    description: 'Changes the viewer’s own profile.',
    args: { input: t.arg({ type: AccountUpdateInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, context) => updateAccount(context, input),
  }),
);
