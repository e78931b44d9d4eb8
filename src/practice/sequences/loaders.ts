import type { Context } from '../../context.ts';
import { Prisma, type Sequence, type SequenceLevel, type SequencePose } from '../../database/generated/client.ts';
import { groupedBy } from '../../database/grouping.ts';
import { type Page, type PageArguments, readPage } from '../../database/pages.ts';
import { containsWords } from '../../database/search.ts';
import { text, validate } from '../../validation.ts';
import { maySeeSequence } from './service.ts';

export interface SequenceFilter {
  search?: string | null;
  level?: SequenceLevel | null;
}

/** Those of the sequences that the viewer may see. */
export async function sequencesById(ids: string[], context: Context): Promise<Sequence[]> {
  const rows = await context.app.database.prisma.sequence.findMany({ where: { id: { in: ids } } });
  return rows.filter((row) => maySeeSequence(context, row));
}

/** The sequences that the viewer may see, newest first. */
export function sequenceCatalogue(
  context: Context,
  { search, level }: SequenceFilter,
  page: PageArguments,
): Promise<Page<Sequence>> {
  const where = [visibleSequence(context)];
  const words = search == null ? '' : validate(text(0, 200), search);
  if (words) where.push(containsWords([Prisma.sql`"Sequence"."title"`, Prisma.sql`"Sequence"."description"`], words));
  if (level) where.push(Prisma.sql`"Sequence"."level" = ${level}::"SequenceLevel"`);
  const list = {
    table: 'Sequence',
    where,
    sortKey: Prisma.sql`"Sequence"."createdAt"`,
    sortType: 'timestamptz',
    direction: 'DESC',
  } as const;
  return readPage(context.app.database, list, page);
}

/** maySeeSequence() as a condition on `"Sequence"`. */
export function visibleSequence({ viewer }: Context): Prisma.Sql {
  if (viewer?.account.role === 'ADMIN') return Prisma.sql`true`;
  if (!viewer) return Prisma.sql`"Sequence"."isPublished"`;
  return Prisma.sql`("Sequence"."isPublished" OR "Sequence"."authorId" = ${viewer.account.id}::uuid)`;
}

/** The poses of each sequence, in order. */
export async function posesBySequence(
  sequenceIds: string[],
  { app: { database } }: Context,
): Promise<SequencePose[][]> {
  const rows = await database.prisma.sequencePose.findMany({
    where: { sequenceId: { in: sequenceIds } },
    orderBy: { position: 'asc' },
  });
  return groupedBy(sequenceIds, rows, ({ sequenceId }) => sequenceId);
}

/** The total time of each sequence's poses. */
export async function durationBySequence(sequenceIds: string[], { app: { database } }: Context): Promise<number[]> {
  const sums = await database.prisma.sequencePose.groupBy({
    by: ['sequenceId'],
    where: { sequenceId: { in: sequenceIds } },
    _sum: { durationSeconds: true },
  });
  const bySequence = new Map(sums.map(({ sequenceId, _sum }) => [sequenceId, _sum.durationSeconds ?? 0]));
  return sequenceIds.map((id) => bySequence.get(id) ?? 0);
}
