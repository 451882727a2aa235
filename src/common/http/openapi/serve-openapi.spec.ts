import { Ajv } from 'ajv';
import { toJsonSchema } from './serve-openapi.js';

const fits = (schema: object, value: unknown): boolean => {
  const ajv = new Ajv({ strict: false });
  ajv.addSchema({ type: 'object', required: ['id'] }, '#/components/schemas/Park');
  return ajv.compile(toJsonSchema(schema) as object)(value);
};

describe('a nullable field of the document', () => {
  it.each([
    ['a type', { type: 'integer', minimum: 1, nullable: true }, 5, 0],
    ['an enum', { type: 'string', enum: ['A', 'B'], nullable: true }, 'A', 'C'],
    ['a reference', { allOf: [{ $ref: '#/components/schemas/Park' }], nullable: true }, { id: 1 }, {}],
    ['alternatives', { oneOf: [{ type: 'string' }, { type: 'integer' }], nullable: true }, 'x', true],
  ])('with %s takes its values and null, and nothing else', (_, schema, good, bad) => {
    expect([good, null, bad].map((value) => fits(schema, value))).toEqual([true, true, false]);
  });

  it('accepts anything without a constraint', () => {
    expect(toJsonSchema({ description: 'a sample', nullable: true })).toEqual({ description: 'a sample' });
  });

  it('is converted at any depth, and examples are unchanged', () => {
    const schema = {
      properties: { wait: { type: 'number', nullable: true } },
      example: { wait: null, nullable: true },
    };
    expect(toJsonSchema(schema)).toEqual({
      properties: { wait: { type: ['number', 'null'] } },
      example: { wait: null, nullable: true },
    });
  });
});
