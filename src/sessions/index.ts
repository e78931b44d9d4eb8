import './lists/schema.ts';
import './schema.ts';
import type { Feature } from '../feature.ts';

export const sessions: Feature = {};
