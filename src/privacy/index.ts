import './mutations.ts';
import type { Feature } from '../feature.ts';

export const privacy: Feature = {};
