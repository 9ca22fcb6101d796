import { zodToJsonSchema } from 'zod-to-json-schema';
import {
  AGENT_CORE_REGIONS,
  AgentCoreRegion,
  definitionSchema,
  RegionalFeature,
} from '../../lib/definition';
import { MADE_FROM_CODE, page, table } from './markdown';

/** What is read of JSON schema. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  /** What the schema says about values that break a rule, by keyword. */
  readonly errorMessage?: Readonly<Record<string, string>>;
}

/** The reference of the definition: every field, with its type, default and rule. */
export function definitionPage(): string {
  const schema = zodToJsonSchema(definitionSchema, {
    $refStrategy: 'none',
    errorMessages: true,
  }) as Schema;
  return page([
    '# The definition',
    MADE_FROM_CODE,
    'Everything that is said about a platform stands in `config/platform.json`. The fields are described by `lib/definition/schema.ts`; what must hold between fields is in `lib/definition/rules.ts`. `npx cdk synth` names each field that is wrong, and what to do about it.',
    ...sections('', 'Platform', schema),
    '## Regions',
    'Where AgentCore takes runtimes, and what a platform must do without there. A definition that asks for it is refused.',
    table(
      ['region', 'zones, in the order of use', 'is not offered'],
      Object.entries<AgentCoreRegion>(AGENT_CORE_REGIONS).map(
        ([region, { zoneIds, lacks = [] }]) => [
          `\`${region}\``,
          zoneIds.map(zone => `\`${zone}\``).join(', '),
          lacks.map(feature => FEATURES[feature]).join(', '),
        ],
      ),
    ),
  ]);
}

/** What may not be offered, for people. */
const FEATURES: Readonly<Record<RegionalFeature, string>> = {
  memory: 'memory of agents',
  'knowledge-base': 'knowledge base',
  'serverless-search': 'serverless search',
  'budget-resource': 'budgets in CloudFormation (a task makes the budget)',
  budgets: 'budgets at all',
};

/** A heading and a table for an object, then those of the objects in it. */
function sections(path: string, title: string, schema: Schema): string[] {
  const fields = Object.entries(schema.properties ?? {});
  const nested = fields.flatMap(([name, field]) => {
    const object = field.items ?? field;
    const key = `${path}${name}${field.items ? '[]' : ''}`;
    return object.properties
      ? sections(`${key}.`, `\`${key}\`: ${field.description ?? name}`, object)
      : [];
  });
  const rows = fields.map(([name, field]) => [
    `\`${path}${name}\``,
    `${field.description}.`,
    values(field),
    preset(field, schema.required?.includes(name) ?? false),
  ]);
  return [
    `## ${title}`,
    table(['field', 'what it is', 'values', 'default'], rows),
    ...nested,
  ];
}

function values(field: Schema): string {
  const rules = Object.values(field.errorMessage ?? {});
  if (field.type === 'string' && rules.length > 0) {
    return rules.join(', ');
  }
  if (field.enum) {
    return field.enum.map(value => `\`${value}\``).join(', ');
  }
  return [kind(field), range(field), ...rules].filter(Boolean).join(', ');
}

function kind({ type, items, maxLength }: Schema): string {
  switch (type) {
    case 'boolean':
      return '`true`, `false`';
    case 'array':
      return `list of ${items?.properties ? 'objects' : `${items?.type}s`}`;
    case 'object':
      return 'see below';
    case 'integer':
      return 'whole number';
    case 'string':
      return maxLength ? `text of up to ${maxLength} characters` : 'text';
    default:
      return type ?? '';
  }
}

function range(field: Schema): string {
  const least = field.minimum ?? field.minItems;
  const most = field.maximum ?? field.maxItems;
  if (field.exclusiveMinimum !== undefined) {
    return `above ${field.exclusiveMinimum}, up to ${most}`;
  }
  if (least !== undefined && most !== undefined) {
    return `${least} to ${most}`;
  }
  return most === undefined ? '' : `up to ${most}`;
}

function preset(field: Schema, required: boolean): string {
  if (field.properties) {
    return required ? 'required' : '';
  }
  if (field.default !== undefined) {
    return field.default === ''
      ? 'empty'
      : `\`${JSON.stringify(field.default)}\``;
  }
  return required ? 'required' : '';
}
