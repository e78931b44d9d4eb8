import type { PracticeSession } from '../../database/generated/client.ts';
import { escaped } from '../../html.ts';
import { practisedSeconds } from '../time.ts';
import { palette } from './palette.ts';

/** The public fields of a practice, as its page and its picture show them. */
export interface SharedPractice {
  title: string;
  day: string;
  minutes: number;
  poses: number;
  status: string;
}

const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long' });
const date = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

export function describePractice(practice: PracticeSession, name: string, sequence: string | null): SharedPractice {
  const isOpen = practice.completedAt === null;
  return {
    title: `${name} ${isOpen ? 'is practising' : 'practised'}${sequence === null ? '' : `: ${sequence}`}`,
    day: `${weekday.format(practice.localDate)}, ${date.format(practice.localDate)}`,
    minutes: Math.floor(practisedSeconds(practice, new Date()) / 60),
    poses: practice.posesCompleted,
    status: practice.status.toLowerCase(),
  };
}

/** The page of a practice. Its Open Graph tags tell the title and the picture to the apps where the link is posted. */
export function practicePage(practice: SharedPractice, { url, picture }: { url: string; picture: string }): string {
  const { title, day, minutes, poses, status } = practice;
  const facts = { Day: day, Minutes: minutes, Poses: poses, Status: status };
  const tags = {
    'og:type': 'article',
    'og:site_name': 'Shala',
    'og:title': title,
    'og:description': summaryOf(practice),
    'og:url': url,
    'og:image': picture,
    'og:image:type': 'image/svg+xml',
    'og:image:width': pictureWidth,
    'og:image:height': pictureHeight,
    'og:image:alt': `${title}. ${summaryOf(practice)}`,
  };
  return page(
    title,
    Object.entries(tags).map(([name, content]) => `<meta property="${name}" content="${escaped(String(content))}">`),
    `<dl>${Object.entries(facts)
      .map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`)
      .join('')}</dl>`,
  );
}

/** The page of a link that leads nowhere. */
export function missingPage(): string {
  return page('This link does not work', [], '<p>It is wrong, or the person who shared it has taken it back.</p>');
}

const pictureWidth = 1200;
const pictureHeight = 630;

/** The picture of a practice: its title and figures, in the proportions that link previews have. */
export function practicePicture(practice: SharedPractice): string {
  const { title } = practice;
  const line = (y: number, size: number, colour: string, text: string) =>
    `<text x="80" y="${y}" font-size="${size}" fill="var(--${colour})">${escaped(text)}</text>`;
  // SVG does not wrap lines.
  const short = title.length > 40 ? `${[...title].slice(0, 39).join('').trimEnd()}…` : title;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureWidth}" height="${pictureHeight}" viewBox="0 0 ${pictureWidth} ${pictureHeight}" role="img" aria-labelledby="title">`,
    `<title id="title">${escaped(`${title}. ${summaryOf(practice)}`)}</title>`,
    `<style>${palette}text{font-family:system-ui,sans-serif}</style>`,
    `<rect width="${pictureWidth}" height="${pictureHeight}" fill="var(--page)"/>`,
    `<rect width="24" height="${pictureHeight}" fill="var(--level-3)"/>`,
    line(250, 52, 'strong', short),
    line(350, 40, 'ink', practice.day),
    line(430, 40, 'ink', figuresOf(practice)),
    '</svg>',
    '',
  ].join('\n');
}

const figuresOf = ({ minutes, poses }: SharedPractice) => `${count(minutes, 'minute')}, ${count(poses, 'pose')}`;

const summaryOf = (practice: SharedPractice) => `${practice.day}: ${figuresOf(practice)}`;

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

function page(title: string, tags: string[], content: string): string {
  const style = `${palette}body{font:1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;background:var(--page);color:var(--strong)}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.5rem}dt{color:var(--ink)}dd{margin:0}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${escaped(title)}</title>${tags.join('')}<style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>${content}</main></body></html>
`;
}
