import './schema.ts';
import './mutations.ts';
import type { Feature } from '../feature.ts';

export const promotions: Feature = {};
