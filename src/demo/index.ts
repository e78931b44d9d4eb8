import type { Feature } from '../feature.ts';
import { journeyTabs } from './journey.ts';
import { moveDemo } from './live.ts';

export const demo: Feature = {
  graphiqlTabs: journeyTabs,
  tasks: (app) => (app.env.DEMO_LIVE ? [{ name: 'move the demo', interval: 3_000, run: () => moveDemo(app) }] : []),
};
