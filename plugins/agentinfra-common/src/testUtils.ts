import { Definition, DefinitionInput, parseDefinition } from './definition';

/** The definition of a small platform, with the changes of a test. */
export function exampleDefinition(
  changes: Partial<DefinitionInput> = {},
): Definition {
  return parseDefinition({
    name: 'shop',
    owner: 'group:default/agents-team',
    environment: 'dev',
    account: '123456789012',
    region: 'eu-west-1',
    agents: [{ name: 'assistant', modelId: 'amazon.nova-lite-v1:0' }],
    observability: { alarmEmail: 'oncall@example.com' },
    budget: { monthlyUsd: 200 },
    costCenter: 'CC-1234',
    ...changes,
  });
}
