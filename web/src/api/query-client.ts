import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './errors.js';

const RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The same request would fail again in the same way.
      retry: (failures, error) => failures < RETRIES && !(error instanceof ApiError && error.status < 500),
      refetchOnWindowFocus: true,
    },
  },
});
