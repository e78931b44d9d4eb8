import { z } from 'zod';
import { currency } from '../currencies.ts';
import { maximumPriceMinor, tag } from '../sessions/validation.ts';
import { line, text } from '../validation.ts';

const within = (minimum: number, maximum: number) =>
  z.number().min(minimum, `must be at least ${minimum}`).max(maximum, `must be at most ${maximum}`);

const price = z.object({
  amountMinor: within(0, maximumPriceMinor),
  currency: currency.nullish(),
});

const tags = z
  .array(tag)
  .max(10, 'must have at most 10 tags')
  .transform((list) => [...new Set(list)]);

const terms = {
  title: line(1, 120),
  description: text(0, 2000).nullish(),
  credits: within(1, 1000).nullish(),
  validDays: within(1, 3650),
  startsWith: z.enum(['PURCHASE', 'FIRST_USE']).nullish(),
  tags: tags.nullish(),
  price,
  refundPercent: within(0, 100).nullish(),
  refundDays: within(0, 3650).nullish(),
};

export const offerCreation = z.object({ ...terms, hostId: z.string().nullish() });
export const offerChange = z.object(terms);
