import { Stack } from 'aws-cdk-lib';
import { existsSync, readFileSync } from 'node:fs';
import { platformId } from '../lib/definition';
import { platformOnPage, stacksPage } from '../scripts/docs/stacks-page';
import { Contract, publishedBy } from './contracts';
import { examples } from './definitions';
import { synthesize } from './synth';

const contracts = Contract.all();
const platforms = Object.entries(examples()).map(([name, definition]) => {
  const synthesized = synthesize(definition);
  return {
    name,
    definition,
    synthesized,
    stacks: Object.entries(synthesized.templates).map(
      ([concern, template]) => ({
        concern,
        published: publishedBy(template, definition),
        alarms: Object.entries(
          template.findResources('AWS::CloudWatch::Alarm'),
        ),
      }),
    ),
  };
});

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

describe.each(platforms)('the end of $name', ({ synthesized }) => {
  const { app, templates } = synthesized;
  const stack = (concern: string) => app.node.findChild(concern) as Stack;

  it('R38: comes for the network after the interfaces of agents are gone', () => {
    expect(stack('agents').dependencies).toContain(stack('teardown'));
    expect(stack('teardown').dependencies).toContain(stack('network'));
    const waits = Object.values(
      templates.teardown.findResources('Custom::InterfacesGone'),
    ).map(({ Properties }) => Number(Properties.MaxMinutes));
    const minutes = waits.reduce((sum, each) => sum + each, 0);
    expect(minutes).toBeGreaterThanOrEqual(8 * 60);
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

describe('docs/stacks.md', () => {
  it('R41: shows the stacks as they are; if not: npm run docs', () => {
    const committed = readFileSync('docs/stacks.md', 'utf8');
    const shown = platforms.find(
      ({ definition }) => platformId(definition) === platformOnPage(committed),
    );
    expect(shown).toBeDefined();
    // How many resources a stack has may change without anybody drawing it anew.
    const withoutFigures = (text: string) => text.replace(/ *\d+ */g, '#');
    expect(withoutFigures(committed)).toBe(
      withoutFigures(
        shown ? stacksPage(shown.definition, shown.synthesized) : '',
      ),
    );
  });
});

function matches(listed: string, name: string): boolean {
  return listed.startsWith('^') && new RegExp(listed, 'u').test(name);
}
