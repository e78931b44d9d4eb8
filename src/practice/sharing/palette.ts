/** Colours as custom properties, for light and dark devices. */
export const palette =
  ':root{--page:#fff;--ink:#57606a;--strong:#1f2328;--level-0:#ebedf0;--level-1:#b7e0c4;--level-2:#6cc08b;--level-3:#2f9461;--level-4:#14593a}' +
  '@media(prefers-color-scheme:dark){:root{--page:#0d1117;--ink:#9198a1;--strong:#f0f6fc;--level-0:#21262d;--level-1:#124a31;--level-2:#1d7a4c;--level-3:#33ab6c;--level-4:#7fe0a7}}';
