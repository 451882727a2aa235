import type { NestExpressApplication } from '@nestjs/platform-express';

export interface Route {
  method: string;
  path: string;
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
}

/** Every route below /api/admin, read from the router instead of the documentation. */
export function adminRoutes(app: NestExpressApplication): Route[] {
  const { stack } = (app.getHttpAdapter().getInstance() as unknown as { router: { stack: Layer[] } }).router;
  return stack
    .flatMap(({ route }) => (route ? Object.keys(route.methods).map((method) => ({ method, path: route.path })) : []))
    .filter(({ path }) => path.startsWith('/api/admin'));
}

/** The route with a value for each of its parameters. */
export function concretePath({ path }: Route): string {
  return path.replace(/:\w+/g, '1');
}
