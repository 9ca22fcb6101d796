import { platformId, stackName } from '../../lib/definition';
import { Contract, isCdkOutput, publishedBy } from '../contracts';
import { DeployedPlatform, ownDefinition } from '../deployed';
import { synthesize } from '../synth';

const definition = ownDefinition();
const platform = new DeployedPlatform(definition);
const contracts = Contract.all();
const stacks = Object.entries(synthesize(definition).templates).map(
  ([concern, template]) => ({
    concern,
    name: stackName(definition, concern),
    expected: publishedBy(template, definition),
  }),
);

describe(platformId(definition), () => {
  it.each(stacks)(
    'R36: the stack $name is deployed, and publishes what the code and its contract say',
    async ({ concern, expected }) => {
      const { Tags } = await platform.stack(concern);
      expect(Tags).toContainEqual({
        Key: 'agentinfra:platform',
        Value: platformId(definition),
      });

      const contract = contracts.get(concern) as Contract;
      const outputs = pick(
        await platform.outputs(concern),
        name => !isCdkOutput(name),
      );
      const parameters = pick(await platform.parameters(), path =>
        contract.lists('parameters', path),
      );
      expect(contract.departures({ outputs, parameters })).toEqual([]);
      expect(Object.keys(outputs).sort()).toEqual(
        Object.keys(expected.outputs).sort(),
      );
      expect(Object.keys(parameters).sort()).toEqual(
        Object.keys(expected.parameters).sort(),
      );
    },
  );
});

/** The entries of a record whose name is wanted. */
function pick(
  record: Readonly<Record<string, string>>,
  isWanted: (name: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter(([name]) => isWanted(name)),
  );
}
