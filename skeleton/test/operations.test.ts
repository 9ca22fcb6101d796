import { existsSync } from 'node:fs';
import { Contract, publishedBy } from './contracts';
import { examples } from './definitions';
import { synthesize } from './synth';

const contracts = Contract.all();
const platforms = Object.entries(examples()).map(([name, definition]) => ({
  name,
  stacks: Object.entries(synthesize(definition).templates).map(
    ([concern, template]) => ({
      concern,
      published: publishedBy(template, definition),
      alarms: Object.entries(template.findResources('AWS::CloudWatch::Alarm')),
    }),
  ),
}));

describe.each(platforms)('$name', ({ stacks }) => {
  it.each(stacks)(
    'R35: the stack $concern publishes what its contract says',
    ({ concern, published }) => {
      const contract = contracts.get(concern);
      expect(
        contract
          ? contract.departures(published)
          : `contracts/${concern}.json is missing`,
      ).toEqual([]);
    },
  );

  it('R29: each alarm names a runbook that exists', () => {
    const alarms = stacks.flatMap(stack => stack.alarms);
    expect(alarms).not.toEqual([]);
    const lost = alarms
      .map(([id, { Properties }]) => ({
        id,
        runbook: /Runbook: (docs\/runbooks\/[a-z-]+\.md)$/.exec(
          Properties.AlarmDescription,
        )?.[1],
      }))
      .filter(({ runbook }) => !runbook || !existsSync(runbook));
    expect(lost).toEqual([]);
  });
});

describe('contracts', () => {
  it.each([...contracts.keys()])(
    'R35: all that contracts/%s.json lists is published by a platform',
    concern => {
      const contract = contracts.get(concern) as Contract;
      const published = platforms.flatMap(({ stacks }) =>
        stacks
          .filter(stack => stack.concern === concern)
          .map(stack => stack.published),
      );
      expect(published).not.toEqual([]);
      (['outputs', 'parameters'] as const).forEach(half => {
        const names = published.flatMap(each => Object.keys(each[half]));
        const unused = contract
          .names(half)
          .filter(
            listed =>
              !names.some(name => name === listed || matches(listed, name)),
          );
        expect(unused).toEqual([]);
      });
    },
  );
});

function matches(listed: string, name: string): boolean {
  return listed.startsWith('^') && new RegExp(listed, 'u').test(name);
}
