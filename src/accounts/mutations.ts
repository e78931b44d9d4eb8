import { InvalidInputError } from '../errors.ts';
import { builder, resultUnion } from '../graphql/builder.ts';
import { UsernameTakenError } from './errors.ts';
import { Account } from './schema.ts';
import { updateAccount } from './service.ts';

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

builder.mutationField('accountUpdate', (t) =>
  t.withAuth({ signedIn: true }).field({
    type: AccountUpdateResult,
    nullable: true,
    description: 'Changes the viewer’s own profile.',
    args: { input: t.arg({ type: AccountUpdateInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, context) => updateAccount(context, input),
  }),
);
