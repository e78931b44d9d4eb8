import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { isReachable } from './shell/reachable.ts';
import { Studio } from './shell/studio.tsx';
import './styles/base.css';
import './styles/parts.css';
import './styles/print.css';

// A page that was opened before an update asks for files that are gone; the new page names others. One that was just
// loaded would only fail again, and one that is reloaded while the studio is away is lost.
window.addEventListener('vite:preloadError', async () => {
  if (performance.now() > 10_000 && (await isReachable())) location.reload();
});

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <BrowserRouter>
      <Studio />
    </BrowserRouter>
  </StrictMode>,
);
