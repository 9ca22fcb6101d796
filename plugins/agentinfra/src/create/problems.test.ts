import { JsonObject } from '@backstage/types';
import { definitionOf, problemsOf } from './problems';

describe('problemsOf', () => {
  it('finds nothing wrong with a form that has just been opened', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[string, JsonObject, string]>([
    [
      'an address block that is not private',
      { network: { cidr: '8.8.0.0/16' } },
      'network.cidr',
    ],
    [
      'a prod platform without a domain',
      { environment: 'prod' },
      'domain.enabled',
    ],
    [
      'two agents of one name',
      { agents: [agent('one'), agent('two'), agent('one')] },
      'agents[2].name',
    ],
    [
      'memory where AgentCore has none',
      { region: 'us-west-1', agents: [{ ...agent('one'), memory: true }] },
      'agents[0].memory',
    ],
    [
      'a pair that Fargate lacks',
      {
        services: [
          { name: 'web', image: 'web', path: '/', cpu: 256, memoryMiB: 4096 },
        ],
      },
      'services[0].memoryMiB',
    ],
    [
      'a knowledge base without search',
      { knowledgeBase: { enabled: true } },
      'knowledgeBase.enabled',
    ],
  ])('names the field of %s', (_, values, path) => {
    expect(problemsOf(values)).toEqual([
      { path, message: expect.stringMatching(/\w/) },
    ]);
  });

  it('still checks the rules of the other fields when one is wrong by itself', () => {
    expect(
      problemsOf({
        name: 'Not A Name',
        agents: [{ name: 'without-model' }],
        network: { cidr: '10.0.1.0/16' },
      }),
    ).toEqual([{ path: 'network.cidr', message: expect.any(String) }]);
  });
});

describe('definitionOf', () => {
  it('leaves out the choice of the repository, and a repository that was not chosen in the end', () => {
    const repoUrl = 'github.com?owner=acme&repo=support';
    expect(definitionOf({ name: 'a', repository: 'remote', repoUrl })).toEqual({
      name: 'a',
      repoUrl,
    });
    expect(definitionOf({ name: 'a', repository: 'local', repoUrl })).toEqual({
      name: 'a',
    });
  });
});

function agent(name: string): JsonObject {
  return { name, modelId: 'amazon.nova-lite-v1:0' };
}
