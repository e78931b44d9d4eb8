import Bowser from 'bowser';
import type { ClientHints, Origin } from '../../context.ts';
import type { DeviceType } from '../../database/generated/client.ts';

export interface Device {
  deviceName: string;
  deviceType: DeviceType;
  browser: string | null;
  os: string | null;
}

interface Platform {
  name: string | null;
  version: string | null;
  type: DeviceType;
}

const deviceTypes: Record<string, DeviceType> = { desktop: 'DESKTOP', mobile: 'MOBILE', tablet: 'TABLET', bot: 'BOT' };

/** Safari describes an iPad as a Mac, so its system and kind of device cannot be told. */
const macOrIPad = 'macOS or iPadOS';

/**
 * Describes a device by its client hints, else by its User-Agent, and names it where its owner gave no name. A version
 * that browsers have frozen in the User-Agent is left out.
 */
export function describeDevice(
  { userAgent, clientHints = {} }: Pick<Origin, 'userAgent' | 'clientHints'>,
  deviceName: string | null | undefined,
): Device {
  if (!userAgent) {
    return { deviceName: deviceName || 'Unknown device', deviceType: 'UNKNOWN', browser: null, os: null };
  }
  const parsed = Bowser.parse(userAgent, { brands: brandsOf(clientHints) });
  const browser = browserOf(parsed.browser, clientHints);
  const { name, version, type } = platformOf(userAgent, parsed, clientHints);
  const model = unquoted(clientHints.model);
  return {
    deviceName: deviceName || [browser?.name, model ?? name].filter(Boolean).join(' on ') || 'Unknown device',
    deviceType: type,
    browser: browser && joined(browser.name, browser.version),
    os: name && joined(name, version),
  };
}

type Parsed = Bowser.Parser.ParsedResult;

function browserOf({ name, version }: Parsed['browser'], hints: ClientHints) {
  if (!name) return null;
  const hinted = brandsOf(hints).find(({ brand }) => brand.endsWith(name))?.version;
  return { name, version: hinted ?? version?.split('.')[0] ?? null };
}

function platformOf(userAgent: string, { browser, os, platform }: Parsed, hints: ClientHints): Platform {
  const type = deviceTypes[platform.type ?? ''] ?? 'UNKNOWN';
  const hinted = hintedPlatform(hints);
  if (hinted) {
    const isTablet = hinted.name === 'Android' && hints.mobile === '?0';
    return { ...hinted, type: type === 'BOT' ? type : isTablet ? 'TABLET' : type };
  }
  if (/Macintosh/.test(userAgent)) {
    // Other browsers of an iPad name themselves.
    if (/\b(CriOS|FxiOS|EdgiOS|OPT|OPiOS|GSA)\/|\bMobile\//.test(userAgent)) {
      return { name: 'iPadOS', version: null, type: 'TABLET' };
    }
    if (/Mac OS X 10[._]15/.test(userAgent)) {
      return browser.name === 'Safari'
        ? { name: macOrIPad, version: null, type: 'UNKNOWN' }
        : { name: 'macOS', version: null, type };
    }
  }
  return { name: os.name ?? null, version: isFrozen(userAgent) ? null : (os.versionName ?? os.version ?? null), type };
}

/** Whether the User-Agent states a version that its browser no longer changes. */
function isFrozen(userAgent: string): boolean {
  if (/Windows NT 10\.0|Android 10\b/.test(userAgent)) return true;
  // Safari states iOS 18 from version 26 on.
  return /OS 18_\d/.test(userAgent) && Number(/Version\/(\d+)/.exec(userAgent)?.[1] ?? 0) >= 26;
}

function hintedPlatform({ platform, platformVersion }: ClientHints): Omit<Platform, 'type'> | null {
  const name = unquoted(platform);
  if (!name || name === 'Unknown') return null;
  const version = unquoted(platformVersion);
  const major = Number(version?.split('.')[0]);
  if (name === 'Windows') return { name, version: windowsVersion(version, major) };
  return { name, version: version && major > 0 ? String(major) : null };
}

/** Browsers state the version of the Windows API: 13 and later is Windows 11, and Windows before 10 is 0. */
function windowsVersion(version: string | null, major: number): string | null {
  if (version === null || Number.isNaN(major)) return null;
  if (major >= 13) return '11';
  return major >= 1 ? '10' : ({ '0.1': '7', '0.2': '8', '0.3': '8.1' }[version.slice(0, 3)] ?? null);
}

function brandsOf({ brands }: ClientHints): { brand: string; version: string }[] {
  const entries = (brands ?? '').matchAll(/"([^"]*)";\s*v="(\d+)[^"]*"/g);
  return [...entries].map(([, brand = '', version = '']) => ({ brand, version }));
}

/** The text of a header whose value is a quoted string; null for an empty one. */
function unquoted(value: string | undefined): string | null {
  return /^"([\x20-\x7e]{1,80})"$/.exec(value ?? '')?.[1] ?? null;
}

const joined = (name: string, version: string | null) => [name, version].filter(Boolean).join(' ');
