import type { OpenAPIObject } from '@nestjs/swagger';
import { documentedOnce } from '../../support/openapi-response.js';
import type { Exchange } from './actions.js';
import type { Warehouse } from './warehouse.js';

/** Responses of a case that differ from the OpenAPI document. */
export async function undocumented(exchanges: Exchange[], warehouse: Warehouse): Promise<string[]> {
  if (exchanges.length === 0) return [];
  const read = async () => (await warehouse.request({ path: '/api/docs-json' })).body as OpenAPIObject;
  const { document, expectDocumented } = await documentedOnce(read);
  return exchanges.flatMap(({ request, sentPath, response }) => {
    const method = (request.method ?? 'GET').toLowerCase();
    try {
      expectDocumented(response, method, routeOf(sentPath, Object.keys(document.paths)));
      return [];
    } catch (error) {
      return [`ASK ${sentPath}: ${(error as Error).message}`];
    }
  });
}

/** The path of the document: `/api/parks/{parkId}` for `/api/parks/1`. A path without parameters wins. */
function routeOf(path: string, routes: string[]): string {
  const parts = path.split('?')[0]!.split('/');
  const fits = (route: string) => {
    const pattern = route.split('/');
    return (
      pattern.length === parts.length && pattern.every((part, index) => /^\{.*\}$/.test(part) || part === parts[index])
    );
  };
  return routes.filter(fits).sort((a, b) => a.split('{').length - b.split('{').length)[0] ?? path;
}
