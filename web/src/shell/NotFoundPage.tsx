import { Link } from '@tanstack/react-router';
import { Page } from '../parts/page.js';

export function NotFoundPage() {
  return (
    <Page title="There is no such page">
      <p>
        The address may have a typing error, or belong to an entry that was removed. Search for it by name, or go back
        to the <Link to="/">overview</Link>.
      </p>
    </Page>
  );
}
