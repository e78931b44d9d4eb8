import type { SignedIn } from '../../context.ts';
import type { PracticeSession } from '../../database/generated/client.ts';
import { builder } from '../../graphql/builder.ts';
import { localId } from '../../graphql/global-ids.ts';
import { PracticeResult } from '../mutations.ts';
import { PracticeSettingsResult } from '../settings/mutations.ts';
import { shareCalendar, sharePractice, unshareCalendar, unsharePractice } from './service.ts';

builder.mutationFields((t) => {
  const change = (description: string, apply: (context: SignedIn, id: string) => Promise<PracticeSession>) =>
    t.withAuth({ signedIn: true }).field({
      type: PracticeResult,
      nullable: true,
      description,
      args: { id: t.arg.id({ required: true, description: 'ID of one of the viewer’s PracticeSessions.' }) },
      resolve: (_root, { id }, context) => apply(context, localId('PracticeSession', id)),
    });

  return {
    practiceShare: change(
      'Creates the share link of a practice. A practice that is already shared keeps its link.',
      sharePractice,
    ),
    practiceUnshare: change(
      'Revokes the share link of a practice. Sharing again creates another link.',
      unsharePractice,
    ),
    practiceCalendarShare: t.withAuth({ signedIn: true }).field({
      type: PracticeSettingsResult,
      nullable: true,
      description:
        'Creates the public address of the viewer’s calendar image. A calendar that is already shared keeps its address.',
      resolve: (_root, _args, context) => shareCalendar(context),
    }),
    practiceCalendarUnshare: t.withAuth({ signedIn: true }).field({
      type: PracticeSettingsResult,
      nullable: true,
      description: 'Revokes the public address of the viewer’s calendar image. Sharing again creates another address.',
      resolve: (_root, _args, context) => unshareCalendar(context),
    }),
  };
});
