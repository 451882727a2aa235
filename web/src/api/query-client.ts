import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './errors.js';
import { refetchOnceReachable } from './reachability.js';

const RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The same request would fail again in the same way.
      retry: (failures, error) => failures < RETRIES && !(error instanceof ApiError && error.status < 500),
      refetchOnWindowFocus: true,
    },
    // Without a network a change fails at once. By default it would be sent later, when the reader no longer expects it.
    mutations: { networkMode: 'always' },
  },
});

refetchOnceReachable(queryClient);
