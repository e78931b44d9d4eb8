import type { Feature } from '../feature.ts';
import { journeyTabs } from './journey.ts';

export const demo: Feature = { graphiqlTabs: journeyTabs };
