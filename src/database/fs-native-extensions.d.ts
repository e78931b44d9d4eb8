declare module 'fs-native-extensions' {
  /** Locks an open file exclusively; returns false where it is locked through another descriptor. */
  export function tryLock(file: number): boolean;
}
