import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { Studio } from './shell/studio.tsx';
import './styles/base.css';
import './styles/parts.css';

// A page that was opened before an update asks for files that are gone; the new page names others. One that was just
// loaded would only fail again.
window.addEventListener('vite:preloadError', () => {
  if (performance.now() > 10_000) location.reload();
});

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <BrowserRouter>
      <Studio />
    </BrowserRouter>
  </StrictMode>,
);
