type Parts = Readonly<Record<string, unknown>>;

/** A parameter of the query. */
export const parameter = (name: string, rest: Parts): Parts => ({ name, in: 'query', ...rest });

/** An object with exactly these members. */
export const object = (properties: Parts) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** The same schema, or null. */
export const nullable = ({ type, ...rest }: Parts & { type: string }) => ({ type: [type, 'null'], ...rest });

/** An answer of JSON. @param schema name of one of the components */
export const json = (description: string, schema: string) => ({
  description,
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
});
