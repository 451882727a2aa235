import { QueryClient } from '@tanstack/react-query';
import { ApiError, NetworkError } from './errors.js';

const RETRIES = 2;
const AGAIN_MS = 60_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The same request would fail again in the same way.
      retry: (failures, error) => failures < RETRIES && !(error instanceof ApiError && error.status < 500),
      refetchOnWindowFocus: true,
      // Queries without an interval of their own are repeated until the server responds again.
      refetchInterval: ({ state }) => (state.error instanceof NetworkError ? AGAIN_MS : false),
    },
    // Without a network a change fails at once. By default it would be sent later, when the reader no longer expects it.
    mutations: { networkMode: 'always' },
  },
});
