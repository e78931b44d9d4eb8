import Bowser from 'bowser';
import type { DeviceType } from '../../database/generated/client.ts';

export interface Device {
  deviceName: string;
  deviceType: DeviceType;
  browser: string | null;
  os: string | null;
}

const deviceTypes: Record<string, DeviceType> = { desktop: 'DESKTOP', mobile: 'MOBILE', tablet: 'TABLET', bot: 'BOT' };

/** What a User-Agent header tells of a device, and a name for it where its owner gave none. */
export function describeDevice(userAgent: string | null, deviceName: string | null | undefined): Device {
  if (!userAgent) {
    return { deviceName: deviceName || 'Unknown device', deviceType: 'UNKNOWN', browser: null, os: null };
  }
  const { browser, os, platform } = Bowser.parse(userAgent);
  const browserName = nameWithVersion(browser.name, browser.version?.split('.')[0]);
  const osName = nameWithVersion(os.name, os.versionName ?? os.version);
  const fallback = [browser.name, os.name].filter(Boolean).join(' on ') || 'Unknown device';
  return {
    deviceName: deviceName || fallback,
    deviceType: deviceTypes[platform.type ?? ''] ?? 'UNKNOWN',
    browser: browserName,
    os: osName,
  };
}

function nameWithVersion(name: string | undefined, version: string | undefined): string | null {
  return name ? [name, version].filter(Boolean).join(' ') : null;
}
