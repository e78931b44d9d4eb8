import { z } from 'zod';
import { NotCreatorError } from '../../accounts/errors.ts';
import { holdViewer } from '../../accounts/hold.ts';
import { moderate } from '../../accounts/moderation.ts';
import type { Context, SignedIn } from '../../context.ts';
import type { Sequence } from '../../database/generated/client.ts';
import { lockUsesOfSequence } from '../../database/locks.ts';
import { type Transaction, transaction } from '../../database/transaction.ts';
import { NotFoundError } from '../../errors.ts';
import { line, text, validate } from '../../validation.ts';
import { maximumSeconds } from '../time.ts';
import { NotAuthorError } from './errors.ts';

const pose = z.object({
  name: line(1, 80),
  durationSeconds: z.number().min(1, 'must be at least 1').max(3600, 'must be at most 3600'),
  cue: text(0, 500).nullish(),
});

const sequence = z.object({
  title: line(1, 120),
  description: text(0, 5000).nullish(),
  level: z.enum(['BEGINNER', 'INTERMEDIATE', 'ADVANCED', 'ALL']).nullish(),
  poses: z
    .array(pose)
    .min(1, 'must not be empty')
    .max(200, 'must have at most 200 poses')
    .refine(
      (poses) => poses.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0) <= maximumSeconds,
      `must take at most ${maximumSeconds} seconds in total`,
    ),
  isPublished: z.boolean().nullish(),
});

export type SequenceInput = z.input<typeof sequence>;

export async function createSequence(context: SignedIn, input: SequenceInput): Promise<Sequence> {
  requireCreator(context);
  const { poses, ...data } = parse(input);
  const authorId = context.viewer.account.id;
  return transaction(context.app.database, async (tx) => {
    await holdViewer(tx, context);
    const created = await tx.sequence.create({ data: { ...data, authorId } });
    await writePoses(tx, created.id, poses);
    return created;
  });
}

/** Replaces a sequence. Allowed for its author, and for admins with a reason. */
export async function updateSequence(
  context: SignedIn,
  { id, input, reason }: { id: string; input: SequenceInput; reason: string | null },
): Promise<Sequence> {
  return transaction(context.app.database, async (tx) => {
    const { authorId, title: from } = await requireOwnSequence(tx, context, id);
    requireCreator(context);
    const moderation = moderate(context, authorId, reason, 'sequence');
    const { poses, ...data } = parse(input);
    // The update locks the row, so that two concurrent updates do not mix their poses.
    const [updated] = await tx.sequence.updateManyAndReturn({ where: { id }, data });
    if (!updated) throw new NotFoundError('sequence');
    await tx.sequencePose.deleteMany({ where: { sequenceId: id } });
    await writePoses(tx, id, poses);
    await moderation.audit(tx, {
      action: 'sequence.updated',
      targetType: 'Sequence',
      targetId: id,
      details: { title: { from, to: updated.title } },
    });
    return updated;
  });
}

/**
 * Deletes a sequence. Allowed for its author, and for admins with a reason. Sessions, series and practices that use it
 * go on without a sequence.
 */
export async function deleteSequence(
  context: SignedIn,
  { id, reason }: { id: string; reason: string | null },
): Promise<void> {
  await transaction(context.app.database, async (tx) => {
    const { authorId, title } = await requireOwnSequence(tx, context, id);
    const moderation = moderate(context, authorId, reason, 'sequence');
    await lockUsesOfSequence(tx, id);
    const { count } = await tx.sequence.deleteMany({ where: { id } });
    if (count === 0) throw new NotFoundError('sequence');
    await moderation.audit(tx, {
      action: 'sequence.deleted',
      targetType: 'Sequence',
      targetId: id,
      details: { title },
    });
  });
}

/** Returns a sequence that the viewer may change: its author and admins may. */
async function requireOwnSequence(tx: Transaction, context: SignedIn, id: string): Promise<Sequence> {
  const found = await requireSequence(tx, context, id);
  const { account } = context.viewer;
  if (found.authorId !== account.id && account.role !== 'ADMIN') throw new NotAuthorError();
  return found;
}

/** Returns the sequence that a practice is to follow; NOT_FOUND if the viewer may not see it. */
export async function requireSequence(tx: Transaction, context: Context, id: string): Promise<Sequence> {
  const found = await tx.sequence.findUnique({ where: { id } });
  if (!found || !maySeeSequence(context, found)) throw new NotFoundError('sequence');
  return found;
}

/** Everybody sees a published sequence; its author and admins also see an unpublished one. */
export function maySeeSequence(
  { viewer }: Context,
  { isPublished, authorId }: Pick<Sequence, 'isPublished' | 'authorId'>,
): boolean {
  return isPublished || viewer?.account.id === authorId || viewer?.account.role === 'ADMIN';
}

function requireCreator({ viewer }: SignedIn): void {
  if (viewer.account.role === 'USER') throw new NotCreatorError('Only creators and admins write sequences.');
}

function parse(input: SequenceInput) {
  const { title, description, level, poses, isPublished } = validate(sequence, input);
  return {
    title,
    description: description || null,
    level: level ?? ('ALL' as const),
    isPublished: isPublished ?? false,
    poses,
  };
}

async function writePoses(tx: Transaction, sequenceId: string, poses: z.output<typeof pose>[]): Promise<void> {
  await tx.sequencePose.createMany({
    data: poses.map(({ name, durationSeconds, cue }, index) => ({
      sequenceId,
      position: index + 1,
      name,
      durationSeconds,
      cue: cue || null,
    })),
  });
}
