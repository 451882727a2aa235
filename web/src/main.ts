import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/tables.css';
import './styles/charts.css';
// In the first style sheet: the overview is the usual first page, and would wait for a file of its own.
import './pages/overview/overview.css';

/**
 * Imports the largest parts one after another: each is then evaluated in a task of its own, between which the browser can
 * paint and react. The page preloads them all (`vite.config.ts`), so none waits for the one before it to arrive.
 */
async function start(): Promise<void> {
  await import('react-dom/client');
  await import('@tanstack/react-router');
  await import('@tanstack/react-query');
  const { showApp } = await import('./app.js');
  showApp(document.getElementById('root')!);
}

start().catch(() => {
  const text = document.querySelector('.start p');
  if (text) text.textContent = 'The dashboard could not be loaded. Check the connection, then reload the page.';
});
