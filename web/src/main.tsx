import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { Studio } from './shell/studio.tsx';
import './styles/base.css';
import './styles/parts.css';

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <BrowserRouter>
      <Studio />
    </BrowserRouter>
  </StrictMode>,
);
