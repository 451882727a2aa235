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
      // What is not refreshed at an interval is requested again until the server is back.
      refetchInterval: ({ state }) => (state.error instanceof NetworkError ? AGAIN_MS : false),
    },
    // Without a network it fails at once, instead of being sent at a moment that nobody expects.
    mutations: { networkMode: 'always' },
  },
});
