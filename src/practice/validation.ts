import { z } from 'zod';
import { text } from '../validation.ts';
import { maximumSeconds } from './time.ts';

const whole = (minimum: number, maximum: number) =>
  z.number().min(minimum, `must be at least ${minimum}`).max(maximum, `must be at most ${maximum}`);

export const seconds = whole(0, maximumSeconds);
export const poses = whole(0, 1000);
export const mood = whole(1, 5);
export const notes = text(0, 2000);
export const endStatus = z.enum(['COMPLETED', 'PARTIAL', 'ABANDONED'], 'must be COMPLETED, PARTIAL or ABANDONED');
