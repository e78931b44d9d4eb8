import { Account } from '../../accounts/schema.ts';
import type { SignedIn } from '../../context.ts';
import type { PracticeSession } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { PracticeResult } from '../mutations.ts';
import { shareCalendar, sharePractice, unshareCalendar, unsharePractice } from './service.ts';

builder.mutationFields((t) => {
  const change = (description: string, apply: (context: SignedIn, id: string) => Promise<PracticeSession>) =>
    t.withAuth({ signedIn: true }).field({
      type: PracticeResult,
      nullable: true,
      description,
      args: { id: t.arg.id({ required: true, description: 'ID of a PracticeSession of the viewer’s.' }) },
      resolve: (_root, { id }, context) => apply(context, localId('PracticeSession', id)),
    });

  return {
    practiceShare: change(
      'Makes a link that shows the practice to whoever has it; sharing again keeps the link.',
      sharePractice,
    ),
    practiceUnshare: change('Makes the link useless for good; sharing again makes another.', unsharePractice),
    practiceCalendarShare: t.withAuth({ signedIn: true }).field({
      type: Account,
      nullable: true,
      description: 'Makes an address at which whoever has it sees the calendar’s image; sharing again keeps it.',
      resolve: (_root, _args, context) => shareCalendar(context),
    }),
    practiceCalendarUnshare: t.withAuth({ signedIn: true }).field({
      type: Account,
      nullable: true,
      description: 'Makes the address of the calendar’s image useless for good; sharing again makes another.',
      resolve: (_root, _args, context) => unshareCalendar(context),
    }),
  };
});
