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

/** Types that take AWS a minute and more. */
const SLOW =
  /^(AWS::(RDS|OpenSearchS|ElasticLoadBalancingV2::LoadBalancer|EC2::(NatGateway|VPCEndpoint)|ECS::Service|CertificateManager)|Custom::)/;

describe.each(platforms)('the time to deploy $name', ({ synthesized }) => {
  const { app, templates } = synthesized;
  const stack = (concern: string) => app.node.tryFindChild(concern) as Stack;
  const before = (concern: string) =>
    stack(concern)?.dependencies.map(({ node }) => node.id) ?? [];

  it('R40: lets nothing slow stand before what takes longest', () => {
    const quick = ['boundary', 'keys', 'network'];
    [...before('database'), ...before('search')].forEach(concern =>
      expect(quick).toContain(concern),
    );
    quick.forEach(concern => {
      const types = Object.values(templates[concern]?.toJSON().Resources ?? {})
        .map(resource => (resource as { Type: string }).Type)
        .filter(type => SLOW.test(type));
      expect(types).toEqual([]);
      expect(before(concern)).toEqual([]);
    });
  });

  it('R40: lets load balancers, services and agents stand before the database does', () => {
    const behindDatabase = ['ingress', 'compute', 'agents', 'console', 'egress']
      .filter(concern => stack(concern))
      .filter(concern => waitsFor(stack(concern), stack('database')));
    expect(behindDatabase).toEqual([]);
  });
});

describe('the rehearsal of failures', () => {
  it.each(['The writer', 'A task', 'A zone'])(
    'R40: has commands and a measure of success for: %s',
    what => {
      const runbook = readFileSync('docs/runbooks/failover.md', 'utf8');
      const [, section = ''] = runbook.split(`## ${what}\n`);
      const [rehearsal] = section.split('\n## ');
      expect(rehearsal).toMatch(/```sh\n[^`]*aws /);
    },
  );
});

/** Whether a stack waits for another one, directly or through others. */
function waitsFor(from: Stack, to: Stack | undefined): boolean {
  return from.dependencies.some(each => each === to || waitsFor(each, to));
}

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
