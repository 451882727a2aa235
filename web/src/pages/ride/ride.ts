import type { Schemas } from '../../api/client.js';

export type Ride = Schemas['RideDetailView'];
